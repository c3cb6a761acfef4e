"""What a prompt is like: short enough to be read over a coffee, and one question."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.text import count
from bot.errors import PackProblem
from bot.packs.folder import LoadedPack

FEWEST_WORDS: Final = 15
MOST_WORDS: Final = 90
_ASKING_VERB = re.compile(
    r"(?:choose|compare|decide|describe|design|explain|give|judge|justify|list|name|outline|propose|say|show|sketch|tell"
    r"|weigh|write)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?:])\s+")


def prompt_length(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find prompts that are too short to be concrete or too long to be read at a glance."""
    for question, place in loaded.located():
        words = len(question.prompt.split())
        if not FEWEST_WORDS <= words <= MOST_WORDS:
            yield place.problem(("prompt",), f"has {count(words, 'word')}; {FEWEST_WORDS} to {MOST_WORDS} are good")


def asks_one_question(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find prompts that ask several questions, or none."""
    for question, place in loaded.located():
        prose = _CODE.sub("code", question.prompt).strip()
        marks = prose.count("?")
        if marks > 1:
            yield place.problem(("prompt",), f"asks {marks} questions; ask one")
        elif not _asks(_BETWEEN_SENTENCES.split(prose)[-1]):
            yield place.problem(("prompt",), "does not end by asking something")


def without_hint(loaded: LoadedPack) -> Iterator[PackProblem]:
    """Find questions that have no hint for those who are stuck."""
    for question, place in loaded.located():
        if not question.hint:
            yield place.problem(("hint",), "is missing")


def _asks(sentence: str) -> bool:
    return "?" in sentence or _ASKING_VERB.match(sentence) is not None
