"""The words of an answer that say a point, quoted so that a person sees why."""

import re

from adapters.grading.aligned.reading import Reading

_LONGEST = 200
#: How many characters before its first matched word a passage may begin.
_RUN_UP = 80
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")


def quoted(answer: Reading, start: int, end: int) -> str:
    """Quote the sentences that hold a passage, from one character to before another, as far as there is room."""
    earliest = max(start - _RUN_UP, 0)
    starts = [match.end() for match in _SENTENCE_END.finditer(answer.text, earliest, start)]
    begin = starts[-1] if starts else _word_from(answer.text, earliest, start)
    stop = _SENTENCE_END.search(answer.text, end)
    said = _cut(" ".join(answer.text[begin : stop.end() if stop else None].split()))
    return said if starts or not begin else f"… {said}"


def _word_from(text: str, earliest: int, start: int) -> int:
    """Give where the first whole word from a place on begins."""
    return earliest and (text.find(" ", earliest, start) + 1 or start)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2].rsplit(" ", 1)[0] + " …"
