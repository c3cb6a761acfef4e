"""Hostile names and texts on every card that shows them, as the console renders it: harmless, and all of it there."""

import io
import unicodedata

import pytest

from adapters.console.send.screen import Screen, terminal
from bot.cards.board import WeekOfSeries, board_card, reveal_news, standing_blocks, week_blocks
from bot.cards.drill import drill_result_card
from bot.cards.figures import flags_card, own_card
from bot.cards.notices.owed import owed_notice
from bot.cards.notices.questions import flagged_notice, pool_notice
from bot.cards.notices.series import series_card
from bot.cards.reveal import best_answer_card, own_result_card, reveal_card
from bot.cards.statistics.people import people_card
from bot.domain.card import Card
from bot.domain.doubts import Flag
from bot.domain.grading import Finding, Grade, Source
from bot.domain.practice.drills import Drill
from bot.domain.rotation import Pool
from bot.domain.scoring import Board
from bot.domain.statistics.people import KnowledgeLevel, People, Person
from bot.domain.streaks import Streak
from tests.cards.rounds_of_cards import AT, HOSTILE, answer, earned, judgement, played, series, standing
from tests.worlds.builders import WORKSPACE, owed, question

FOUND = judgement(Finding.COVERED, Finding.UNSURE, reason=HOSTILE)
LINE = standing(1, HOSTILE)
PERSON = Person("ana", HOSTILE, 1, 1, 1, AT, KnowledgeLevel.TOO_EARLY, (), score=0.5)
NEWS = reveal_news(played(question=question(title=HOSTILE)), 3)
CARDS = {
    "reveal": reveal_card(
        played(best_member="ana"), [answer("ana", HOSTILE)], {"ana": FOUND}, {"ana": earned("ana")}, {"ana": HOSTILE}
    ),
    "best": best_answer_card(played(), answer("ana", HOSTILE), HOSTILE),
    "board": board_card(HOSTILE, Board("all", (LINE,), 2, LINE)),
    "news of a reveal": standing_blocks(NEWS, HOSTILE, Board("2026-W50", (LINE,), 2), {}),
    "board of a week": week_blocks(NEWS, [WeekOfSeries(HOSTILE, Board("2026-W50", (LINE,), 2), (), 7)]),
    "own result": own_result_card(
        played(), answer("ana", HOSTILE), Grade(7, "ana", Source.REVIEWER, FOUND, "r", AT), None
    ),
    "drill": drill_result_card(Drill(1, WORKSPACE, "ana", question(), AT, AT, HOSTILE, FOUND)),
    "own": own_card(HOSTILE, LINE, LINE, Streak(), on_board=True),
    "people": people_card(7, People(HOSTILE, "all", (PERSON,), has_scores=True)),
    "flags": flags_card([Flag(WORKSPACE, "a/b", "ana", HOSTILE, AT)], []),
    "flagged": flagged_notice("a/b", [HOSTILE]),
    "failed": owed_notice(series(name=HOSTILE), owed(), None, HOSTILE),
    "pool": pool_notice(series(name=HOSTILE), Pool.LOW, 1),
    "series": series_card(series(pause_reason=HOSTILE), [], HOSTILE),
}


def rendered(card: Card) -> str:
    output = io.StringIO()
    Screen(terminal(file=output, width=100)).show("1", card)
    return output.getvalue()


@pytest.mark.parametrize("name", CARDS)
def test_hostile_text_is_shown_harmless(name: str) -> None:
    shown = rendered(CARDS[name])

    assert {unicodedata.category(character) for character in shown.replace("\n", "")} & {"Cc", "Cf", "Cs"} == set()
    assert [text for text in ("@everyone", "https://evil.example", "**b**") if text not in shown] == []
