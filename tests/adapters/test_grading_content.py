"""The grader on the shipped questions: what the authors wrote must be understood as they meant it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from adapters.grading.lexical import KeyPointsGrader
from bot.domain.grading import Finding
from bot.domain.question import KeyPoint, Question
from bot.packs.folder import read_pack

CONTENT = Path(__file__).parents[2] / "content" / "aws"
GRADER = KeyPointsGrader()


@cache
def questions() -> tuple[Question, ...]:
    return read_pack(CONTENT).pack.questions


def found(question: Question, answer: str, *accepted: Finding) -> Iterator[str]:
    """Name the key points that the grader finds in an answer as one of these."""
    for number, finding in enumerate(GRADER.grade(question, answer).findings):
        if finding.finding in accepted:
            yield f"{question.id}: {question.key_points[number].text}"


def points() -> Iterator[tuple[Question, int, KeyPoint]]:
    for question in questions():
        for number, point in enumerate(question.key_points):
            yield question, number, point


def finding(question: Question, number: int, answer: str) -> Finding:
    return GRADER.grade(question, answer).findings[number].finding


def test_every_wording_alone_meets_its_point() -> None:
    missed = [
        f"{question.id}: {wording}"
        for question, number, point in points()
        for wording in (point.text, *point.alt)
        if finding(question, number, wording) is not Finding.COVERED
    ]

    assert missed == []


def test_no_contrary_alone_meets_its_point() -> None:
    taken = [
        f"{question.id}: {contrary}"
        for question, number, point in points()
        for contrary in point.contrary
        if finding(question, number, contrary) is not Finding.NOT_FOUND
    ]

    assert taken == []


def test_prompts_and_empty_answers_meet_no_point() -> None:
    answers = ("", "🎉", "I have no idea about this one at all, sorry.")

    taken = [
        name
        for question in questions()
        for answer in (question.prompt, *answers)
        for name in found(question, answer, Finding.COVERED, Finding.UNSURE)
    ]

    assert taken == []


def test_model_answers_meet_their_points() -> None:
    missed = [
        name
        for question in questions()
        for name in found(question, question.model_answer, Finding.UNSURE, Finding.NOT_FOUND)
    ]

    assert missed == []


@pytest.mark.parametrize(
    ("name", "answer", "met"),
    [
        (
            "security-groups-versus-nacls",
            "stateful SGs, stateless NACL; ephemeral ports 1024-65535 egress",
            [True, True, True, False, False, False],
        ),
        (
            "security-groups-versus-nacls",
            "Security groups are stateful, NACLs are stateless",
            [True, True, False, False, False, False],
        ),
        (
            "third-party-cross-account-role",
            "It is not a password, the vendor picks it",
            [False, False, False, True, False, False],
        ),
    ],
)
def test_terse_answers_meet_what_they_say(name: str, answer: str, met: list[bool]) -> None:
    [asked] = (question for question in questions() if question.id == name)

    found = GRADER.grade(asked, answer).findings

    assert [one.finding is Finding.COVERED for one in found] == met


def test_model_answers_of_other_topics_meet_no_point() -> None:
    others = [(a, b) for n, a in enumerate(questions()) for b in questions()[n % 5 :: 5]]
    pairs = [(a, b) for a, b in others if not set(a.topics) & set(b.topics)]

    taken = [name for a, b in pairs for name in found(a, b.model_answer, Finding.COVERED)]

    # A fact that two questions share ("S3 is written once and read rarely") is rightly found in the other's answer.
    assert len(taken) <= 0.005 * sum(len(a.key_points) for a, _ in pairs)


def test_a_model_answer_behind_40_000_characters_is_found() -> None:
    question = questions()[0]
    padding = "Nothing of this is to the point. " * 1_200

    alone = KeyPointsGrader().grade(question, question.model_answer)
    padded = KeyPointsGrader().grade(question, padding + question.model_answer)

    assert [f.finding for f in padded.findings] == [f.finding for f in alone.findings]
