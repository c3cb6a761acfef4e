"""Numbers with units: equal ones in other words, and others of the same unit."""

import pytest

from adapters.grading.text.quantities import contradict, quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("times out after 15 minutes", {("time", 900)}),
        ("after 900 s, or fifteen minutes", {("time", 900)}),
        ("a 15-minute limit and 10,240 MB", {("time", 900), ("size", 10_240 * 2**20)}),
        ("1.25 Gbps a tunnel", {("rate", 1.25e9)}),
        ("keeps 99.9 % or 99,9%", {("share", 99.9)}),
        ("an hour", {("time", 3600)}),
        ("EC2, S3 and IPv4 in 3 zones", set()),
        ("version 2.5, 15minutesque", set()),
    ],
)
def test_numbers_are_read_with_their_units(text: str, found: set[tuple[str, float]]) -> None:
    assert quantities(text) == found


@pytest.mark.parametrize(
    ("stated", "said", "is_contradicted"),
    [
        ("after 15 minutes", "after 5 minutes", True),
        ("after 15 minutes", "after 900 seconds", False),
        ("15 minutes", "10 GB", False),
        ("one hour or 2 hours", "an hour", False),
        ("15 minutes", "at once", False),
    ],
)
def test_another_number_of_a_unit_contradicts_where_none_is_equal(
    stated: str, said: str, *, is_contradicted: bool
) -> None:
    assert contradict(quantities(stated), quantities(said)) is is_contradicted
