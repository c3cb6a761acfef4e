"""From what happened to messages to what each member answered; the order in which events arrive never matters."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from bot.domain.judging.options import Choosing, Pick
from bot.domain.members import Actor
from bot.domain.talk import has_words, kind_of
from bot.domain.text import storable


class Happening(StrEnum):
    """What happened to a message."""

    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"
    #: A proxy bot posted it anew through a webhook; if it deletes the original just after it was posted, that stands.
    REPLACED = "replaced"


#: How soon after its post a message is deleted by a proxy bot, rather than by its author.
PROXY_WITHIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Revision:
    """One thing that happened to one message; revisions are only ever added."""

    #: The platform's message id, unique within its channel; `SEALED` for the text of a private form.
    message: str
    happening: Happening
    #: When the platform says it happened (UTC): the post, the edit, the deletion.
    at: datetime
    #: When the message was posted (UTC); for a deletion of an unknown message the same as `at`.
    posted_at: datetime
    #: None for a deletion: platforms say which message went, not whose it was.
    member: str | None
    #: As people see it, the platform's escapes undone; empty for a deletion.
    text: str
    #: What the member is called, where a thread that was read back says so; it is kept with the member, not here.
    author: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Take every text that a platform sends: one that could not be kept would hold up a whole round."""
        object.__setattr__(self, "text", storable(self.text))
        object.__setattr__(self, "author", storable(self.author))


@dataclass(frozen=True, slots=True)
class Inbound:
    """Something that happened to a message in a thread."""

    workspace: str
    channel: str
    thread: str
    revision: Revision
    #: Who did it; None for a deletion and where the platform does not say.
    actor: Actor | None = None


#: The message id prefix of sealed answers: "sealed:" + member.
SEALED = "sealed:"
#: That of what a member chose privately: "sealed:choice:" + member.
CHOSEN = f"{SEALED}choice:"

#: The thread id prefix of the place where a round's sealed answers are kept, in no channel: "round:" + id.
SEALED_THREAD = "round:"


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one member submitted to one round."""

    member: str
    #: Their messages in the platform's order, separated by line breaks.
    text: str
    messages: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    #: What of it was said in time for sure; None: all of it. The rest was posted in time, and is only known as it was
    #: edited after the close.
    in_time: str | None = None
    #: The places in the question of what was chosen; None: it was answered in words.
    picked: tuple[int, ...] | None = None

    @property
    def is_private(self) -> bool:
        """Say whether any of it came through the private form."""
        return any(message.startswith(SEALED) for message in self.messages)


def _message_order(message: str) -> tuple[int, str]:
    # Slack's ts has one width, Discord's snowflakes grow in length: shorter ids are older.
    return len(message), message


def _as_of(revisions: Iterable[Revision], cutoff: datetime) -> Revision | None:
    """Give the message as it stood just before the cutoff; None if it was not there.

    An edit counts over the post whatever its time says: Slack gives edits in whole seconds, posts in microseconds. Of a
    message that was posted in time, and of which nothing is known but later edits, the first of these is given.
    """
    known = list(revisions)
    seen = [r for r in known if r.at < cutoff]
    words = [r for r in seen if r.happening in {Happening.POSTED, Happening.EDITED}]
    if not words and not any(r.happening is Happening.DELETED for r in known):
        late = [r for r in known if r.happening is Happening.EDITED and r.posted_at < cutoff]
        return min(late, key=attrgetter("at"), default=None)
    is_deleted = any(r.happening is Happening.DELETED for r in seen)
    if not words or (is_deleted and not stands_proxied(seen)):
        return None
    return max(words, key=lambda r: (r.happening is Happening.EDITED, r.at))


def stands_proxied(revisions: Collection[Revision]) -> bool:
    """Say whether a message was deleted by a proxy bot alone, so that its words go on counting."""
    deleted = [r for r in revisions if r.happening is Happening.DELETED]
    is_replaced = any(r.happening is Happening.REPLACED for r in revisions)
    return is_replaced and bool(deleted) and all(r.at - r.posted_at <= PROXY_WITHIN for r in deleted)


def assemble(revisions: Iterable[Revision], cutoff: datetime, choosing: Choosing | None = None) -> tuple[Answer, ...]:
    """Put together what each member had answered when the round closed.

    What was posted, edited or deleted at the cutoff or later is not seen, unless nothing else is known of a message
    that was posted in time (`Answer.in_time`). What is talk at the cutoff is left out. Where `choosing` is given, a
    choice is the answer of whoever has given no words. Answers come in order of their first message.
    """
    ordered = sorted(revisions, key=lambda r: _message_order(r.message))
    standing = [
        message
        for _, group in groupby(ordered, key=attrgetter("message"))
        if (message := _as_of(group, cutoff)) and message.member is not None and _counts(message, cutoff)
    ]
    standing.sort(key=lambda r: (r.posted_at, _message_order(r.message)))
    by_member: dict[str, list[Revision]] = {}
    for message in standing:
        if message.member is not None:
            by_member.setdefault(message.member, []).append(message)
    answers = (_answer(member, messages, cutoff, choosing) for member, messages in by_member.items())
    return tuple(answer for answer in answers if answer is not None)


def _answer(member: str, messages: Sequence[Revision], cutoff: datetime, choosing: Choosing | None) -> Answer | None:
    """Give what a member has answered: in words, or else by what they chose."""
    chosen = [one for one in messages if _is_choice(one, cutoff, choosing)]
    words = [one for one in messages if one not in chosen]
    if choosing is not None and not (choosing.takes_words and has_words(_joined(words))):
        chosen = [one for one in chosen if one.at < cutoff]
        picked = _picked(member, chosen, choosing)
        if picked.places:
            text = "\n".join(filter(None, (choosing.texts(picked.places), picked.why)))
            return _put_together(member, chosen, text, picked=tuple(sorted(picked.places)))
        words = words if choosing.takes_words else []
    return _put_together(member, words, _joined(words), in_time=_in_time(words, cutoff)) if words else None


def _put_together(
    member: str,
    messages: Sequence[Revision],
    text: str,
    *,
    in_time: str | None = None,
    picked: tuple[int, ...] | None = None,
) -> Answer:
    return Answer(
        member=member,
        text=text,
        messages=tuple(m.message for m in messages),
        first_at=messages[0].posted_at,
        last_at=max(m.at for m in messages),
        in_time=in_time,
        picked=picked,
    )


def _is_choice(message: Revision, cutoff: datetime, choosing: Choosing | None) -> bool:
    """Say whether a message chooses; what a letter said in time is not known where it was only seen edited later."""
    if message.message.startswith(CHOSEN):
        return True
    return choosing is not None and message.at < cutoff and choosing.typed(message.text) is not None


def _picked(member: str, chosen: Iterable[Revision], choosing: Choosing) -> Pick:
    """Put together what a member chose, privately and by letters in the thread: the latest counts.

    Where several choices are right, letters in the thread are added to what was chosen before.
    """
    picked = Pick()
    for message in sorted(chosen, key=attrgetter("at")):
        if message.message.startswith(CHOSEN):
            picked = Pick.read(message.text)
        elif places := choosing.places(member, choosing.typed(message.text) or ""):
            picked = replace(picked, places=places if choosing.is_single else picked.places | places)
    return picked


def _counts(message: Revision, cutoff: datetime) -> bool:
    """Say whether a message is part of an answer.

    A private form is for nothing else. What is only known as it was edited after the close may have been one.
    """
    is_known = message.at < cutoff
    return message.message.startswith(SEALED) or not is_known or kind_of(message.text).counts


def standing(revisions: Iterable[Revision], message: str, before: datetime) -> Revision | None:
    """Give a message as it stood before an instant; None: it was not there."""
    return _as_of((one for one in revisions if one.message == message), before)


def _joined(messages: Iterable[Revision]) -> str:
    return "\n".join(message.text for message in messages if message.text)


def _in_time(messages: Iterable[Revision], cutoff: datetime) -> str | None:
    known = list(messages)
    in_time = [message for message in known if message.at < cutoff]
    return None if len(in_time) == len(known) else _joined(in_time)


def taking_part(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Give the answers that count as taking part: those that have words, or a choice."""
    return tuple(answer for answer in answers if answer.picked is not None or has_words(answer.text))


def quick(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Give the quick answers: those that were chosen."""
    return tuple(answer for answer in answers if answer.picked is not None)
