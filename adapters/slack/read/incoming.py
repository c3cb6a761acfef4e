"""What happened to messages, out of Slack's events and listings; the order in which they arrive never matters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.read.timestamps import instant
from adapters.slack.read.unescaping import unescape
from adapters.slack.wire import Json
from bot.domain.answers import Happening, Revision

_SLACKBOT = "USLACKBOT"
#: What people post: plain messages, replies also sent to the channel, files (whose text may be empty).
_BY_PEOPLE = frozenset({None, "thread_broadcast", "file_share"})


@dataclass(frozen=True, slots=True)
class Reply:
    """Something that happened to a message in a thread."""

    channel: str
    thread: str
    revision: Revision


def reply_of(event: Mapping[str, object], names: Mapping[str, str] | None = None) -> Reply | None:
    """Give what an event of the type `message` says of a person's reply in a thread; None: nothing."""
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _changed(dict(event), names or {})
    if subtype == "message_deleted":
        return _deleted(dict(event))
    return _posted(dict(event), names or {})


def revision_of(message: Json, names: Mapping[str, str] | None = None) -> Revision | None:
    """Give a message of a listing as it stands now; None: it is no person's. See also `sender_through_app`."""
    if not is_by_person(message):
        return None
    edited = message.get("edited")
    posted_at = instant(message["ts"])
    return Revision(
        message=message["ts"],
        happening=Happening.EDITED if edited else Happening.POSTED,
        at=instant(edited["ts"]) if edited else posted_at,
        posted_at=posted_at,
        member=message["user"],
        text=unescape(message.get("text") or "", names),
    )


def is_by_person(message: Json) -> bool:
    """Say whether a person posted it, as far as the message tells; see also `sender_through_app`."""
    # `message_replied` comes without its subtype and without a user. Slackbot has no bot_id, and is no person.
    return bool(message.get("user")) and message["user"] != _SLACKBOT and message.get("subtype") in _BY_PEOPLE


def sender_through_app(event: Mapping[str, Any]) -> str:
    """Give whose message it is, if an app posted it: a person, or the app's own bot; empty if no app had a part in it.

    Either way it has a `user` and a `bot_id`: only `users.info` tells which of them that user is.
    """
    message = event.get("message") or event.get("previous_message") or event
    return str(message.get("user") or "") if message.get("bot_id") else ""


def is_reply(message: Json) -> bool:
    """Say whether a message is in a thread without starting it; a parent names its own thread."""
    thread = message.get("thread_ts")
    return bool(thread) and thread != message.get("ts")


def _posted(event: Json, names: Mapping[str, str]) -> Reply | None:
    revision = revision_of(event, names) if is_reply(event) else None
    return Reply(event["channel"], event["thread_ts"], revision) if revision else None


def _changed(event: Json, names: Mapping[str, str]) -> Reply | None:
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    if message.get("subtype") == "tombstone":
        return _gone(event, message) if is_reply(message) else None
    # Slack also reports languages it has detected and links it has unfolded: only new words are an edit.
    if not message.get("edited") or message.get("text") == before.get("text"):
        return None
    revision = revision_of(message, names) if is_reply(message) else None
    if revision is None:
        return None
    # The time of an edit is in whole seconds, that of the event to the microsecond: two quick edits stay two.
    edited = replace(revision, at=instant(event.get("event_ts") or event["ts"]))
    return Reply(event["channel"], message["thread_ts"], edited)


def _deleted(event: Json) -> Reply | None:
    message = event.get("previous_message") or {}
    return _gone(event, message) if is_reply(message) else None


def _gone(event: Json, message: Json) -> Reply:
    revision = Revision(
        message=event.get("deleted_ts") or message["ts"],
        happening=Happening.DELETED,
        at=instant(event.get("event_ts") or event["ts"]),
        posted_at=instant(message["ts"]),
        member=None,
        text="",
    )
    return Reply(event["channel"], message["thread_ts"], revision)
