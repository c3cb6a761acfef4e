"""Answering by choosing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.practice.options import is_single, judged, letters_of, picked_texts, shuffled, toggled
from bot.domain.question import Choice
from tests.worlds.builders import question

SINGLE = (Choice("one", right=True), Choice("two"), Choice("three"), Choice("four"))
SEVERAL = (Choice("one", right=True), Choice("two", right=True), Choice("three"), Choice("four"))


def test_order_is_the_same_each_time_and_differs_between_members() -> None:
    asked = question(choices=SINGLE)
    orders = {tuple(option.text for option in shuffled(asked, f"member {number}")) for number in range(40)}

    assert shuffled(asked, "ana") == shuffled(asked, "ana")
    assert sorted(shuffled(asked, "ana"), key=SINGLE.index) == list(SINGLE)
    assert len(orders) > 10


def test_right_one_comes_in_every_place() -> None:
    places = {shuffled(question(choices=SINGLE), str(seed)).index(SINGLE[0]) for seed in range(60)}

    assert places == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("options", "picked", "score", "reason"),
    [
        (SINGLE, "a", 1, "1 of 1 right choice found."),
        (SINGLE, "b", 0, "0 of 1 right choice found, 1 wrong one picked."),
        (SEVERAL, "ab", 1, "2 of 2 right choices found."),
        (SEVERAL, "a", 0.5, "1 of 2 right choices found."),
        (SEVERAL, "abc", 0.5, "2 of 2 right choices found, 1 wrong one picked."),
        (SEVERAL, "abcd", 0, "2 of 2 right choices found, 2 wrong ones picked."),
        ((), "", 0, "0 of 0 right choices found."),
    ],
)
def test_judged(options: tuple[Choice, ...], picked: str, score: float, reason: str) -> None:
    judgement = judged(options, picked)

    assert (judgement.score, judgement.findings, judgement.reason) == (score, (), reason)


def test_single_letters_and_texts() -> None:
    assert (is_single(SINGLE), is_single(SEVERAL)) == (True, False)
    assert letters_of(SINGLE) == "abcd"
    assert picked_texts(SEVERAL, "ac") == "one; three"


@given(st.text("abcd", max_size=8))
def test_toggling_keeps_what_was_pressed_an_odd_number_of_times(presses: str) -> None:
    picked = ""
    for letter in presses:
        picked = toggled(picked, letter)

    assert picked == "".join(letter for letter in "abcd" if presses.count(letter) % 2)
