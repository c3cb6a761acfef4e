from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.grading.lexical import KeyPointsGrader
from adapters.grading.participation import ParticipationGrader
from bot.domain.grading import Finding, Judgement
from bot.domain.question import KeyPoint, Question
from bot.ports.grader import Grader
from tests.builders import question

COVERED, UNSURE, NOT_FOUND = Finding.COVERED, Finding.UNSURE, Finding.NOT_FOUND

STANDBY = replace(
    question(),
    prompt="Your database runs in a Multi-AZ deployment. What happens when the primary fails?",
    key_points=(
        KeyPoint(
            "A synchronous standby copy waits in another zone.",
            alt=("each commit is mirrored elsewhere first",),
            contrary=("the standby lags behind by asynchronous replication",),
            weight=2,
        ),
        KeyPoint(
            "The endpoint keeps its name, and its DNS record moves to the standby.",
            alt=("CNAME flips to the other machine", "clients resolve the same hostname again"),
            contrary=("edit the connection string to the new hostname",),
        ),
        KeyPoint(
            "The standby serves no reads until it takes over.",
            alt=("standby is never queryable, add read replicas",),
            contrary=("the standby serves reads meanwhile",),
        ),
    ),
)


def findings(answer: str, asked: Question = STANDBY) -> tuple[Finding, ...]:
    return tuple(found.finding for found in KeyPointsGrader().grade(asked, answer).findings)


def grade(answer: str, asked: Question = STANDBY) -> Judgement:
    return KeyPointsGrader().grade(asked, answer)


def test_participation_gives_no_score() -> None:
    grader: Grader = ParticipationGrader()

    assert grader.name == "participation"
    assert grader.grade(STANDBY, "Anything.") == Judgement(None, (), "Taking part counts.")


def test_keypoints_has_its_name() -> None:
    grader: Grader = KeyPointsGrader()

    assert grader.name == "keypoints"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("A synchronous standby copy waits in another zone.", (COVERED, NOT_FOUND, NOT_FOUND)),
        ("EACH COMMIT IS MIRRORED ELSEWHERE FIRST", (COVERED, NOT_FOUND, NOT_FOUND)),
        ("There is a synchronous copy. It waits, in another zone.", (COVERED, NOT_FOUND, NOT_FOUND)),
        ("The standby copy waits there.", (UNSURE, NOT_FOUND, NOT_FOUND)),
        ("Commits are mirrored somewhere.", (NOT_FOUND, NOT_FOUND, NOT_FOUND)),
        ("the cname flips to another machine", (NOT_FOUND, COVERED, NOT_FOUND)),
        ("Synchronous is the standby copy that waits; CNAME flips to the machine.", (COVERED, COVERED, NOT_FOUND)),
        # The other way round.
        ("the standby lags behind by asynchronous replication", (NOT_FOUND, NOT_FOUND, NOT_FOUND)),
        ("you must edit the connection string to a new hostname", (NOT_FOUND, NOT_FOUND, NOT_FOUND)),
        # One side negates it.
        ("no synchronous standby copy waits in another zone", (NOT_FOUND, NOT_FOUND, NOT_FOUND)),
        ("standby never serves reads until it takes over", (NOT_FOUND, NOT_FOUND, COVERED)),
        ("standby serves reads until it takes over", (NOT_FOUND, NOT_FOUND, NOT_FOUND)),
        ("clients don't resolve the same hostname again", (NOT_FOUND, NOT_FOUND, NOT_FOUND)),
    ],
)
def test_keypoints_finds_what_is_said(answer: str, expected: tuple[Finding, ...]) -> None:
    assert findings(answer) == expected


NOTHING = [
    "",
    "   \n",
    "👍🎉",
    "\u202e\u200b\u0000",
    "שלום עולם",
    "=HYPERLINK(1)",
    "@everyone <!channel>",
    "I do not know.",
]


@pytest.mark.parametrize("answer", [*NOTHING, STANDBY.prompt, STANDBY.prompt * 3])
def test_keypoints_of_an_answer_that_says_nothing(answer: str) -> None:
    assert grade(answer).score == 0.0
    assert [(found.finding, found.evidence) for found in grade(answer).findings] == [(NOT_FOUND, "")] * 3


def test_keypoints_does_not_gather_a_statement_from_all_over_a_long_text() -> None:
    filler = "Turtles walk slowly over green hills under yellow stars near silent lakes with many wild birds. " * 2

    scattered = f"synchronous {filler} standby {filler} copy {filler} waits {filler} zone"

    assert findings(scattered) == (NOT_FOUND,) * 3


def test_keypoints_finds_a_statement_within_a_long_text() -> None:
    filler = "Turtles walk slowly over green hills under yellow stars near silent lakes with many wild birds. " * 20

    assert findings(filler + "The CNAME flips to the other machine. " + filler) == (NOT_FOUND, COVERED, NOT_FOUND)


@pytest.mark.parametrize(
    ("at_least", "weights", "expected"),
    [
        (None, (2, 1, 1), 0.5),
        (None, (1, 1, 1), 0.3333),
        (2, (2, 1, 1), 0.6667),
        (1, (2, 1, 1), 1.0),
        (1, (1, 4, 1), 0.25),
        (1, (5, 0.5, 1), 1.0),
    ],
)
def test_keypoints_scores_by_weight(at_least: int | None, weights: tuple[float, ...], expected: float) -> None:
    points = tuple(replace(p, weight=w) for p, w in zip(STANDBY.key_points, weights, strict=True))

    judged = grade("each commit is mirrored elsewhere first", replace(STANDBY, key_points=points, at_least=at_least))

    assert judged.score == expected


def test_keypoints_counts_an_unsure_point_half_and_more_than_enough_as_full() -> None:
    unsure = grade("The standby copy waits there.")
    full = grade("\n".join(point.text for point in STANDBY.key_points), replace(STANDBY, at_least=1))

    assert (unsure.score, full.score) == (0.25, 1.0)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("\n".join(point.text for point in STANDBY.key_points), "3 of 3 key points found."),
        (
            "The standby copy waits there. CNAME flips to the other machine",
            "1 of 3 key points found, 1 unsure.",
        ),
        (
            "each commit is mirrored elsewhere first",
            "1 of 3 key points found.",
        ),
    ],
)
def test_keypoints_gives_its_reason(answer: str, expected: str) -> None:
    assert grade(answer).reason == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Well.  The CNAME\tflips to the other machine! Bye.", "The CNAME flips to the other machine!"),
        ("first line\nthe CNAME flips to the other machine\nlast line", "the CNAME flips to the other machine"),
        ("The CNAME flips. To another machine. More.", "The CNAME flips. To another machine."),
        ("a " * 60 + "CNAME flips to the other machine", "CNAME flips to the other machine"),
        (
            "CNAME flips to the other machine " + "words " * 60,
            "CNAME flips to the other machine" + " words" * 27 + " …",
        ),
    ],
)
def test_keypoints_quotes_the_sentences_that_say_it(answer: str, expected: str) -> None:
    assert grade(answer).findings[1].evidence == expected
    assert len(expected) <= 200


def test_keypoints_knows_names_written_together_and_apart() -> None:
    point = KeyPoint(
        "Gateway traffic stays on PrivateLink and DynamoDB.", contrary=("it leaves over public addresses",)
    )
    asked = replace(question(), key_points=(point,))

    for answer in ("gateway traffic: privatelink, dynamodb", "Gateway traffic over Private Link and Dynamo DB"):
        assert findings(answer, asked) == (COVERED,)


def test_keypoints_never_finds_a_point_that_only_repeats_the_prompt() -> None:
    asked = replace(STANDBY, key_points=(KeyPoint("The primary database fails."),))

    assert findings("The primary database fails.", asked) == (NOT_FOUND,)


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_keypoints_judges_any_text_alike_and_within_bounds(answer: str) -> None:
    judged = grade(answer)

    assert judged == KeyPointsGrader().grade(STANDBY, answer)
    assert judged.score is not None
    assert 0.0 <= judged.score <= 1.0
    assert all(len(found.evidence) <= 200 for found in judged.findings)
