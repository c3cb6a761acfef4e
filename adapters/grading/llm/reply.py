"""What a language model replies, and whether it can be believed."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.grading.text.words import tidy, words_of
from bot.errors import LlmError

_WORD_START = re.compile(r"(?<!\w)")
_WORD_END = re.compile(r"(?!\w)")


class Verdict(StrEnum):
    """What a reply says of one key point."""

    COVERED = "covered"
    UNSURE = "unsure"
    NOT_FOUND = "not found"
    DIFFERS = "differs"


class PointVerdict(BaseModel):
    """One entry of a reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    #: From 1 on, in the question's order.
    point: int
    finding: Verdict
    #: As the reply has it; whether it stands in the answer is not known yet.
    evidence: str


class Reply(BaseModel):
    """A whole reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    points: tuple[PointVerdict, ...]


def read_reply(content: str, points: int) -> tuple[PointVerdict, ...]:
    """Give a verdict for each of so many key points, in their order.

    Raises:
        LlmError: the reply has another form, or not exactly one entry for each point.
    """
    try:
        reply = Reply.model_validate_json(content)
    except ValidationError as error:
        raise LlmError(f"The reply has another form than asked for: {_reason(error)}.") from None
    found = {verdict.point: verdict for verdict in reply.points}
    if len(reply.points) != points or found.keys() != set(range(1, points + 1)):
        raise LlmError(f"The reply does not have one entry for each of the {points} key points.")
    return tuple(found[number] for number in range(1, points + 1))


def _reason(error: ValidationError) -> str:
    # Without its input, which is what somebody answered.
    detail = error.errors()[0]
    return f"{detail['type']} at {'.'.join(map(str, detail['loc'])) or 'its beginning'}"


def stands_in(evidence: str, answer: str) -> bool:
    """Tell whether the evidence has words of meaning and stands in the answer, whatever its case and line breaks."""
    quoted, text = _flat(evidence), _flat(answer)
    if not words_of(quoted):
        return False
    # Not by a pattern of what a model said: one that repeats itself is tried all over an answer that does, too.
    starts = (match.start() for match in _WORD_START.finditer(text))
    return any(text.startswith(quoted, at) and _WORD_END.match(text, at + len(quoted)) for at in starts)


def _flat(text: str) -> str:
    return " ".join(tidy(text).casefold().split())
