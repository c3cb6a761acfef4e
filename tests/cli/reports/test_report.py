"""`askaday report`: one page, complete in itself, that names nobody."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.domain.series import Results
from tests.cli.askaday import askaday
from tests.memory_store import file_store
from tests.worlds.builders import ANA, BO, CY, actor, pack, question
from tests.worlds.world import new_world

NAME = "Wilhelmina"
HOSTILE = "<b>&caching"


@pytest.fixture
async def answered(tmp_path: Path) -> Path:
    """Give a folder with the database of a series that closed a round with four answers, and named nobody."""
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        world.packs.held["basics"] = pack(question(1, topics=(HOSTILE,)))
        await world.set_up(results=Results.NONE)
        await world.at(datetime(2026, 12, 7, 9, tzinfo=UTC))
        for who in (ANA, BO, CY, replace(actor("Will"), name=NAME)):
            await world.say(who, "It stores turquoise lanterns.")
        await world.at(datetime(2026, 12, 7, 17, tzinfo=UTC))
    return tmp_path


class _Tags(HTMLParser):
    """Collects what a page leads to, and its headings."""

    def __init__(self) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [value or "" for name, value in attrs if name in {"src", "href", "action"}]


def test_page_is_complete_in_itself_and_names_nobody(answered: Path) -> None:
    outcome = askaday(answered, "report", "--html", "page.html", "2026-Q4")

    page = (answered / "page.html").read_text()
    read = _Tags()
    read.feed(page)
    assert (outcome.status, outcome.out) == (0, "The report is in page.html.\n")
    assert (read.outside, {"script", "link", "iframe", "img"} & set(read.tags)) == ([], set())
    assert re.findall(r"https?://(?!www\.w3\.org/)", page) == []
    assert [name for name in (NAME, "Ana", "Cy ") if name in page] == []


def test_page_shows_knowledge_participation_questions_and_forecast(answered: Path) -> None:
    askaday(answered, "report", "--html", "page.html", "2026-Q4")

    page = (answered / "page.html").read_text()
    assert re.findall(r"<h[12]>(.*?)</h[12]>", page) == [
        "daily",
        "What the team knows",
        "Who takes part",
        "How questions do",
        "What will be forgotten",
    ]
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("People", "4"),
        ("Questions", "1"),
        ("Answers", "4"),
        ("Of those possible", "100\u00a0%"),
    ]
    # Light and dark: the heat map and two charts of columns. What will be forgotten depends on the day.
    assert page.partition("What will be forgotten")[0].count("<svg ") == 6


def test_what_packs_say_is_escaped(answered: Path) -> None:
    askaday(answered, "report", "--html", "page.html", "2026-Q4")

    page = (answered / "page.html").read_text()
    assert ("<b>" in page, "&lt;b&gt;&amp;caching" in page) == (False, True)


def test_report_of_a_period_without_questions_says_so(answered: Path) -> None:
    outcome = askaday(answered, "report", "--html", "page.html", "2020-01")

    page = (answered / "page.html").read_text()
    assert (outcome.status, "No question was asked in this period." in page) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fortnight",), "askaday: 'fortnight' is no period."),
        (("--series", "weekly"), "askaday: There is no series 'weekly'."),
    ],
)
def test_what_is_not_understood_leaves_the_page_as_it_is(answered: Path, words: tuple[str, ...], said: str) -> None:
    (answered / "page.html").write_text("mine")

    outcome = askaday(answered, "report", "--html", "page.html", *words)

    assert (outcome.status, outcome.err.startswith(said), (answered / "page.html").read_text()) == (2, True, "mine")


def test_page_that_cannot_be_written_is_said(answered: Path) -> None:
    outcome = askaday(answered, "report", "--html", "nowhere/page.html")

    assert (outcome.status, outcome.out) == (1, "")
    assert "nowhere/page.html" in outcome.err
