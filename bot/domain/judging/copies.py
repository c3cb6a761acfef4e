"""Replies that repeat an earlier one of the same round."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.answers import Answer
from bot.domain.grading import Judgement
from bot.domain.judging.guards import COPIED, is_copy
from bot.domain.judging.verdict import lowered


def copies(answers: Sequence[Answer], judged: Mapping[str, Judgement]) -> Mapping[str, Judgement]:
    """Give new judgements of those answers that are nearly word for word what somebody else said before them.

    Where answers are given in private nobody can have seen another's; such are left alone.
    """
    return {member: lowered(judged[member], COPIED) for member in _copying(answers)}


def _copying(answers: Sequence[Answer]) -> Iterator[str]:
    seen: list[str] = []
    for answer in sorted((one for one in answers if not one.is_private), key=lambda one: one.first_at):
        if any(is_copy(answer.text, earlier) for earlier in seen):
            yield answer.member
        seen.append(answer.text)
