from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.question import Choice
from bot.packs.folder import LoadedPack
from bot.packs.rules.choices import choice_count, outstanding_length, telling_length, telling_position, without_why
from tests.packs.rules.questions import CHOICES, QUESTION, found, loaded, reasons


def with_right_at(positions: Sequence[int], length: int = 4) -> LoadedPack:
    """Give a pack with a question per position of the right choice, which has that many letters; the wrong have 4."""
    return loaded(
        *(
            replace(
                QUESTION,
                id=f"q{number}",
                choices=tuple(Choice("x" * (length if at == right else 4), right=at == right) for at in range(4)),
            )
            for number, right in enumerate(positions)
        ),
        replace(QUESTION, id="open", choices=()),
    )


@pytest.mark.parametrize("count", [0, 4, 6])
def test_good_number_of_choices(count: int) -> None:
    assert found(choice_count, choices=(CHOICES[:1] * count)) == []


@pytest.mark.parametrize("count", [3, 7])
def test_too_few_or_too_many_choices(count: int) -> None:
    expected = [f"standby: choices: has {count} entries; 4 to 6 are good"]

    assert found(choice_count, choices=(CHOICES[:1] * count)) == expected


def test_choice_without_why() -> None:
    choices = (*CHOICES[:3], replace(CHOICES[3], why=""))

    assert found(without_why, choices=choices) == ["standby: choices[4].why: is missing"]


def test_choices_with_why() -> None:
    assert found(without_why) == []


@pytest.mark.parametrize(
    ("length", "expected"),
    [(135, []), (136, ["standby: choices[2].text: is right and 1.36 times as long as the wrong ones"])],
)
def test_length_of_the_right_choice(length: int, expected: list[str]) -> None:
    choices = (Choice("x" * 100), Choice("x" * length, right=True), Choice("x" * 120), Choice("x" * 80))

    assert found(outstanding_length, choices=choices) == expected


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([0] * 8 + [1] * 8 + [2, 3, 3, 3], []),
        ([0] * 8 + [1] * 9 + [3] * 3, ["pack.yaml: in 9 of 20 questions with choices number 2 is right"]),
        ([0] * 19, []),
        ([], []),
    ],
)
def test_position_of_the_right_choice(positions: list[int], expected: list[str]) -> None:
    assert reasons(telling_position(with_right_at(positions))) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (3, ["pack.yaml: in 20 of 20 questions with choices the shortest is right"]),
        (4, []),
        (5, ["pack.yaml: in 20 of 20 questions with choices the longest is right"]),
    ],
)
def test_longest_and_shortest_choice(length: int, expected: list[str]) -> None:
    assert reasons(telling_length(with_right_at([0] * 20, length))) == expected
