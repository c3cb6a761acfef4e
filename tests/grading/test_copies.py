from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.answers import SEALED, Answer
from bot.domain.grading import Judgement
from bot.domain.judging.copies import copies

pytestmark = pytest.mark.repeats

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEXT = "It keeps a standby in another zone, and the name of the endpoint moves there when the first one fails."


def answer(member: str, text: str, minute: int, message: str = "1") -> Answer:
    at = NINE + timedelta(minutes=minute)
    return Answer(member, text, (message,), at, at)


def judged(*members: str) -> dict[str, Judgement]:
    return {member: Judgement(0.8, (), "1 of 1 key point found.") for member in members}


def test_later_of_two_equal_replies_is_lowered() -> None:
    replies = [answer("bo", f"I think: {TEXT}", 2), answer("ana", TEXT, 1)]

    found = copies(replies, judged("ana", "bo"))

    assert {member: (one.score, one.guards) for member, one in found.items()} == {"bo": (0.08, ("copied",))}


def test_replies_in_words_of_their_own_are_left_alone() -> None:
    other = "The first database fails, so its name in DNS is pointed at the copy that waits in the other building."

    assert copies([answer("ana", TEXT, 1), answer("bo", other, 2)], judged("ana", "bo")) == {}


def test_private_replies_are_left_alone() -> None:
    replies = [answer("ana", TEXT, 1, f"{SEALED}ana"), answer("bo", TEXT, 2, f"{SEALED}bo")]

    assert copies(replies, judged("ana", "bo")) == {}
