# ruff: noqa: E501 - seeds stay together
"""Each form of an import takes about four times as long for four times as much, whatever stands in the file."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.errors import AskadayError, PackProblem
from bot.packs.importing.form import Form
from bot.packs.importing.forms.documents import drafts_of_json, drafts_of_yaml
from bot.packs.importing.forms.gift import drafts_of_gift
from bot.packs.importing.forms.hypertext import as_markdown
from bot.packs.importing.forms.moodle import drafts_of_moodle
from bot.packs.importing.forms.page import drafts_of_page
from bot.packs.importing.forms.separated import drafts_of_csv
from bot.packs.importing.forms.webpage import drafts_of_html
from bot.packs.importing.naming import Naming, misspelt, spelt
from bot.packs.importing.options import inline_options, options_of, right_by_key, split_lines
from bot.packs.importing.pages.marked import read_marked
from bot.packs.importing.problems import Problems
from bot.packs.importing.settling import settle
from bot.packs.importing.source import _is_gift
from bot.packs.rubric import proposed_points
from tests.growth import seconds

#: What the patterns of the importer begin with, repeat, or look for, again and again.
SEEDS = (
    " ", "\n", "a ", "*", "**a", "_", "#", "# a\n", "- ", "- [x] a\n", "A. a\n", "A. a B. b ", "(a) ", "1. a\n", "1. ",
    "Answer", "Answer: a\n", "A: a\n", "Q: a\n", "Question 1\n", "a?\n", "> ", "```\n", "<b>", "<div>", "<p>", "<li>", "<!--", "<a ",
    "<summary>", "<details>", "<table><tr><td>", "&amp;", "&", "::", ":: ", "{", "{=a", "}", "~", "\\", "=", "#", "%", '"', '""', ', "',
    "|", "| a |\n", "## a?\n", "\t", ",", ";", "a,b\n", "[", '{"a":', "a: [", "a:\n", "- - ", "&a ", "*a ", "!a ", "“", "(saw ", ". ", "1 ", "“”",
)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "page": lambda text: drafts_of_page(text, "f", Naming()),
    "marked page": read_marked,
    "page with an answer": lambda text: drafts_of_page(f"1. a\n{text}\nAnswer: b\n", "f", Naming()),
    "CSV": lambda text: drafts_of_csv(text, "f", Naming()),
    "CSV with a header": lambda text: drafts_of_csv(f"question,answer\n{text}", "f", Naming()),
    "JSON": lambda text: drafts_of_json(text, "f", Naming()),
    "YAML": lambda text: drafts_of_yaml(text, "f", Naming()),
    "HTML": lambda text: drafts_of_html(text, "f", Naming()),
    "GIFT": lambda text: drafts_of_gift(text, "f", Naming()),
    "GIFT in braces": lambda text: drafts_of_gift(f"a {{{text}}}", "f", Naming()),
    "XML": lambda text: drafts_of_moodle(f"<quiz>{text}", "f", Naming()),
    "GIFT, told": _is_gift,
    "cells": as_markdown,
    "names": lambda text: (spelt(text), misspelt(text)),
    "options": lambda text: (options_of(text), inline_options(text), split_lines(text.split("\n"))),
    "keys": lambda text: right_by_key(options_of("a|b|c"), text),
    "settling": lambda text: settle({"prompt": text, "model_answer": text}),
    "key points": proposed_points,
    "problems": lambda text: Problems().add([PackProblem("f", 1, text)]),
}  # fmt: skip
#: Characters: what is quadratic takes sixteen times as long for the larger text.
FEW, MANY = 4_000, 16_000
#: Work that takes less than this is not measured, and is no danger.
_NOTHING = 0.006


def test_all_forms_are_tried() -> None:
    assert len(Form) == 8  # a workbook's cells are read as a table's are


@pytest.mark.repeats
@pytest.mark.parametrize("reader", READERS)
def test_import_grows_with_the_file(reader: str) -> None:
    def tried(text: str) -> None:
        with suppress(AskadayError):
            READERS[reader](text)

    grown: dict[str, float] = {}
    for seed in SEEDS:
        few, many = (f"a{seed * (size // len(seed))}!" for size in (FEW, MANY))
        if seconds(lambda: tried(many), runs=1) > 8 * max(seconds(lambda: tried(few), runs=1), _NOTHING):  # noqa: B023 - called at once
            ratio = seconds(lambda: tried(many)) / max(seconds(lambda: tried(few)), _NOTHING)  # noqa: B023 - called at once
            grown |= {seed: round(ratio, 1)} if ratio > 8 else {}

    assert grown == {}
