"""Which key point a follow-up asks for, and what an answer to it is worth."""

from dataclasses import replace

import pytest

from bot.domain.grading import Finding, Judgement, PointFinding
from bot.domain.practice.probes import probe_of, probe_question, with_probe
from bot.domain.question import KeyPoint
from tests.worlds.builders import question

MET, PERHAPS, NOT = (PointFinding(one) for one in (Finding.COVERED, Finding.UNSURE, Finding.NOT_FOUND))
POINTS = (
    KeyPoint("One.", probe="One?"),
    KeyPoint("Two.", weight=2, probe="Two?"),
    KeyPoint("Three.", weight=3),
    KeyPoint("Four.", weight=2, probe="Four?"),
)
ASKED = question(key_points=POINTS)
ADDED = Judgement(1.0, (PointFinding(Finding.COVERED, "the words"),), "1 of 1 key point found.")


def judged(*findings: PointFinding, score: float | None = 0.25) -> Judgement:
    return Judgement(score, findings, "A reason.")


@pytest.mark.parametrize(
    ("findings", "probe"),
    [
        ((NOT, NOT, NOT, NOT), 1),
        ((NOT, MET, NOT, NOT), 3),
        ((NOT, PERHAPS, NOT, MET), 0),
        ((PointFinding(Finding.NOT_FOUND, differs="two"), MET, NOT, MET), 0),
        ((MET, MET, NOT, MET), None),
        ((), None),
    ],
)
def test_heaviest_point_that_was_not_found_and_has_a_probe(
    findings: tuple[PointFinding, ...], probe: int | None
) -> None:
    assert probe_of(ASKED, judged(*findings)) == probe


@pytest.mark.parametrize("score", [1.0, None])
def test_nothing_is_asked_where_nothing_can_be_gained(score: float | None) -> None:
    assert probe_of(ASKED, judged(MET, NOT, NOT, NOT, score=score)) is None


def test_follow_up_has_its_point_alone_and_both_prompts() -> None:
    asked = probe_question(replace(ASKED, at_least=2), 1)

    assert (asked.prompt, asked.model_answer) == ("What does the archive number 1 keep?\n\nTwo?", "Two.")
    assert (asked.key_points, asked.at_least) == ((POINTS[1],), None)


@pytest.mark.parametrize(
    ("at_least", "score", "is_hinted", "after"),
    [
        # The weights are 1, 2, 3 and 2.
        (None, 0.25, False, 0.375),
        (2, 0.25, False, 0.45),
        (1, 0.9, False, 1.0),
        (None, 0.25, True, 0.3375),
        (1, 0.6, True, 0.7),
    ],
)
def test_what_was_added_counts_half_for_its_point(
    at_least: int | None, score: float, *, is_hinted: bool, after: float
) -> None:
    before = judged(MET, NOT, NOT, NOT, score=score)

    counted = with_probe(replace(ASKED, at_least=at_least), before, 1, ADDED, is_hinted=is_hinted)

    assert counted.score == after
    assert counted.findings == (MET, PointFinding(Finding.COVERED, "the words"), NOT, NOT)
    assert counted.reason == "A reason. What you added counts half."


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (Judgement(0.5, (PERHAPS,), ""), "What you added did not bring another one."),
        (Judgement(0.0, (NOT,), ""), "What you added did not bring another one."),
        (Judgement(None, (), "", problem="ValueError"), "What you added could not be graded."),
    ],
)
def test_what_was_not_found_leaves_the_score(added: Judgement, said: str) -> None:
    before = judged(MET, NOT, NOT, NOT)

    assert with_probe(ASKED, before, 1, added, is_hinted=False) == replace(before, reason=f"A reason. {said}")
