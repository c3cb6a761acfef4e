"""What the questions of the shipped pack ask for beyond "what would you do", told by the words of their prompts.

A question counts once, for the first of these that it has.
"""

import re

from bot.domain.question import Question

_BLOCK = re.compile(r"```.*?```|^ *\|.*$", re.MULTILINE | re.DOTALL)
_FAULT = re.compile(r"fault|wrong|missing|too wide|hole|should (?:it|the list) (?:read|look)|was it allowed")
_MESSAGE = re.compile(r"(?:this|that|message|two errors) (?:mean|tell)|explains the two lines")
_ORDER = re.compile(r"put in order|which order|step by step", re.IGNORECASE)
_ESTIMATE = re.compile(
    r"how (?:much|many requests|large is the bill|long does)|what (?:will|do) [^.?]*\bcost|bill before and after",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"would you [^.?]*\bor\b"
    r"|which (?!settings|steps|order)[^.?]*\b(?:choose|suits|fits?|take|use|move|goes|is for|does which)\b"
    r"|choose a|what decides between|two ways|which parts of|stay, or|where do you move",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:why|explain)\b|what happen|what is (?:going on|the reason)"
    r"|how (?:can|could|do) [^.?]*(?:happen|be|get there)\b",
    re.IGNORECASE,
)
#: The last one is what every question asks for that is none of the others.
FORMATS = (
    "find the fault in what is shown",
    "say what an error means",
    "put steps in order",
    "estimate an amount",
    "read a log, table or setting",
    "choose, and say why",
    "explain what happened",
    "say what you would do",
)


def format_of(question: Question) -> str:
    """Tell what a question asks for."""
    is_shown = _BLOCK.search(question.prompt) is not None
    ask = _asked(question.prompt)
    found = (
        is_shown and _FAULT.search(ask),
        _MESSAGE.search(ask),
        _ORDER.search(question.prompt),
        _ESTIMATE.search(ask),
        is_shown,
        _CHOICE.search(ask),
        _WHY.search(ask),
        True,
    )
    return next(name for name, match in zip(FORMATS, found, strict=True) if match)


def _asked(prompt: str) -> str:
    """Give the last two sentences outside what is shown."""
    return " ".join(re.split(r"(?<=[.?!:])\s+", _BLOCK.sub("", prompt).strip())[-2:])
