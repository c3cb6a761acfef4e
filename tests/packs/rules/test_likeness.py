from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import KeyPoint
from bot.packs.rules.likeness import MOST_ALIKE, likeness, near_duplicate_key_points, near_duplicate_prompts, word_stems
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
    assert set(word_stems("Switching OFF!", language)) == expected


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=6), max_size=25))
def test_first_text_alike_is_the_one_that_a_comparison_of_all_with_all_finds(texts: list[frozenset[str]]) -> None:
    questions = [replace(QUESTION, id=f"q{n}", prompt=" ".join(sorted(text))) for n, text in enumerate(texts)]
    expected = {
        later: min(alike)
        for later in range(len(texts))
        if (alike := [n for n in range(later) if likeness(texts[n], texts[later]) > MOST_ALIKE])
    }

    assert reasons(near_duplicate_prompts(loaded(*questions))) == [
        f"q{later}: prompt: asks nearly the same as “q{earlier}”" for later, earlier in expected.items()
    ]
