"""What holds up a grader: it reads as much as a person would, and copies are found without comparing all with all."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answers import Answer
from bot.domain.grading import Judgement
from bot.domain.judging.copies import copies
from bot.domain.judging.excerpt import excerpt, note_of
from bot.domain.judging.guards import is_copy
from bot.services.rounds.judging import judged
from tests.grading.graders import grader
from tests.growth import seconds
from tests.worlds.builders import question

pytestmark = pytest.mark.repeats

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def reply(number: int, text: str) -> Answer:
    at = NINE + timedelta(seconds=number)
    return Answer(f"m{number:05}", text, (str(number),), at, at)


def compared_with_each(replies: list[Answer]) -> set[str]:
    """Find copies as they are defined: each answer against each earlier one."""
    return {
        later.member
        for place, later in enumerate(replies)
        if any(is_copy(later.text, earlier.text) for earlier in replies[:place])
    }


def found(replies: list[Answer]) -> set[str]:
    return set(copies(replies, {one.member: Judgement(0.8, (), "Fine.") for one in replies}))


WORDS = tuple(f"word{number}" for number in range(20))


@st.composite
def rounds(draw: st.DrawFn) -> list[Answer]:
    """Give answers of which many are earlier ones, changed a little, cut or joined."""
    dice = draw(st.randoms(use_true_random=False))
    texts: list[list[str]] = []
    for _ in range(draw(st.integers(2, 25))):
        if texts and dice.random() < 0.7:
            base = list(dice.choice(texts)) + (list(dice.choice(texts)) if dice.random() < 0.2 else [])
            for _change in range(dice.randrange(4)):
                base[dice.randrange(len(base))] = dice.choice(WORDS)
            start = dice.randrange(3)
            texts.append(base[start : len(base) - dice.randrange(3)] or base)
        else:
            texts.append([dice.choice(WORDS) for _ in range(dice.randrange(5, 40))])
    return [reply(number, " ".join(words)) for number, words in enumerate(texts)]


@given(rounds())
def test_copies_are_those_that_a_comparison_of_all_with_all_finds(replies: list[Answer]) -> None:
    assert found(replies) == compared_with_each(replies)


def test_same_copies_in_a_large_round_with_a_template() -> None:
    dice = random.Random(1)
    template = [dice.choice(WORDS) + str(dice.randrange(30)) for _ in range(30)]
    replies = []
    for number in range(300):
        own = [dice.choice(WORDS) + str(dice.randrange(500)) for _ in range(dice.randrange(0, 20))]
        replies.append(reply(number, " ".join(template[: dice.randrange(10, 31)] + own)))

    assert found(replies) == compared_with_each(replies)


def quoting(count: int) -> list[Answer]:
    """Give answers that all quote the same, and say so much of their own that none is a copy."""
    shared = " ".join(f"quoted{number}" for number in range(20))
    return [reply(n, f"{shared} {' '.join(f'own{n}x{word}' for word in range(10))}") for n in range(count)]


def test_four_times_as_many_answers_take_about_four_times_as_long_to_compare() -> None:
    few, many = quoting(400), quoting(1600)

    assert (found(few), found(many)) == (set(), set())
    assert seconds(lambda: found(many)) < 9 * seconds(lambda: found(few))


def test_answer_beyond_what_is_read_costs_no_more_and_its_reader_is_told() -> None:
    asked, judge = question(), grader("lexical")
    whole = " ".join(f"word{number}" for number in range(600))
    long, longer = f"{whole} more", f"{whole} {'more and more ' * 3000}"

    assert judged(judge, asked, whole).reason == judge.grade(asked, whole).reason
    assert judged(judge, asked, longer) == judged(judge, asked, long)
    assert judged(judge, asked, long).reason.endswith(". Only the first 600 words were graded.")
    assert seconds(lambda: judged(judge, asked, longer)) < 3 * seconds(lambda: judged(judge, asked, long))


def test_excerpt_ends_with_a_word_or_where_nobody_would_read_on() -> None:
    assert [excerpt(text) for text in ("", " a\nb ", "a " * 600)] == ["", " a\nb ", "a " * 600]
    assert excerpt("a\n" * 601) == "a\n" * 599 + "a"
    assert [len(excerpt("x" * size)) for size in (8_000, 8_001)] == [8_000, 8_000]
    assert [note_of(text) for text in ("a " * 600, "a " * 601, "x" * 8_001)] == [
        "",
        "Only the first 600 words were graded.",
        "Only the first 8000 characters were graded.",
    ]
