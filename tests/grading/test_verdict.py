from dataclasses import replace

import pytest

from bot.domain.grading import Finding, PointFinding
from bot.domain.judging.curve import Curve
from bot.domain.judging.guards import COPIED, Guard
from bot.domain.judging.verdict import Comparison, judge, judge_whole, lowered
from bot.domain.question import KeyPoint
from tests.worlds.builders import question

LINE = Curve(((0.2, 0.0), (0.7, 1.0)))
ASKED = replace(question(), key_points=(KeyPoint("One.", weight=2), KeyPoint("Two."), KeyPoint("Three.")))
SAID, HALF, NOT = Comparison(0.9, "one"), Comparison(0.45, "half"), Comparison(0.1, "x")


@pytest.mark.parametrize(("said", "worth"), [(0.0, 0.0), (0.2, 0.0), (0.45, 0.5), (0.7, 1.0), (1.0, 1.0)])
def test_curve_is_a_line_through_its_knots(said: float, worth: float) -> None:
    assert LINE(said) == pytest.approx(worth)


def test_points_count_by_weight_and_say_what_was_found() -> None:
    judged = judge(ASKED, (SAID, HALF, NOT), (), LINE)

    assert judged.score == 0.625
    assert judged.findings == (
        PointFinding(Finding.COVERED, "one"),
        PointFinding(Finding.UNSURE, "half"),
        PointFinding(Finding.NOT_FOUND),
    )
    assert judged.reason == "1 of 3 key points found, 1 unsure."


def test_enough_points_are_full_marks() -> None:
    judged = judge(replace(ASKED, at_least=1), (SAID, NOT, SAID), (), LINE)

    assert judged.score == 1.0
    assert judged.reason == "2 of 3 key points found. Any 1 of these points is a full answer."


def test_answer_of_which_little_was_found_is_not_called_wrong() -> None:
    judged = judge(ASKED, (NOT, NOT, NOT), (), LINE)

    assert judged.reason == (
        "0 of 3 key points found. Your words could not be matched with the points: that happens when people say it in "
        "their own words."
    )


def test_what_differs_counts_against_what_is_right() -> None:
    wrong = Comparison(0.8, "the other way round", differs=True, extent=0.4)

    judged = judge(ASKED, (SAID, wrong, NOT), (), LINE)

    assert judged.score == pytest.approx(0.5 * (1 - 0.8 * 0.6))
    assert judged.findings[1] == PointFinding(Finding.NOT_FOUND, differs="the other way round")
    assert judged.reason == "1 of 3 key points found, 1 differs from the model answer."


def test_guard_lowers_the_score_and_says_so() -> None:
    judged = judge(ASKED, (SAID, SAID, SAID), (Guard("long", 0.5, "it is long"),), LINE)

    assert (judged.score, judged.guards) == (0.5, ("long",))
    assert judged.reason == "3 of 3 key points found. It is long, so 50 % of the score counts."


def test_empty_answer_has_a_reason_of_its_own() -> None:
    judged = judge(ASKED, (SAID, NOT, NOT), (Guard("empty", 0.0, "There are no words in it"),), LINE)

    assert (judged.score, judged.reason) == (0.0, "There are no words in it.")
    assert judged.findings == (PointFinding(Finding.NOT_FOUND),) * 3


def test_whole_answer_is_scored_by_its_own_curve() -> None:
    judged = judge_whole(0.5, (SAID, NOT), (), (Curve(((0.0, 0.0), (1.0, 1.0))), LINE))

    assert (judged.score, judged.reason) == (0.5, "1 of 2 key points found.")


def test_copy_found_later_lowers_a_judgement() -> None:
    judged = lowered(judge(ASKED, (SAID, SAID, SAID), (), LINE), COPIED)

    assert (judged.score, judged.guards) == (0.1, ("copied",))
    assert judged.reason == (
        "3 of 3 key points found. It is nearly word for word what an earlier reply says, so 10 % of the score counts."
    )
