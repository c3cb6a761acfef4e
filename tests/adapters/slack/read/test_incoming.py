"""Slack's events as revisions, and its text as people see it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.read.incoming import Reply, reply_of, revision_of
from adapters.slack.read.timestamps import instant, timestamp
from adapters.slack.read.unescaping import mentioned, unescape
from bot.domain.answers import Happening, Revision

PARENT, TS, EDIT, GONE = "1700000000.000100", "1700000060.000200", "1700000120.000000", "1700000180.000300"


def message(**changes: Any) -> dict[str, Any]:
    basis = {"type": "message", "user": "U1", "text": "Objects", "ts": TS, "thread_ts": PARENT, "channel": "C1"}
    return {name: value for name, value in (basis | changes).items() if value is not None}


def changed(after: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    event = {"type": "message", "subtype": "message_changed", "channel": "C1", "ts": GONE, "event_ts": GONE}
    return event | {"message": after, "hidden": True} | ({"previous_message": before} if before else {})


def deleted(before: dict[str, Any]) -> dict[str, Any]:
    event = {"type": "message", "subtype": "message_deleted", "channel": "C1", "ts": GONE, "event_ts": GONE}
    return event | {"deleted_ts": before["ts"], "previous_message": before}


POSTED = Revision(TS, Happening.POSTED, instant(TS), instant(TS), "U1", "Objects")


def test_instant_keeps_every_digit() -> None:
    at = instant("1700000000.123456")

    assert at == datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)
    assert timestamp(at) == "1700000000.123456"


def test_reply_to_a_card() -> None:
    assert reply_of(message()) == Reply("C1", PARENT, POSTED)


def test_broadcast_is_the_same_reply() -> None:
    assert reply_of(message(subtype="thread_broadcast", root={"ts": PARENT})) == Reply("C1", PARENT, POSTED)


def test_file_without_words_is_kept() -> None:
    reply = reply_of(message(subtype="file_share", text="", files=[{"id": "F1"}]))

    assert reply is not None
    assert (reply.revision.member, reply.revision.text) == ("U1", "")


@pytest.mark.parametrize(
    "event",
    [
        message(thread_ts=None),
        message(thread_ts=TS),
        message(user="USLACKBOT"),
        message(subtype="bot_message", user=None, bot_id="B1"),
        message(subtype="channel_join"),
        # `message_replied` comes without its subtype: https://docs.slack.dev/reference/events/message/message_replied
        {"type": "message", "channel": "C1", "ts": GONE, "message": message(ts=PARENT), "thread_ts": PARENT},
        deleted(message(thread_ts=None)),
    ],
    ids=["channel", "parent", "Slackbot", "old bot", "notice", "message_replied", "channel's deleted"],
)
def test_what_is_no_persons_reply(event: dict[str, Any]) -> None:
    assert reply_of(event) is None


def test_edit_has_the_time_of_its_event() -> None:
    after = message(text="Blocks", edited={"user": "U1", "ts": EDIT})

    reply = reply_of(changed(after, message()))

    assert reply == Reply("C1", PARENT, Revision(TS, Happening.EDITED, instant(GONE), instant(TS), "U1", "Blocks"))


def test_two_edits_within_a_second_stay_two() -> None:
    edited = {"user": "U1", "ts": EDIT}
    first = changed(message(text="a", edited=edited), message()) | {"event_ts": "1700000120.100000"}
    second = changed(message(text="b", edited=edited), message(text="a", edited=edited))

    replies = [reply_of(event) for event in (first, second | {"event_ts": "1700000120.200000"})]

    assert [reply.revision.at.microsecond for reply in replies if reply] == [100000, 200000]


@pytest.mark.parametrize(
    ("after", "before"),
    [
        (message(), message()),
        (message(edited={"user": "U1", "ts": EDIT}), message(edited={"user": "U1", "ts": EDIT})),
        (message(attachments=[{"from_url": "https://x"}]), message()),
        (message(), None),
    ],
    ids=["language", "language of an edited one", "unfurl", "without what was before"],
)
def test_change_without_an_edit_is_nothing(after: dict[str, Any], before: dict[str, Any] | None) -> None:
    assert reply_of(changed(after, before)) is None


def test_deletion() -> None:
    gone = Revision(TS, Happening.DELETED, instant(GONE), instant(TS), None, "")

    assert reply_of(deleted(message())) == Reply("C1", PARENT, gone)


def test_tombstone_is_no_edit() -> None:
    stone = message(subtype="tombstone", user="USLACKBOT", text="This message was deleted.", ts=PARENT)

    assert reply_of(changed(stone, message(ts=PARENT))) is None
    assert reply_of(deleted(stone)) is None
    assert revision_of(stone) is None


def test_tombstone_of_a_reply_is_a_deletion() -> None:
    stone = message(subtype="tombstone", user="USLACKBOT", text="This message was deleted.")

    reply = reply_of(changed(stone, message()))

    assert reply is not None
    assert (reply.revision.happening, reply.revision.message) == (Happening.DELETED, TS)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("see <https://aws.amazon.com/s3>", "see https://aws.amazon.com/s3"),
        ("see <https://aws.amazon.com/s3?a=1&amp;b=2|the page>", "see the page"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("<mailto:a@b.c>", "a@b.c"),
        ("ask <@U1> or <@U2>, <@U3|cy>", "ask @ana or @U2, @cy"),
        ("in <#C1|general> and <#C2>", "in #general and #C2"),
        ("<!here> <!subteam^S1|@leads> <!subteam^S2>", "@here @leads @S2"),
        ("<!date^1700000000^{date}|14 November>", "14 November"),
        ("a < b", "a < b"),
    ],
)
def test_unescape(raw: str, seen: str) -> None:
    assert unescape(raw, {"U1": "ana"}) == seen


def test_mentioned() -> None:
    assert mentioned("<@U1> <@W2|bo> &lt;@U3&gt; <#C1>") == {"U1", "W2"}
