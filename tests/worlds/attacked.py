"""Pages with everything that somebody may reach for who should not, and the browsers of those who may try."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from bot.domain.members import Actor
from bot.domain.target import Target
from tests.memory_store import file_store
from tests.worlds.builders import ADMIN, ANA, BO, CY, WORKSPACE, actor, pack, question, settings
from tests.worlds.pages import Browser, PagesWorld, Shown, pages_world
from tests.worlds.playing import BOTH, HALF, meet, play
from tests.worlds.world import World

OTHER = "console:other"
#: Who tries: one without any right, who reviews and who runs a series, who runs another one here or in another
#: workspace, and who ran the series a moment ago.
DI, REV, LU = actor("Di"), actor("Rev"), actor("Lu")
MO = replace(actor("Mo"), workspace=OTHER)
NOBODY = "nobody"
SIGNED_IN: Mapping[str, Actor] = {
    "member": DI,
    "reviewer": REV,
    "manager": BO,
    "of another series": CY,
    "of another workspace": MO,
    "lost": LU,
}
WHO = (NOBODY, *SIGNED_IN)
#: What stands for the names in braces.
PLACES = {"workspace": WORKSPACE, "pack": "basics", "id": "question-1", "name": "daily", "link": "guessed"}


@dataclass
class Attacked:
    """The pages, and the browser of each who tries."""

    pages: PagesWorld
    browsers: dict[str, Browser] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    _senders: "count[int]" = field(default_factory=count)

    @property
    def world(self) -> World:
        return self.pages.world

    async def get(self, who: str, path: str) -> Shown:
        """Ask for a page; each time from an address of its own, as refusals are counted by address."""
        return await self._from_anywhere(who).get(path)

    async def post(self, who: str, path: str, form: Mapping[str, str]) -> Shown:
        return await self._from_anywhere(who).post(path, form)

    def _from_anywhere(self, who: str) -> Browser:
        browser, number = self.browsers[who], next(self._senders)
        browser.sender = f"198.51.{number // 200}.{number % 200}"
        return browser


@asynccontextmanager
async def attacked(folder: Path) -> AsyncIterator[Attacked]:
    """Play two weeks, let something of each kind wait, sign everybody in, and take the right of one away."""
    store = file_store(folder / "askaday.db")
    async with pages_world(metrics_token="8f742231b10e8888", store=store) as pages:  # noqa: S106 - of a test
        await _fill(pages.world)
        tried = Attacked(pages)
        tried.browsers[NOBODY], tried.tokens[NOBODY] = pages.browser(), ""
        for who, signed_in in SIGNED_IN.items():
            tried.browsers[who] = await pages.signed_in(signed_in)
            tried.tokens[who] = (await tried.get(who, f"/w/{signed_in.workspace}/me")).token
        await pages.world.command(ADMIN, "setup series=daily managers=@bo")
        yield tried


async def _fill(world: World) -> None:
    world.packs.held["basics"] = pack(*(question(number) for number in range(1, 4)))
    world.packs.held["others"] = pack(*(question(number, pack="others") for number in range(1, 4)), name="others")
    await meet(world, BO, LU, REV, CY)
    daily = await world.set_up(managers=frozenset({"bo", "lu"}), reviewers=frozenset({"rev"}))
    await world.app.call(world.app.services.managing.set_queue, BO, daily, ["basics/question-1", "basics/question-2"])
    await world.set_up("theirs", "interviews", packs=("others",), managers=frozenset({"cy"}))
    far = settings(packs=("others",), managers=frozenset({"mo"}))
    await world.app.call(world.app.services.managing.set_up, replace(ADMIN, workspace=OTHER), "far", "ops", far)
    first = await play(world, {ANA: BOTH, DI: HALF})
    await world.press(DI, "claim", f"round:{first.id}")
    await world.press(REV, "learn", str(Target("claim", 1, words="1")))
    second = await play(world, {ANA: HALF, DI: HALF})
    await world.press(DI, "claim", f"round:{second.id}")
    await world.press(ANA, "dispute", f"round:{second.id}", "I said all of it.")
    await world.command(DI, "flag the price has changed")
    await world.command(DI, 'suggest title="A pager" topic="On call" prompt="What do you do first?" answer="Look."')
    await world.command(DI, "", word="aws-quiz")
