"""How long a reveal is: people read it on phones, and whoever wants more presses for more."""

import re
from dataclasses import replace
from functools import singledispatch

import pytest

from bot.cards.reveal import reveal_card
from bot.domain.card import Block, Card, Facts, Heading, Meter, Quote, Small, Text
from bot.domain.grading import Finding
from bot.domain.question import Choice, KeyPoint, Question
from bot.domain.series import Results
from tests.cards.rounds_of_cards import answer, earned, judgement, played
from tests.worlds.builders import question

MOST, MOST_WITH_BEST = 125, 170
#: A link to the whole answer, which the platform's address is put into when it is sent.
LINK = ("Whole", "answer")
CHOICES = tuple(Choice(f"{number} is a choice of twelve words or so, none of which is short") for number in range(8))


def asked() -> Question:
    points = tuple(KeyPoint(f"Point {n}.", label=f"Four words of {n}") for n in range(5))
    short = " ".join(f"word{n}" for n in range(60))
    title = "A title of six whole words"
    return question(title=title, short_answer=short, key_points=points, model_answer="Long " * 300)


@singledispatch
def said(block: Block) -> str:
    raise TypeError(type(block).__name__)


@said.register
def _text(block: Text) -> str:
    return block.markdown


@said.register
def _heading(block: Heading) -> str:
    return block.text


@said.register
def _small(block: Small) -> str:
    return block.text


@said.register
def _quote(block: Quote) -> str:
    return f"{block.author} {block.text}"


@said.register
def _facts(block: Facts) -> str:
    return " ".join(f"{label} {value}" for label, value in block.pairs)


@said.register
def _meter(block: Meter) -> str:
    return f"{block.drawn} {block.label} {block.said}"


def words(card: Card) -> int:
    """Count the words of a card as people read it, its buttons left out."""
    texts = [card.title, *(said(block) for block in card.blocks)]
    return len([word for text in texts for word in text.split() if re.search(r"\w", word)])


def reveal(answers: int, results: Results, best: str | None, *, by_choice: bool = False) -> Card:
    people = [f"m{number}" for number in range(answers)]
    names = {who: f"Given Family{who}" for who in people}
    points = {who: earned(who, 12 + number) for number, who in enumerate(people)}
    # Whoever chose took all there is, so that as much as possible is told of it.
    picked = tuple(range(len(CHOICES))) if by_choice else None
    long = [replace(answer(who, "word " * 60), picked=None if who == best else picked) for who in people]
    judgements = dict.fromkeys(people, judgement(*[Finding.COVERED] * 5))
    closed = played(question=replace(asked(), choices=CHOICES), best_member=best)
    return reveal_card(closed, long, judgements, points, names, results=results)


@pytest.mark.parametrize("by_choice", [False, True])
@pytest.mark.parametrize("results", [Results.TOP, Results.NONE])
@pytest.mark.parametrize("answers", [3, 5, 300])
def test_reveal_is_short(answers: int, results: Results, by_choice: bool) -> None:
    assert words(reveal(answers, results, None, by_choice=by_choice)) <= MOST


@pytest.mark.parametrize("results", [Results.TOP, Results.NONE])
@pytest.mark.parametrize("answers", [3, 5, 300])
@pytest.mark.parametrize("by_choice", [False, True])
def test_reveal_with_a_best_answer_is_short(answers: int, results: Results, by_choice: bool) -> None:
    card = reveal(answers, results, "m1", by_choice=by_choice)

    [quote] = [block for block in card.blocks if isinstance(block, Quote)]
    assert (len(re.findall("word", quote.text)), quote.message) == (40, "m-m1")
    assert words(card) + len(LINK) <= MOST_WITH_BEST


def test_reveal_of_three_hundred_answers_is_as_long_as_that_of_five() -> None:
    few, many = reveal(5, Results.TOP, "m1"), reveal(300, Results.TOP, "m1")

    assert (words(many), len(many.blocks), len(many.pressable)) == (words(few), len(few.blocks), len(few.pressable))
