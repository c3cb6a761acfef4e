"""What reads what people type takes about four times as long for four times as much, whatever they type."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from adapters.grading.llm.reply import stands_in
from adapters.grading.text.clauses import are_swapped, clauses
from adapters.grading.text.words import tidy, words_of
from adapters.grading.vectors.wordpiece import word_spans
from adapters.slack.read.unescaping import mentioned, unescape
from bot.cards.wording import parse_closing, parse_duration, parse_time, parse_weekdays
from bot.commands.mentions import person_id
from bot.domain.calendar.zones import check_zone
from bot.domain.judging.guards import addressed_to_grader, is_copy
from bot.domain.judging.word_order import disorder
from bot.domain.text import clean, one_line, plain
from bot.errors import AskadayError
from bot.packs.importing.pages.blocks import markdown
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
    "pages": lambda text: markdown(text.split("\n")),
    "Slack in": lambda text: (unescape(text), mentioned(text)),
}
#: Characters: what is quadratic takes sixteen times as long for the larger text.
FEW, MANY = 4_000, 16_000
#: Work that takes less than this is not measured, and is no danger.
_NOTHING = 0.004


def _tried(read: Callable[[str], object], text: str) -> object:
    with suppress(AskadayError):
        return read(text)
    return None


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
