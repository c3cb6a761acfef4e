"""What counts as said of a key point: its own numbers and names, in a passage that says nothing else."""

from dataclasses import replace

import pytest

from bot.domain.grading import Finding
from bot.domain.question import KeyPoint, Question
from tests.grading.graders import BOTH, grader
from tests.worlds.builders import question

pytestmark = pytest.mark.repeats

BALANCERS = replace(
    question(),
    prompt="Which load balancer do you take for web services, and which for partners who allow-list addresses?",
    key_points=(
        KeyPoint("The ALB routes requests by path or host.", label="ALB by path"),
        KeyPoint("The NLB has static addresses, one for each zone.", label="Static addresses"),
    ),
)
LIMITS = replace(
    question(),
    prompt="Why does the nightly export never finish in Lambda?",
    key_points=(
        KeyPoint("A Lambda function is stopped after 15 minutes.", label="Time limit"),
        KeyPoint("A container task in ECS has no such limit.", label="Container instead"),
    ),
)


def found(name: str, asked: Question, answer: str) -> list[Finding]:
    return [one.finding for one in grader(name).grade(asked, answer).findings]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("limit", ["15 minutes", "900 seconds", "fifteen minutes"])
def test_equal_number_counts_in_any_unit(name: str, limit: str) -> None:
    assert found(name, LIMITS, f"A Lambda function is stopped after {limit}.")[0] is Finding.COVERED


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("limit", ["5 minutes", "an hour", "60 seconds"])
def test_another_number_of_the_unit_is_not_found(name: str, limit: str) -> None:
    assert found(name, LIMITS, f"A Lambda function is stopped after {limit}.")[0] is Finding.NOT_FOUND


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    "swapped", ["The NLB routes requests by path or host.", "The ALB has static addresses, one for each zone."]
)
def test_what_is_said_of_another_name_is_not_found(name: str, swapped: str) -> None:
    assert found(name, BALANCERS, swapped) == [Finding.NOT_FOUND, Finding.NOT_FOUND]


@pytest.mark.parametrize("name", BOTH)
def test_who_exchanges_two_names_earns_little(name: str) -> None:
    swapped = "The NLB routes requests by path or host. The ALB has static addresses, one for each zone."

    assert (grader(name).grade(BALANCERS, swapped).score or 0) <= 0.2


@pytest.mark.parametrize("name", BOTH)
def test_names_may_be_written_out(name: str) -> None:
    first = "An application load balancer routes requests by path or host."
    second = "A network load balancer has static addresses, one for each zone."

    assert found(name, BALANCERS, f"{first} {second}") == [Finding.COVERED, Finding.COVERED]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("mark", ["", ".", "!", "\n", " …"])
def test_marks_at_the_end_change_nothing(name: str, mark: str) -> None:
    terse = "exp backoff + jitter, max attempts low, retry in 1 place only, cap concurrency"

    assert grader(name).grade(LIMITS, terse + mark).score == grader(name).grade(LIMITS, terse).score
