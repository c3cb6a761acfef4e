"""Answering by choosing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.judging.options import (
    Choosing,
    Pick,
    is_single,
    judged,
    judged_quick,
    letters_of,
    lone_letters,
    options_for,
    picked_texts,
    shuffled,
    toggled,
)
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b", "b"),
        ("B)", "b"),
        ("(c)", "c"),
        (" *d*. ", "d"),
        ("a, c", "ac"),
        ("C and a", "ac"),
        ("a c", "ac"),
        ("a+b+a", "ab"),
        ("", ""),
        ("i", ""),
        ("b?", ""),
        ("b because", ""),
        ("I take b", ""),
        ("ab", ""),
        ("a " * 40, ""),
    ],
)
def test_letters_alone_are_a_choice(text: str, expected: str) -> None:
    assert lone_letters(text) == expected


@given(st.frozensets(st.integers(0, 7)), st.text(st.characters(exclude_characters="\n")))
def test_a_pick_is_read_as_it_was_written(places: frozenset[int], why: str) -> None:
    assert Pick.read(Pick(places, why).write()) == Pick(places, why)


@given(st.text("ab", min_size=1), st.frozensets(st.integers(0, 3)))
def test_letters_name_the_same_choices_as_the_member_sees_them(member: str, places: frozenset[int]) -> None:
    asked = question(choices=SEVERAL)
    choosing = Choosing(asked, "console:1", takes_words=True)
    letters = choosing.letters(member, places)

    options = options_for(asked, "console:1", member)
    shown = [options["abcd".index(letter)] for letter in letters]

    assert {SEVERAL.index(one) for one in shown} == places == choosing.places(member, letters)


@pytest.mark.parametrize(
    ("text", "single", "several"),
    [("b", "b", "b"), ("a, c", None, "ac"), ("e", "", ""), ("a, e", None, "a"), ("lamps", None, None)],
)
def test_several_letters_are_a_choice_only_where_several_are_right(
    text: str, single: str | None, several: str | None
) -> None:
    typed = [Choosing(question(choices=one), "w", takes_words=True).typed(text) for one in (SINGLE, SEVERAL)]

    assert typed == [single, several]


@pytest.mark.parametrize(
    ("could_be_words", "points", "expected"), [(True, True, 0.5), (False, True, 1), (True, False, 1)]
)
def test_half_is_earned_where_words_could_have_met_points(could_be_words: bool, points: bool, expected: float) -> None:
    asked = question(choices=SEVERAL)
    asked = asked if points else replace(asked, key_points=())

    judgement = judged_quick(asked, (0, 1), could_be_words=could_be_words)

    assert judgement.score == expected
    assert ("earns half" in judgement.reason) is (expected < 1)
