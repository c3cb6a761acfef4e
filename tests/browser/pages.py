"""The pages of a small team in a real browser: all of them, by name, as one of its managers sees them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib.resources import files

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from bot.domain.series import Results
from tests.browser.previews import chromium
from tests.worlds.builders import ANA, BO, CY, WORKSPACE, actor, pack, question
from tests.worlds.pages import ADDRESS, PagesWorld, pages_world
from tests.worlds.playing import BOTH, HALF, NOTHING, play

PHONE, DESK = 360, 1440
_HEIGHT = 900
#: The address of pages that are changed.
_OTHER = "http://changed.test"
#: Administers the workspace, and reviews.
BOSS = actor("Root", is_admin=True)
#: Nobody is called so, and somebody will be.
LONG = replace(actor("di"), name="Maximiliane-Theodora von Hohenlohe-Langenburg-Schillingsfürst " + "x" * 60)
BELOW = f"/w/{WORKSPACE}/"
#: axe-core, which the package brings; its own functions are not needed.
_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@dataclass(frozen=True)
class Pages:
    """A window in which somebody is signed in, and the paths of all pages by name."""

    paths: Mapping[str, str]
    #: A window costs four times as much as what is then shown in it, so that all tests share it.
    window: Page
    #: What developers have beside a window.
    tools: CDPSession

    async def shown(self, name: str, width: int = DESK, *, scripts: bool = True) -> Page:
        """Show a page in a window of that width, in the light."""
        await self.tools.send("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        # Where a test before has clicked something would look as if it were pointed at.
        await self.window.mouse.move(0, 0)
        await turn(self.window, width=width, is_dark=False)
        await self.window.goto(self.paths[name])
        return self.window


async def turn(page: Page, *, width: int | None = None, is_dark: bool | None = None) -> None:
    """Give a window another width, or the light or the dark."""
    if width is not None:
        await page.set_viewport_size({"width": width, "height": _HEIGHT})
    if is_dark is not None:
        await page.emulate_media(color_scheme="dark" if is_dark else "light")


@asynccontextmanager
async def opened_at(ports: Mapping[str, int]) -> AsyncIterator[Browser]:
    """Start the system's Chromium, to which public addresses are ports of this machine."""
    hosts = (f"MAP {address.partition('//')[2]}:80 127.0.0.1:{port}" for address, port in ports.items())
    arguments = ["--no-sandbox", f"--host-resolver-rules={', '.join(hosts)}"]
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium(), args=arguments)
        try:
            yield started
        finally:
            await started.close()


@asynccontextmanager
async def shown_pages() -> AsyncIterator[tuple[Pages, Pages]]:
    """Show the pages of two teams of one kind in one browser: some to be looked at, and some to be changed."""
    async with (
        _played(ADDRESS) as (looked_at, some),
        _played(_OTHER) as (changed, others),
        opened_at({ADDRESS: looked_at.port, _OTHER: changed.port}) as browser,
    ):
        yield await _opened(browser, looked_at, some), await _opened(browser, changed, others)


async def _opened(browser: Browser, served: PagesWorld, paths: Mapping[str, str]) -> Pages:
    """Sign in, and open a window in which nothing moves from one colour to another step by step."""
    signed_in = await served.signed_in(BOSS)
    context = await browser.new_context(base_url=served.address, reduced_motion="reduce")
    await context.add_cookies(
        [{"name": name, "value": said, "url": served.address} for name, said in signed_in.cookies.items()]
    )
    window = await context.new_page()
    return Pages(paths, window, await context.new_cdp_session(window))


@asynccontextmanager
async def _played(address: str) -> AsyncIterator[tuple[PagesWorld, Mapping[str, str]]]:
    """Play two weeks of four people, let something wait for a decision, and give the paths of pages by name."""
    async with pages_world(address) as served:
        world, served.world.messenger.administer = served.world, {"root"}
        topics = ("storage", "network")
        world.packs.held["basics"] = pack(*(question(n, topics=(topics[n % 2],)) for n in range(1, 13)))
        await world.set_up(results=Results.NONE, reviewers=frozenset({"root"}))
        await world.set_up("second", "interviews")
        for _ in range(6):
            await play(world, {ANA: BOTH, BO: HALF, CY: NOTHING, LONG: HALF})
        played = await play(world, {ANA: BOTH, BO: HALF, CY: NOTHING, LONG: HALF})
        assert played.question is not None
        await world.press(BO, "claim", f"round:{played.id}")
        await world.command(ANA, "flag the price has changed")
        await world.command(
            CY, 'suggest title="A pager at night" topic="On call" prompt="What do you do first?" answer="Look."'
        )
        paths = {
            "overview": "overview?period=all",
            "questions": "questions?period=all",
            "question": f"questions/{played.question.ref}",
            "people": "people?period=all",
            "queue": "queue",
            "series": "series",
            "one series": "series/daily",
            "me": "me?series=daily",
            "overview of nothing": "overview?period=last+quarter",
            "people of nothing": "people?series=second",
        }
        yield served, {name: f"{BELOW}{path}" for name, path in paths.items()}


async def barriers(page: Page) -> Sequence[str]:
    """Give what axe finds against WCAG 2.2 AA, with the elements that it is about."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_AXE)
    # Of what is no barrier nothing is written down: that is most of the work.
    chosen = {"runOnly": {"type": "tag", "values": list(_RULES)}, "resultTypes": ["violations"]}
    found = await page.evaluate("chosen => axe.run(chosen)", chosen)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]
