"""Names as rubrics and people write them, and key points with their names exchanged."""

import pytest

from adapters.grading.aligned.swaps import swapped
from adapters.grading.text.names import names, stands_in
from bot.domain.question import KeyPoint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An Application Load Balancer or NLB", {"alb", "nlb"}),
        ("Amazon S3, DynamoDB and two ACLs", {"s3", "dynamodb", "acl"}),
        ("Require IMDSv2 there", {"imdsv2"}),
        ("CloudTrail shows AssumeRole", {"cloudtrail"}),
        ("Lambda retries it. Then nothing.", set()),
    ],
)
def test_names_have_one_spelling(text: str, found: set[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("name", "text", "is_there"),
    [
        ("nlb", "NLB for the feed", True),
        ("nlb", "a network load balancer for the feed", True),
        ("nacl", "the ACL drops it", True),
        ("sg", "security groups are stateful", True),
        ("nlb", "the ALB routes by path", False),
        ("s3", "some 3 zones", False),
    ],
)
def test_name_stands_in_a_text_in_any_spelling(name: str, text: str, *, is_there: bool) -> None:
    assert stands_in(name, text) is is_there


def test_what_is_said_of_one_name_is_said_of_the_others() -> None:
    points = [
        KeyPoint("The ALB routes by path."),
        KeyPoint("The NLB has static addresses."),
        KeyPoint("Both stand in several zones."),
        KeyPoint("An ALB differs from an NLB."),
    ]

    assert swapped(points) == [("The NLB routes by path.",), ("The ALB has static addresses.",), (), ()]
