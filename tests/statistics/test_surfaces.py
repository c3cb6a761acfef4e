"""The same number on every surface: a chat, the command line and the page that is sent around."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from selectolax.lexbor import LexborHTMLParser

from adapters.web.pages import PAGES
from adapters.web.spreadsheet import csv_text
from adapters.web.templates import as_html
from adapters.web.visit import Visit
from bot.bootstrap import DrawnWhenNeeded
from bot.cards.statistics.views import trend
from bot.domain.card import Card, Facts, Table
from bot.domain.series import Results
from bot.domain.text import DASH, percent
from tests.cli.askaday import askaday
from tests.memory_store import file_store
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor, pack, question
from tests.worlds.playing import BOTH, HALF, NOTHING, play
from tests.worlds.world import new_world

PERIOD = "all"
VIEWS = ("team", "topics", "people", "questions", "forecast")


@dataclass(frozen=True)
class Shown:
    """What a chat and pages show of the same."""

    cards: dict[str, Card]
    #: HTML and CSV by path.
    pages: dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which the database of the team stands."""
    return tmp_path_factory.mktemp("team")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(folder: Path) -> Shown:
    """Give what is shown of two weeks of four people; all tests only look at it."""
    now = datetime.now(UTC)  # the command line has no other clock
    async with new_world(now - timedelta(days=30), file_store(folder / "askaday.db")) as world:
        topics = ("storage", "network")
        world.packs.held["basics"] = pack(*(question(n, topics=(topics[n % 2],)) for n in range(1, 5)))
        await world.set_up(results=Results.NONE)
        world.messenger.audience = 9
        for day in range(8):
            others = {BO: HALF, CY: NOTHING, actor("Di"): BOTH} if day != 5 else {BO: HALF}
            await play(world, {ANA: BOTH, **others})
        world.clock.travel(now)
        cards = {view: await world.command(ADMIN, f"stats {view if view != 'team' else ''} {PERIOD}") for view in VIEWS}
        pages = {}
        for path in ("overview", "people", "questions"):
            visit = Visit(world.app, ADMIN, {}, {"period": PERIOD}, "", DrawnWhenNeeded())
            page = await PAGES[path](visit)
            pages[path] = (as_html(page, visit), csv_text(page.rows() if page.rows else ()))
        return Shown(cards, pages)


@pytest.fixture
def shown(both: Shown) -> dict[str, Card]:
    return both.cards


def rows(card: Card) -> tuple[tuple[str, ...], ...]:
    return next((block.rows for block in card.blocks if isinstance(block, Table)), ())


def printed(folder: Path, view: str) -> list[dict[str, Any]]:
    outcome = askaday(folder, "stats", view, PERIOD, "--format", "json")
    assert (outcome.status, outcome.err) == (0, "")
    return list(json.loads(outcome.out))


def test_chat_and_command_line_say_the_same(shown: dict[str, Card], folder: Path) -> None:
    topics = {
        (one["topic"], percent(one["met"]), trend(one["trend"]), percent(one["held"]), str(one["people"]))
        for one in printed(folder, "topics")
    }
    people = [
        (one["name"], f"{one['answered']} of {one['rounds']}", percent(one["rate"]), str(one["streak"]), one["level"])
        for one in printed(folder, "people")
    ]
    questions = {
        (one["ref"], str(one["asked"]), str(one["answered"]), percent(one["met"]), percent(one["mean_score"]))
        for one in printed(folder, "questions")
    }
    weeks = printed(folder, "weeks")

    assert set(rows(shown["topics"])) == topics
    assert [(*row[:4], row[5]) for row in rows(shown["people"])] == people
    assert {row[:5] for row in rows(shown["questions"])} == questions
    [facts] = [dict(block.pairs) for block in shown["team"].blocks if isinstance(block, Facts)]
    answers, possible = (sum(week[name] for week in weeks) for name in ("answers", "possible"))
    there, share = (
        weeks[0]["in_channel"],
        sum(one["answers"] for one in weeks) / sum(one["in_channel"] for one in weeks),
    )
    assert there % 9 == 0
    assert facts["In the channel"] == f"9 people, of whom {percent(share)} answered on average"
    assert facts["Answers"] == f"{answers} of {possible}, {percent(answers / possible)}"


def test_page_says_the_same(shown: dict[str, Card], folder: Path) -> None:
    assert askaday(folder, "report", "--html", "page.html", PERIOD).status == 0
    page = (folder / "page.html").read_text()

    said = [cell for row in rows(shown["topics"]) for cell in (row[0], row[1], row[3]) if cell != DASH]
    assert [cell for cell in said if cell not in page and cell.replace(" ", "\N{NO-BREAK SPACE}") not in page] == []


def cells(html: str) -> list[tuple[str, ...]]:
    """Give the lines of a page's first table."""
    table = LexborHTMLParser(html).css_first("table")
    assert table is not None
    return [tuple(cell.text() for cell in line.css("td")) for line in table.css("tbody tr")]


def test_pages_in_a_browser_say_the_same(both: Shown) -> None:
    for view, path in (("topics", "overview"), ("people", "people"), ("questions", "questions")):
        html, _ = both.pages[path]
        assert sorted(cells(html)) == sorted(rows(both.cards[view])), view
    [facts] = [dict(block.pairs) for block in both.cards["team"].blocks if isinstance(block, Facts)]
    said = LexborHTMLParser(both.pages["overview"][0]).css(".facts dd")
    people, questions, answers, rate = (one.text().replace("\N{NO-BREAK SPACE}", " ") for one in said[:4])
    assert (people, questions) == (facts["Ever took part"].split()[0], facts["Questions"])
    assert facts["Answers"].startswith(f"{answers} of ")
    assert facts["Answers"].endswith(f", {rate}")


@pytest.mark.parametrize(("view", "path"), [("topics", "overview"), ("people", "people"), ("questions", "questions")])
def test_pages_give_the_same_csv_as_the_command_line(both: Shown, folder: Path, view: str, path: str) -> None:
    outcome = askaday(folder, "stats", view, PERIOD, "--format", "csv")

    # Scores are for who runs Askaday on its machine; of this manager they are no part.
    printed_lines = [line.rpartition(",")[0] if view == "people" else line for line in outcome.out.splitlines()]
    shown_lines = [line.rpartition(",")[0] if view == "people" else line for line in both.pages[path][1].splitlines()]
    assert (outcome.status, printed_lines) == (0, shown_lines)
