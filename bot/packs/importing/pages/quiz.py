"""Finding the questions of a page, the sections they stand in, and where the quiz ends.

A question is an `Answer` line together with the nearest number before it ("12." alone on its line, or "12. What …?");
an `Answer` line without a number since the last one is text. Everything from there to the next question's number is the
answer. Where the numbers start again, the bare title just before the number opens a new section.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.packs.importing.pages.ending import end_of_answer, is_bare_title

_ANSWER = re.compile(r"\s*(?:(?:answer|ans\.?)\s*[:.]?|a\s*:)\s*", re.IGNORECASE)
_INLINE_ANSWER = re.compile(r"\s*answer\s*:\s+(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:q(?:uestion)?\s*)?#?(\d{1,5})\s*[.):]?\s*", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:q(?:uestion)?\s*)?#?(\d{1,5})\s*[.):]\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """A question as it stands on the page; line numbers are 1-based."""

    number: int
    #: The title of its section; empty where the page has none.
    section: str
    line: int
    prompt: tuple[str, ...]
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quiz:
    """All questions of a page, and what was left out of it."""

    questions: tuple[PageQuestion, ...]
    #: The lines before the first question and those behind the last answer, without blank ones.
    before: tuple[str, ...]
    behind: tuple[str, ...]
    #: 1-based line at which the quiz ends; None: it reaches to the end of the page.
    ends_at: int | None


@dataclass(frozen=True, slots=True)
class _Start:
    number: int
    #: 0-based lines: of the number, of the prompt's first and of the Answer line.
    at: int
    prompt: int
    answer: int


def read_quiz(text: str) -> Quiz:
    r"""Find the questions of a page with `\n` line ends; there may be none."""
    lines = [line.rstrip() for line in text.split("\n")]
    starts = list(_starts(lines))
    if not starts:
        return Quiz((), tuple(filter(None, lines)), (), None)
    ends = [start.at for start in starts[1:]]
    last = starts[-1].answer + 1
    end = last + end_of_answer(lines[last:], begun=_ANSWER.fullmatch(lines[last - 1]) is None)
    questions, section = [], _title_before(lines, starts[0].at, after=0)
    for index, (start, stop) in enumerate(zip(starts, [*ends, end], strict=True)):
        following = starts[index + 1] if index + 1 < len(starts) else None
        title = None
        if following and following.number <= start.number:
            title = _title_before(lines, following.at, after=start.answer + 1)
        stop = title if title is not None else stop  # noqa: PLW2901 - the title is no part of the answer
        questions.append(_question(lines, start, stop, "" if section is None else lines[section].strip("# ")))
        section = title if title is not None else section
    behind = tuple(filter(None, lines[end:]))
    first = starts[0].at
    return Quiz(tuple(questions), tuple(filter(None, lines[:first])), behind, end + 1 if behind else None)


def _starts(lines: Sequence[str]) -> Iterator[_Start]:
    alone: tuple[int, int] | None = None
    numbered: tuple[int, int] | None = None
    count = 0
    for index, line in enumerate(lines):
        if _ANSWER.fullmatch(line) or _INLINE_ANSWER.match(line):
            head = alone or numbered
            if head and _has_text(lines, head[1], index, beside=head is numbered):
                yield _Start(head[0], head[1], head[1] + (head is alone), index)
                count, alone, numbered = head[0], None, None
        elif found := _NUMBER.fullmatch(line):
            alone = int(found[1]), index
        elif (found := _NUMBERED.match(line)) and _goes_on(int(found[1]), count, numbered):
            numbered = int(found[1]), index


def _goes_on(number: int, count: int, numbered: tuple[int, int] | None) -> bool:
    """Say whether a numbered line is a better head than the one before it: the next number in turn is the best."""
    return number == count + 1 or numbered is None or numbered[0] != count + 1


def _has_text(lines: Sequence[str], number: int, answer: int, *, beside: bool) -> bool:
    return beside or any(line.strip() for line in lines[number + 1 : answer])


def _title_before(lines: Sequence[str], number: int, *, after: int) -> int | None:
    for index in range(number - 1, after - 1, -1):
        if lines[index].strip():
            alone = index == after or not lines[index - 1].strip()
            return index if alone and is_bare_title(lines[index]) else None
    return None


def _question(lines: Sequence[str], start: _Start, stop: int, section: str) -> PageQuestion:
    prompt = list(lines[start.prompt : start.answer])
    if start.prompt == start.at:
        prompt[0] = _NUMBERED.sub("", prompt[0], count=1)
    beside = _INLINE_ANSWER.sub("", lines[start.answer], count=1)
    answer = [] if _ANSWER.fullmatch(lines[start.answer]) else [beside]
    answer += lines[start.answer + 1 : stop]
    return PageQuestion(start.number, section, start.at + 1, tuple(prompt), tuple(answer))
