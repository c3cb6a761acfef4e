"""What managers see of a member is what the member is shown."""

import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import timedelta

import pytest
import pytest_asyncio
from selectolax.lexbor import LexborHTMLParser

from adapters.web.pages import PAGES
from bot.cards.statistics.digest import digest_card
from bot.cards.statistics.records import PEOPLE_COLUMNS
from bot.cards.statistics.views import FILED, View
from bot.commands.catalogue import COMMANDS
from bot.commands.request import Press
from bot.domain.card import Card, Small, Table
from bot.domain.members import Actor
from bot.domain.statistics.floor import PeopleShown, ViewRules
from bot.domain.target import Target
from bot.domain.text import DASH, listing, percent
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE, actor
from tests.worlds.pages import pages_world
from tests.worlds.playing import BOTH, HALF, NOTHING, meet, play
from tests.worlds.world import World, new_world, title

pytestmark = pytest.mark.asyncio(loop_scope="module")

DI = actor("Di")
REVIEWER = actor("Rae", is_admin=True)
TEAM = {ANA: BOTH, BO: HALF, CY: HALF, DI: NOTHING}
PERIODS = ("week", "last week", "month", "since 2026-11-20", "all")


#: The commands of managers that show figures, each compared below in all its views, files and periods.
SHOWING = {"stats", "digest"}
#: Those that change something, or show what somebody did who runs a series.
CHANGING = {
    *("setup", "pause", "resume", "skip", "unskip", "open", "close", "reveal", "queue", "flags", "void", "unvoid"),
    *("exclude", "include", "audit", "workspace"),
}
#: What a line of a file says of a member, as the member reads it; the rest names them, or what the file is about.
AS_READ: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "answered": lambda row: f"{row['answered']} of {row['rounds']}",
    "rate": lambda row: percent(float(row["rate"])) if row["rounds"] != "0" else DASH,
    "streak": lambda row: row["streak"],
    "last_seen": lambda row: row["last_seen"][:10] + (f", away until {row['away']}" if row["away"] else ""),
    "level": lambda row: row["level"],
    "strong": lambda row: listing(json.loads(row["strong"])) or DASH,
    "weak": lambda row: listing(json.loads(row["weak"])) or DASH,
}
_LABELS = {"answered": "Answered", "rate": "Rate", "streak": "Streak", "last_seen": "Last seen", "level": "Level"}
_LABELS |= {"strong": "Strong in", "weak": "Weak in"}
_NAMES_THEM = {"series", "period", "member", "name"}


async def play_a_week(world: World) -> None:
    await world.set_up(reviewers=frozenset({REVIEWER.member}))
    await meet(world, *TEAM)
    for day in range(7):
        await play(world, {who: text for who, text in TEAM.items() if day % 2 or who is not BO})
    # Cy is away, of which managers see until when.
    until = world.clock.now().date() + timedelta(days=3)
    await world.app.call(world.app.services.absences.begin, CY, CY.member, until)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played() -> AsyncIterator[World]:
    """Give a week that has been played, to all tests that only look at it."""
    async with new_world() as world:
        await play_a_week(world)
        yield world


def said_of(card: Card, name: str) -> Iterator[tuple[str, str]]:
    """Give all that a card says in lines about somebody, each with the heading of its column."""
    for block in card.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                if name in row:
                    yield from zip(block.header[1:], row[1:], strict=True)


def shown_to(card: Card) -> set[tuple[str, ...]]:
    return {row for block in card.blocks if isinstance(block, Table) for row in block.rows}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("view", View)
async def test_each_view_says_of_a_member_what_the_member_is_shown(played: World, view: View, period: str) -> None:
    word = "" if view is View.TEAM else view.value
    missing = []
    for manager in (ADMIN, REVIEWER):
        card = await played.command(manager, f"stats {word} {period}")
        for who in TEAM:
            own = shown_to(await played.command(who, f"me {period}"))
            missing += [said for said in said_of(card, who.name) if said not in own]
            others = [other.name for other in TEAM if other is not who and other.name in repr(own)]
            missing += [("another", name) for name in others]

    assert missing == []


async def test_every_view_of_a_manager_is_compared() -> None:
    """Views, files and pages are gone through as they are; a new command or column has to be put in its place here."""
    assert {one.name for one in COMMANDS.values() if one.who == "managers"} == SHOWING | CHANGING
    assert set(PEOPLE_COLUMNS) == {*AS_READ, *_NAMES_THEM, "rounds", "away", "score"}


@pytest.mark.parametrize("period", ["since 2026-11-20", "all"])
@pytest.mark.parametrize("view", FILED)
async def test_files_say_of_a_member_what_the_member_is_shown(played: World, view: View, period: str) -> None:
    series = await played.series()
    target = str(Target("stats", series.id, words=period))
    handout = (await played.app.desk.press(Press(ADMIN, CHANNEL, FILED[view], target))).handout
    assert handout is not None
    [file] = handout.files
    missing = []
    for row in csv.DictReader(io.StringIO(file.text)):
        if view is View.PEOPLE:
            [who] = [one for one in TEAM if one.name == row["name"]]
            own = shown_to(await played.command(who, f"me {period}"))
            said = [(_LABELS[column], read(row)) for column, read in AS_READ.items()]
            missing += [one for one in said if one not in own]
            assert (row["member"], row["score"]) == (who.member, "")
        else:
            missing += [("named", who.name) for who in TEAM if who.name in row.values() or who.member in row.values()]

    assert missing == []


async def test_digest_names_nobody(played: World) -> None:
    series = await played.series()
    week = await played.app.call(played.app.services.digesting.week, ADMIN, series, "UTC")
    assert week is not None
    words = {word.strip(".,:;()") for word in repr(digest_card(week)).replace("'", " ").split()}

    assert words & {name for who in TEAM for name in (who.name, who.member)} == set()


@pytest.mark.parametrize("period", ["since 2026-11-20"])
async def test_pages_say_of_a_member_what_the_member_is_shown(period: str) -> None:
    async with pages_world() as served:
        await play_a_week(served.world)
        [last] = await served.world.app.call(lambda tx: [tx.rounds.of_series(1)[-1].question])
        assert last is not None
        browser = await served.signed_in(ADMIN)
        place = {"name:path": "daily", "pack": last.pack, "id": last.id}
        missing, naming = [], []
        for path in PAGES:
            shown = await browser.get(f"/w/{WORKSPACE}/{_filled(path, place)}?period={period.replace(' ', '+')}")
            tables = LexborHTMLParser(shown.text).css("main tbody tr")
            lines = [tuple(_plain(cell.text()) for cell in line.css("th, td")) for line in tables]
            for who in TEAM:
                own = {cell for row in shown_to(await served.world.command(who, f"me {period}")) for cell in row}
                about = [line for line in lines if who.name in line]
                naming += [(path, who.name) for _ in about]
                missing += [(path, line) for line in about if not set(line) - {who.name} <= own]

    assert missing == []
    # Nobody's line was overlooked.
    assert [one for one in naming if one[0] == "people"] == [("people", who.name) for who in TEAM]


def _filled(path: str, place: Mapping[str, str]) -> str:
    for name, value in place.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def _plain(text: str) -> str:
    return text.strip()


async def test_people_view_says_something_of_everybody(played: World) -> None:
    card = await played.command(ADMIN, "stats people all")

    assert {who.name: len(list(said_of(card, who.name))) for who in TEAM} == dict.fromkeys(("Ana", "Bo", "Cy", "Di"), 7)


async def _scores(world: World, who: Actor) -> list[str]:
    card = await world.command(who, "stats people all")
    return [value for name in TEAM for what, value in said_of(card, name.name) if what == "Score"]


async def test_scores_are_for_reviewers_and_for_managers_where_an_administrator_says_so() -> None:
    async with new_world() as world:
        await play_a_week(world)
        before = (await _scores(world, ADMIN), await _scores(world, REVIEWER))
        told_before = [block.text for block in (await world.command(ANA, "me")).blocks if isinstance(block, Small)][-1]
        changed = await world.command(ADMIN, "workspace people=scores")
        after = await _scores(world, ADMIN)
        told_after = [block.text for block in (await world.command(ANA, "me")).blocks if isinstance(block, Small)][-1]

        assert before == ([], ["100 %", "50 %", "50 %", "0 %"])
        assert after == ["100 %", "50 %", "50 %", "0 %"]
        assert told_before.startswith("Your score is for you and reviewers; managers see levels.")
        assert told_after.startswith("Managers see your score, too: an administrator chose that for this workspace.")
        assert "`people=scores`" in repr(changed.blocks[2])
        await world.after(minutes=1)
        await world.command(ADMIN, "workspace people=scores")
        await world.after(minutes=1)
        assert title(world.posted()).count("What managers see") == 1
        rules = await world.app.call(lambda tx: tx.statistics.rules(ADMIN.workspace))
        assert rules == ViewRules(3, PeopleShown.SCORES)
