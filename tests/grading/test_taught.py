"""What accepted claims teach, by the answers of several hands."""

from statistics import fmean

import pytest

from tests.content.shipped import shipped_pack
from tests.grading.authors import AUTHORS, answers_of
from tests.grading.graders import BOTH, grader
from tests.grading.taught import claimed, taught

#: Each was answered by two authors.
_QUESTIONS = (
    "lambda-retry-storm",
    "security-groups-versus-nacls",
    "third-party-cross-account-role",
    "data-lake-design",
)
_RIGHT = 0.75


def scores(name: str, question: str) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Give by kind the scores of other authors' answers, before and after all claims of somebody were accepted.

    The kind "claimed" has the answers of which they were made.
    """
    asked, grades = shipped_pack().pack.by_ref[f"aws/{question}"], grader(name).grade
    given = [one for author in AUTHORS for one in answers_of(author) if one.question == question]
    before: dict[str, list[float]] = {}
    after: dict[str, list[float]] = {}
    for source in [one for one in given if one.kind == "in other words"]:
        learnt = taught(asked, claimed(asked, grades(asked, source.answer), source.answer))
        others = [one for one in given if one.author != source.author]
        for kind, answer in [("claimed", source.answer), *((one.kind, one.answer) for one in others)]:
            before.setdefault(kind, []).append(grades(asked, answer).score or 0.0)
            after.setdefault(kind, []).append(grades(learnt, answer).score or 0.0)
    return before, after


@pytest.mark.repeats
@pytest.mark.parametrize("name", BOTH)
def test_accepted_claims_help_right_answers_and_no_wrong_ones(name: str) -> None:
    found = [scores(name, question) for question in _QUESTIONS]
    before, after = (
        {kind: fmean(score for one in side for score in one[kind]) for kind in side[0]}
        for side in zip(*found, strict=True)
    )

    assert before["claimed"] < _RIGHT <= after["claimed"]
    assert after["in other words"] > before["in other words"] + 0.2
    for kind in ("terse", "good", "slang"):
        assert after[kind] > before[kind] - 0.02
    for kind in ("misconception", "wrong turn", "vague", "off topic"):
        assert after[kind] < before[kind] + 0.02
