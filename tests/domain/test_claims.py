"""What a claim is worth, and which words stand for it."""

from dataclasses import replace

import pytest

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.judging.claims import Claim, alike, claimable, nearest_sentence, unmet, with_points
from bot.domain.question import KeyPoint
from tests.cards.rounds_of_cards import AT
from tests.worlds.builders import WORKSPACE, question

POINTS = tuple(KeyPoint(f"Point {name}", weight=weight) for name, weight in (("a", 1.0), ("b", 2.0), ("c", 1.0)))
ASKED = question(key_points=POINTS)
FOUND = (PointFinding(Finding.COVERED, "words"), PointFinding(Finding.NOT_FOUND), PointFinding(Finding.UNSURE, "w"))
CLAIM = Claim(1, WORKSPACE, "ana", AT, "basics/question-1", 1, 1, point="Point b", sentence="My words.")


@pytest.mark.parametrize(
    ("score", "points", "most", "expected"),
    [
        (0.25, ("b",), 1.0, 0.75),
        (0.25, ("c",), 1.0, 0.375),
        (0.25, ("b", "c"), 1.0, 0.875),
        (0.9, ("b",), 1.0, 1.0),
        (0.25, ("a",), 1.0, 0.25),
        (0.175, ("b",), 0.7, 0.525),
        (0.6, ("b",), 0.7, 0.7),
    ],
)
def test_points_that_were_said_are_worth_their_weight(
    score: float, points: tuple[str, ...], most: float, expected: float
) -> None:
    said = {f"Point {name}": "My words." for name in points}

    judged = with_points(ASKED, Judgement(score, FOUND, ""), said, most=most)

    assert judged.score == expected
    assert [one.finding is Finding.COVERED for one in judged.findings] == [
        name in {"a", *points} for name in ("a", "b", "c")
    ]


def test_what_a_point_has_earned_already_is_not_earned_again() -> None:
    found = (*FOUND[:1], replace(FOUND[1], credit=0.25), replace(FOUND[2], credit=0.6))
    both = {f"Point {name}": "My words." for name in ("b", "c")}

    # a counts whole, a quarter of b's two and six tenths of c: 2.1 of 4.
    assert with_points(ASKED, Judgement(0.525, found, ""), both).score == 1.0
    assert with_points(ASKED, Judgement(0.525, found, ""), {"Point b": "My words."}).score == 0.9


def test_claim_never_lowers_a_score() -> None:
    assert with_points(ASKED, Judgement(0.8, FOUND, ""), {"Point b": ""}, most=0.7).score == 0.8


def test_of_a_question_that_needs_some_of_its_points_each_is_worth_more() -> None:
    asked = replace(ASKED, at_least=2)

    assert with_points(asked, Judgement(0.3333, FOUND, ""), {"Point c": ""}).score == 0.5


def test_unmet_are_points_that_were_not_recognised_while_there_is_something_to_win() -> None:
    assert unmet(ASKED, Judgement(0.25, FOUND, "")) == (1, 2)
    assert [unmet(ASKED, one) for one in (None, Judgement(1.0, FOUND, ""), Judgement(0.996, FOUND, ""))] == [()] * 3
    assert [unmet(ASKED, Judgement(score, (), "")) for score in (0.2, None)] == [(), ()]
    assert claimable(ASKED, Judgement(0.25, FOUND, ""), [replace(CLAIM, accepted=False)]) == (2,)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("First of all. The queue absorbs a burst! And then some.", "The queue absorbs a burst!"),
        ("one line\nbursts go\nabsorbs in a QUEUE", "absorbs in a QUEUE"),
        ("Nothing in common here.", "Nothing in common here."),
        ("", ""),
    ],
)
def test_nearest_sentence(answer: str, sentence: str) -> None:
    assert nearest_sentence(answer, KeyPoint("A queue absorbs bursts", alt=("buffer the burst",))) == sentence


def test_words_that_only_join_others_make_no_sentence_the_nearest() -> None:
    answer = "And this is for them. It takes a queue."

    assert nearest_sentence(answer, KeyPoint("A queue is for them and this burst")) == "It takes a queue."


def test_without_a_word_in_common_it_is_what_the_grader_took_for_no_other_point() -> None:
    covered, missed = PointFinding(Finding.COVERED, "… One two. three four."), PointFinding(Finding.NOT_FOUND)
    answer, point = "One two. Five six. Three four.\nSeven.", KeyPoint("A queue absorbs bursts")

    assert nearest_sentence(answer, point, Judgement(0.5, (covered, missed), "")) == "Five six. Seven."
    assert nearest_sentence(answer, point, Judgement(0.5, (missed,), "")) == answer
    assert nearest_sentence("One two.", point, Judgement(0.5, (covered,), "")) == "One two."


def test_long_answer_without_a_word_in_common_is_not_quoted_whole() -> None:
    assert len(nearest_sentence("word " * 5000, KeyPoint("A queue absorbs bursts")).split()) == 61


def test_alike_are_as_many_as_somebody_reads() -> None:
    claims = [replace(CLAIM, id=number, sentence=f"  Words {number // 2}. ".upper()) for number in range(1, 10)]

    assert [claim.id for claim in alike(claims, 2)] == [1, 2, 3]
    assert alike(claims, 9) == claims
