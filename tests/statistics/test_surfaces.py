"""The same number on every surface: a chat, the command line and the page that is sent around."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
async def shown(tmp_path: Path) -> dict[str, Card]:
    """Give what a chat shows of two weeks of four people, whose database stands in the test's folder."""
    now = datetime.now(UTC)  # the command line has no other clock
    async with new_world(now - timedelta(days=30), file_store(tmp_path / "askaday.db")) as world:
        topics = ("storage", "network")
        world.packs.held["basics"] = pack(*(question(n, topics=(topics[n % 2],)) for n in range(1, 5)))
        await world.set_up(results=Results.NONE)
        world.messenger.audience = 9
        for day in range(8):
            others = {BO: HALF, CY: NOTHING, actor("Di"): BOTH} if day != 5 else {BO: HALF}
            await play(world, {ANA: BOTH, **others})
        world.clock.travel(now)
        return {view: await world.command(ADMIN, f"stats {view if view != 'team' else ''} {PERIOD}") for view in VIEWS}


def rows(card: Card) -> tuple[tuple[str, ...], ...]:
    return next((block.rows for block in card.blocks if isinstance(block, Table)), ())


def printed(folder: Path, view: str) -> list[dict[str, Any]]:
    outcome = askaday(folder, "stats", view, PERIOD, "--format", "json")
    assert (outcome.status, outcome.err) == (0, "")
    return list(json.loads(outcome.out))


def test_chat_and_command_line_say_the_same(shown: dict[str, Card], tmp_path: Path) -> None:
    topics = {
        (one["topic"], percent(one["met"]), trend(one["trend"]), percent(one["held"]), str(one["people"]))
        for one in printed(tmp_path, "topics")
    }
    people = [
        (one["name"], f"{one['answered']} of {one['rounds']}", percent(one["rate"]), str(one["streak"]), one["level"])
        for one in printed(tmp_path, "people")
    ]
    questions = {
        (one["ref"], str(one["asked"]), str(one["answered"]), percent(one["met"]), percent(one["mean_score"]))
        for one in printed(tmp_path, "questions")
    }
    weeks = printed(tmp_path, "weeks")

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


def test_page_says_the_same(shown: dict[str, Card], tmp_path: Path) -> None:
    assert askaday(tmp_path, "report", "--html", "page.html", PERIOD).status == 0
    page = (tmp_path / "page.html").read_text()

    said = [cell for row in rows(shown["topics"]) for cell in (row[0], row[1], row[3]) if cell != DASH]
    assert [cell for cell in said if cell not in page and cell.replace(" ", "\N{NO-BREAK SPACE}") not in page] == []
