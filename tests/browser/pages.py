"""The pages of a small team in a real browser: all of them, by name, as one of its managers sees them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from bot.domain.series import Results
from tests.browser.previews import chromium
from tests.worlds.builders import ANA, BO, CY, WORKSPACE, actor, pack, question
from tests.worlds.pages import ADDRESS, PagesWorld, pages_world
from tests.worlds.playing import BOTH, HALF, NOTHING, play

PHONE, DESK = 360, 1440
#: Administers the workspace, and reviews.
BOSS = actor("Root", is_admin=True)
#: Nobody is called so, and somebody will be.
LONG = replace(actor("di"), name="Maximiliane-Theodora von Hohenlohe-Langenburg-Schillingsfürst " + "x" * 60)
BELOW = f"/w/{WORKSPACE}/"
#: axe-core, which the package brings; its own functions are not needed.
_AXE = files("axe_playwright_python").joinpath("axe.min.js")
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@dataclass(frozen=True)
class Pages:
    """A browser in which somebody is signed in, and the paths of all pages by name."""

    world: PagesWorld
    browser: Browser
    cookies: Mapping[str, str]
    paths: Mapping[str, str]

    @asynccontextmanager
    async def shown(self, name: str, width: int = DESK, *, is_dark: bool = False, **more: Any) -> AsyncIterator[Page]:
        """Show a page in a window of that width."""
        context = await self.browser.new_context(
            base_url=ADDRESS,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if is_dark else "light",
            **more,
        )
        await context.add_cookies([{"name": one, "value": said, "url": ADDRESS} for one, said in self.cookies.items()])
        page = await context.new_page()
        try:
            await page.goto(self.paths[name])
            yield page
        finally:
            await context.close()


@asynccontextmanager
async def opened_at(port: int) -> AsyncIterator[Browser]:
    """Start the system's Chromium, to which the public address is a port of this machine."""
    host = ADDRESS.partition("//")[2]
    arguments = ["--no-sandbox", f"--host-resolver-rules=MAP {host}:80 127.0.0.1:{port}"]
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium(), args=arguments)
        try:
            yield started
        finally:
            await started.close()


@asynccontextmanager
async def shown_pages() -> AsyncIterator[Pages]:
    """Play two weeks of four people, let something wait for a decision, and sign a manager in."""
    async with pages_world() as served:
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
        signed_in = await served.signed_in(BOSS)
        async with opened_at(served.port) as browser:
            yield Pages(served, browser, signed_in.cookies, {name: f"{BELOW}{path}" for name, path in paths.items()})


async def barriers(page: Page) -> Sequence[str]:
    """Give what axe finds against WCAG 2.2 AA, with the elements that it is about."""
    await page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", list(_RULES))
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]
