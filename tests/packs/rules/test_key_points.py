from dataclasses import replace

import pytest

from bot.packs.rules.key_points import (
    contrary_to_itself,
    key_point_count,
    repeated_key_points,
    without_contrary,
    wording_count,
)
from tests.packs.rules.questions import POINTS, found

POINT = POINTS[0]


@pytest.mark.parametrize("count", [4, 7])
def test_good_number_of_points(count: int) -> None:
    assert found(key_point_count, key_points=(POINT,) * count) == []


@pytest.mark.parametrize("count", [3, 8])
def test_too_few_or_too_many_points(count: int) -> None:
    expected = [f"standby: key_points: has {count} entries; 4 to 7 are good"]

    assert found(key_point_count, key_points=(POINT,) * count) == expected


@pytest.mark.parametrize("alt", [("a", "b"), ("a", "b", "c")])
def test_good_number_of_wordings(alt: tuple[str, ...]) -> None:
    assert found(wording_count, key_points=(replace(POINT, alt=alt),)) == []


@pytest.mark.parametrize(("alt", "number"), [(("a",), "1 entry"), (("a", "b", "c", "d"), "4 entries")])
def test_too_few_or_too_many_wordings(alt: tuple[str, ...], number: str) -> None:
    expected = [f"standby: key_points[1].alt: has {number}; 2 or 3 are good"]

    assert found(wording_count, key_points=(replace(POINT, alt=alt),)) == expected


def test_contrary_missing() -> None:
    points = (POINT, replace(POINT, contrary=()))

    assert found(without_contrary, key_points=points) == ["standby: key_points[2].contrary: is missing"]


def test_contrary_present() -> None:
    assert found(without_contrary) == []


def test_point_repeated() -> None:
    points = (POINT, replace(POINT, text=POINT.text.upper()))

    assert found(repeated_key_points, key_points=points) == [
        "standby: key_points[2].text: says the same as an earlier key point"
    ]


def test_points_that_differ() -> None:
    assert found(repeated_key_points) == []


def test_contrary_that_is_a_wording() -> None:
    points = (replace(POINT, contrary=("nobody", "Replica steps in")),)

    assert found(contrary_to_itself, key_points=points) == [
        "standby: key_points[1].contrary[2]: is also given as right"
    ]


def test_contrary_that_differs() -> None:
    assert found(contrary_to_itself) == []
