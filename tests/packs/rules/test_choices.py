from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.question import Choice
from bot.packs.folder import LoadedPack
from bot.packs.rules.choices import choice_count, outstanding_length, telling_length, telling_position, without_why
from tests.packs.rules.questions import CHOICES, QUESTION, found, loaded, reasons


def with_right_at(positions: Sequence[int]) -> LoadedPack:
    """Give a pack with a question per position of the right choice; all choices are of one length."""
    return with_choices([[Choice("x" * 4, right=at == right) for at in range(4)] for right in positions])


def with_lengths(lengths: Sequence[int]) -> LoadedPack:
    """Give a pack with a question per length of the right choice; the wrong ones have 3, 4 and 5 letters."""
    wrong = [Choice("x" * length) for length in (3, 4, 5)]
    return with_choices([[Choice("x" * length, right=True), *wrong] for length in lengths])


def with_choices(choices: Sequence[Sequence[Choice]]) -> LoadedPack:
    """Give a pack with a question per list of choices, and one without any."""
    questions = [replace(QUESTION, id=f"q{number}", choices=tuple(one)) for number, one in enumerate(choices)]
    return loaded(*questions, replace(QUESTION, id="open", choices=()))


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
        ([0] * 8 + [1] * 8 + [2, 2, 3, 3], []),
        (
            [0] * 9 + [1] * 8 + [2, 3, 3],
            [
                "pack.yaml: choice number 1 is right in 9 of 20 questions; 10% to 40% are good",
                "pack.yaml: choice number 3 is right in 1 of 20 questions; 10% to 40% are good",
            ],
        ),
        ([0] * 19, []),
        ([], []),
    ],
)
def test_position_of_the_right_choice(positions: list[int], expected: list[str]) -> None:
    assert reasons(telling_position(with_right_at(positions))) == expected


def test_position_that_few_questions_have() -> None:
    even = with_right_at([0, 1, 2, 3] * 5)
    one_more = replace(QUESTION, id="five", choices=(*CHOICES, Choice("A standby on a shelf")))

    assert reasons(telling_position(loaded(*even.pack.questions, one_more))) == []


@pytest.mark.parametrize(
    ("longest", "shortest", "expected"),
    [
        (2, 2, []),
        (8, 8, []),
        (1, 8, ["pack.yaml: the longest choice is right in 1 of 20 questions; 10% to 40% are good"]),
        (9, 2, ["pack.yaml: the longest choice is right in 9 of 20 questions; 10% to 40% are good"]),
        (8, 1, ["pack.yaml: the shortest choice is right in 1 of 20 questions; 10% to 40% are good"]),
        (2, 9, ["pack.yaml: the shortest choice is right in 9 of 20 questions; 10% to 40% are good"]),
    ],
)
def test_longest_and_shortest_choice(longest: int, shortest: int, expected: list[str]) -> None:
    lengths = [6] * longest + [2] * shortest + [4] * (20 - longest - shortest)

    assert reasons(telling_length(with_lengths(lengths))) == expected


def test_longest_and_shortest_choice_where_none_stands_out() -> None:
    assert reasons(telling_length(with_right_at([0] * 20))) == []


def test_longest_and_shortest_choice_of_few_questions() -> None:
    assert reasons(telling_length(with_lengths([6] * 19))) == []
