"""What reads what people type takes about four times as long for four times as much, whatever they type."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from adapters.console.render.card import render
from adapters.console.render.markdown import addresses
from adapters.console.render.texts import harmless
from adapters.discord.render.markdown import markdown_pieces
from adapters.grading.llm.reply import stands_in
from adapters.grading.text.clauses import are_swapped, clauses
from adapters.grading.text.words import tidy, words_of
from adapters.grading.vectors.wordpiece import word_spans
from adapters.slack.read.unescaping import mentioned, unescape
from adapters.slack.render.markdown import markdown_parts
from bot.cards.wording import parse_closing, parse_duration, parse_time, parse_weekdays
from bot.commands.arguments import typed
from bot.commands.catalogue import COMMANDS
from bot.commands.mentions import person_id
from bot.commands.setting_up.values import (
    read_days,
    read_grace,
    read_holidays,
    read_levels,
    read_members,
    read_names,
    read_points,
    read_reminder,
    read_weights,
)
from bot.commands.words import split
from bot.domain.calendar.zones import check_zone
from bot.domain.card import Card, Text
from bot.domain.judging.guards import addressed_to_grader, is_copy
from bot.domain.judging.word_order import disorder
from bot.domain.text import clean, one_line, plain
from bot.errors import AskadayError
from bot.packs.cells import read_cell
from bot.packs.formulas import defuse, restore
from bot.packs.importing.forms.separated import drafts_of_csv
from bot.packs.importing.naming import Naming
from bot.packs.importing.pages.blocks import markdown
from bot.packs.importing.source import guess_form
from bot.services.placing import channel_said
from tests.growth import seconds

#: What patterns of ours begin with, repeat, or look for, again and again.
SEEDS = (
    " ",
    "\n",
    " \n",
    "a ",
    "<@U1",
    "a'",
    "ignore a ",
    "give full ",
    "score ",
    " system\n",
    "1d ",
    "- ",
    "Title\n",
    "https://a",
    "=1,",
    "```a\n",
)
READERS: dict[str, Callable[[str], object]] = {
    "guards": addressed_to_grader,
    "word order": disorder,
    "copies": lambda text: is_copy(text, text),
    "words": lambda text: words_of(tidy(text)),
    "clauses": lambda text: are_swapped(clauses("One is first, two is second."), clauses(text)),
    "wordpieces": word_spans,
    "evidence": lambda text: stands_in(text[:8_000], text[:8_000]),
    "clean": lambda text: (clean(text), one_line(text), plain(text)),
    "zones": lambda text: _tried(check_zone, text),
    "times": lambda text: _tried(parse_time, text),
    "durations": lambda text: _tried(parse_duration, text),
    "closings": lambda text: _tried(parse_closing, text),
    "weekdays": lambda text: _tried(parse_weekdays, text),
    "mentions": person_id,
    "commands": lambda text: _tried(split, text),
    "quotes": lambda text: _tried(split, f"name='{text} \u201c{text}\u201d"),
    "arguments": lambda text: _tried(partial(typed, COMMANDS["grade"].arguments), text),
    "days": lambda text: _tried(read_days, text),
    "channels": lambda text: _tried(channel_said, text),
    "grace": lambda text: _tried(read_grace, text),
    "reminders": lambda text: _tried(read_reminder, text),
    "lists": lambda text: (read_names(text), read_members(text)),
    "weights": lambda text: (_tried(read_weights, text), _tried(read_levels, text), _tried(read_points, text)),
    "holidays": lambda text: _tried(read_holidays, text),
    "forms of imports": lambda text: guess_form(Path("questions"), text),
    "links in cells": lambda text: read_cell("references", text),
    "formulas in cells": lambda text: restore(defuse(text)),
    "CSV": lambda text: _tried(lambda rows: drafts_of_csv(f"prompt,answer\n{rows}", "questions.csv", Naming()), text),
    "Slack out": lambda text: [*markdown_parts(_new(text))],
    "Discord out": lambda text: [*markdown_pieces(_new(text))],
    "console out": lambda text: (render(Card("Title", (Text(text),))), harmless(text), addresses(text)),
    "pages": lambda text: markdown(text.split("\n")),
    "Slack in": lambda text: (unescape(text), mentioned(text)),
}
#: Pages of so many lines, of the kinds that once had to be looked at again and again.
PAGES: dict[str, Callable[[int], list[str]]] = {
    "blank lines behind code": lambda count: ["import os", *[""] * count, "import re", "A sentence. And more of it."],
    "code between blank lines": lambda count: ["import os", "", "", ""] * (count // 4),
    "comments": lambda count: ["# one"] * count,
    "comments between blank lines": lambda count: ["# one", "", "# two", "import os"] * (count // 4),
    "keys": lambda count: ["key: value"] * count,
    "keys, two at a time": lambda count: (
        ["key: value", "other: value", "A sentence of so many words as that.", ""] * (count // 4)
    ),
    "open brackets": lambda count: ["print({"] * count,
    "titles": lambda count: ["Amazon Simple Storage", ""] * (count // 2),
    "rows": lambda count: ["Feature One Two"] * count,
}
LINES_FEW, LINES_MANY = 400, 1_600
#: Characters: what is quadratic takes sixteen times as long for the larger text.
FEW, MANY = 4_000, 16_000
#: Work that takes less than this is not measured, and is no danger.
_NOTHING = 0.004


_COUNT = itertools.count()


def _new(text: str) -> str:
    """Give a text that was not rendered before: renderers keep what they have rendered."""
    return f"{text} {next(_COUNT)}"


def _tried(read: Callable[[str], object], text: str) -> object:
    with suppress(AskadayError):
        return read(text)
    return None


@pytest.mark.repeats
@pytest.mark.parametrize("reader", READERS)
def test_reading_grows_with_what_is_typed(reader: str) -> None:
    read = READERS[reader]
    grown: dict[str, float] = {}
    for seed in SEEDS:
        few, many = (f"a{seed * (size // len(seed))}!" for size in (FEW, MANY))
        # One run tells what is far from any danger; what may be near it is measured with care.
        if seconds(lambda: read(many), runs=1) > 10 * max(seconds(lambda: read(few), runs=1), _NOTHING):  # noqa: B023 - called at once
            ratio = seconds(lambda: read(many)) / max(seconds(lambda: read(few)), _NOTHING)  # noqa: B023 - called at once
            grown |= {seed: round(ratio, 1)} if ratio > 10 else {}

    assert grown == {}


@pytest.mark.parametrize("kind", PAGES)
def test_reading_a_page_grows_with_its_lines(kind: str) -> None:
    few, many = (PAGES[kind](size) for size in (LINES_FEW, LINES_MANY))

    assert _times(lambda: markdown(few), lambda: markdown(many)) <= 10


def test_reading_fences_that_get_shorter_grows_with_their_characters() -> None:
    # Twice as many fences are four times as many characters.
    few, many = (["`" * length for length in range(size, 2, -1)] for size in (150, 300))

    assert _times(lambda: markdown(few), lambda: markdown(many)) <= 6


def _times(less: Callable[[], object], more: Callable[[], object]) -> float:
    """Give how many times as long one takes as the other."""
    return seconds(more) / max(seconds(less), _NOTHING)
