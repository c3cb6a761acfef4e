from datetime import datetime, timedelta

import pytest

from adapters.console.send.channel import Chat, Place
from bot.domain.answers import Happening, Revision, assemble
from bot.domain.card import Card
from bot.ports.clock import SystemClock, TravelClock
from tests.contracts.stages import START, pass_by

CHANNEL = Place("console:local", "general")
THREAD = Place("console:local", "general", "1")


def test_ids_of_a_later_run_are_higher() -> None:
    clock = TravelClock(START)
    earlier = Chat(clock).say(THREAD, "ada", "before the restart")
    pass_by(clock, timedelta(milliseconds=1))

    later = Chat(clock).say(THREAD, "ada", "after it")

    assert int(later.id) - int(earlier.id) == 1000


def test_ids_at_one_instant_differ() -> None:
    chat = Chat(TravelClock(START))

    ids = [chat.post(CHANNEL, Card("Hi"), "").id for _ in range(3)]

    assert ids == ["1748847600000000", "1748847600000001", "1748847600000002"]


class _ClockSetBack(SystemClock):
    """Shows an hour less at every look."""

    instant = START

    def now(self) -> datetime:
        self.instant -= timedelta(hours=1)
        return self.instant


def test_ids_when_the_clock_is_set_back_still_rise() -> None:
    chat = Chat(_ClockSetBack())

    first, second = (chat.say(THREAD, "ada", text) for text in ("one", "two"))

    assert int(second.id) == int(first.id) + 1


def test_edits_at_one_instant_keep_their_order() -> None:
    clock = TravelClock(START)
    chat = Chat(clock)
    message = chat.say(THREAD, "ada", "one")

    revisions = [message.revision, chat.edit(message.id, "two").revision, chat.edit(message.id, "three").revision]

    [answer] = assemble(revisions, pass_by(clock, timedelta(seconds=1)))
    assert answer.text == "three"


def test_deletion_names_nobody() -> None:
    clock = TravelClock(START)
    chat = Chat(clock)
    message = chat.say(THREAD, "ada", "one")
    at = pass_by(clock, timedelta(seconds=5))

    deleted = chat.delete(message.id)

    assert deleted == Revision(message.id, Happening.DELETED, at, message.posted_at, None, "")
    assert chat.get(message.id) is None


def test_deleted_message_cannot_be_edited() -> None:
    chat = Chat(TravelClock(START))
    message = chat.say(THREAD, "ada", "one")
    chat.delete(message.id)

    with pytest.raises(KeyError):
        chat.edit(message.id, "two")


def test_last_of_a_member_is_the_newest_in_that_place() -> None:
    chat = Chat(TravelClock(START))
    chat.say(THREAD, "ada", "one")
    newest = chat.say(THREAD, "ada", "two")
    chat.say(THREAD, "bob", "three")
    chat.say(CHANNEL, "ada", "beside the thread")

    assert chat.last_of(THREAD, "ada") == newest
    assert chat.last_of(THREAD, "cleo") is None
