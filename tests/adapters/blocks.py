"""Every kind of block with what people might type in it, for the tests of each platform."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import assert_never

from hypothesis import strategies as st

from bot.domain.card import Block, Chart, Facts, Heading, KeyPointLine, Meter, Moment, Quote, Small, Table, Text
from bot.domain.text import plain

AT = datetime(2030, 1, 1, tzinfo=UTC)
LONG = "x" * 9000


def hostile_blocks(typed: str) -> tuple[Block, ...]:
    """Give every kind of block with a text that may break it, and what else may."""
    return (
        Heading(typed),
        Facts(((typed, typed), ("", ""), (typed, ""))),
        Moment(typed, AT),
        Quote(typed, typed * 30),
        Quote("", LONG),
        Table((typed, ""), ((typed, typed), ("", "")), (0,)),
        KeyPointLine(typed, typed, typed),
        KeyPointLine(typed, typed, LONG),
        Small(typed),
        Meter(typed, 3, 5),
        Chart(typed, (typed, ""), ((typed, (1, 2)), ("", (0, 0)))),
        Text(typed),
        Text("| a |\n|-|\n" + "| b |\n" * 300),
        Text("> " * 30 + "deep\n\n" + "- " * 30 + "deep"),
        Text("[a](javascript:alert(1)) [b](slack://x) ![](x) [](https://x.example) \n\n***\n\n#\n\n```\n```"),
    )


def blocks_of(
    texts: st.SearchStrategy[str], short: st.SearchStrategy[str]
) -> Mapping[type[Block], st.SearchStrategy[Block]]:
    """Say how blocks of each kind are made of texts, some of which are never long."""
    pairs = st.lists(st.tuples(short, texts), min_size=1, max_size=25)
    figures = st.lists(st.tuples(short, st.sampled_from((3, 40))), max_size=8)
    rows = st.lists(st.tuples(short, short), max_size=4).map(lambda few: few * 40) | st.lists(st.tuples(texts, texts))
    return {
        Heading: st.builds(Heading, texts),
        Small: st.builds(Small, texts),
        Moment: st.builds(Moment, texts, st.just(AT)),
        Quote: st.builds(Quote, short, texts),
        KeyPointLine: st.builds(KeyPointLine, texts, st.sampled_from(("covered", "4 of 6", "")), short),
        Meter: st.builds(Meter, texts, st.sampled_from((0, 2, 5)), st.just(5)),
        Chart: st.builds(_chart, texts, figures),
        Facts: st.builds(lambda some: Facts(tuple(some)), pairs),
        Text: st.builds(_text, texts),
        Table: st.builds(lambda some: Table(("One", "Two"), tuple(some), (1,)), rows),
    }


def _chart(title: str, figures: list[tuple[str, int]]) -> Chart:
    """Give two lines, the second ten times as high as the first where that is 40."""
    answers = tuple(4 for _ in figures)
    average = tuple(value for _, value in figures)
    return Chart(title, tuple(label for label, _ in figures), (("answers", answers), ("average", average)))


def _text(typed: str) -> Text:
    return Text("\n".join(map(plain, typed.split("\n"))))


def words_of(block: Block) -> list[str]:
    """Give what was typed in a block of those, in the order in which it is shown."""
    match block:
        case Facts():
            words = [part for pair in block.pairs for part in pair]
        case Table():
            words = [cell for row in block.rows for cell in row]
        case Quote():
            words = [block.author, block.text]
        case KeyPointLine():
            words = [block.text, block.outcome, block.evidence]
        case Text():
            words = [re.sub(r"\\([^\w\s]|_)", r"\1", block.markdown)]
        case Chart():
            words = [block.title, *block.labels]
        case Moment() | Meter():
            words = [block.label]
        case Heading() | Small():
            words = [block.text]
        case _:
            assert_never(block)
    return words
