from dataclasses import replace

import pytest

from bot.domain.question import KeyPoint
from bot.packs.rules.likeness import likeness, near_duplicate_key_points, near_duplicate_prompts, word_stems
from tests.packs.rules.questions import QUESTION, found, loaded, reasons


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("one two three changes five six?", ["b: prompt: asks nearly the same as “a”"]),
        ("one two three seven eight nine?", []),
    ],
)
def test_prompts_that_are_alike_and_not(other: str, expected: list[str]) -> None:
    first = replace(QUESTION, id="a", prompt="one two three changing five six?")

    assert reasons(near_duplicate_prompts(loaded(first, replace(QUESTION, id="b", prompt=other)))) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("Five six ones two threes.", ["standby: key_points[3].text: says nearly the same as key point 1"]),
        ("One two three seven eight nine.", []),
    ],
)
def test_points_that_are_alike_and_not(other: str, expected: list[str]) -> None:
    points = (KeyPoint("One two three four five six."), KeyPoint("Seven."), KeyPoint(other))

    assert found(near_duplicate_key_points, key_points=points) == expected


def test_likeness_at_its_ends() -> None:
    one, other, none = frozenset("ab"), frozenset("cd"), frozenset[str]()

    assert (likeness(one, one), likeness(one, other), likeness(none, none)) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en-GB", {"switch", "off"}), ("de", {"switching", "off"}), ("tlh", {"switching", "off"})],
)
def test_stems_by_language(language: str, expected: set[str]) -> None:
    assert word_stems("Switching OFF!", language) == expected
