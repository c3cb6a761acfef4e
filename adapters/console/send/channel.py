"""The chat itself, kept in memory: channels, threads, messages, edits, deletions. It prints nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from bot.domain.answers import Happening, Revision
from bot.domain.card import Card
from bot.ports.clock import Clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands."""

    workspace: str
    #: A channel's id; for private conversations "direct:" and the member's id.
    channel: str
    #: The id of the message whose thread it is in; None: in the channel itself.
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now."""

    #: Rises with time, also from run to run: the microseconds since 1970 at which it was posted.
    id: str
    place: Place
    posted_at: datetime
    #: None: the bot's own.
    member: str | None = None
    text: str = ""
    card: Card | None = None
    #: The delivery it came from, which readers do not see.
    key: str = ""
    edited_at: datetime | None = None

    @property
    def revision(self) -> Revision:
        """Give what last happened to it."""
        return Revision(
            message=self.id,
            happening=Happening.EDITED if self.edited_at else Happening.POSTED,
            at=self.edited_at or self.posted_at,
            posted_at=self.posted_at,
            member=self.member,
            text=self.text,
        )


class Chat:
    """Keeps messages in the order they were posted; no two things happen at the same instant."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.now()
        self._latest = _EPOCH
        self._messages: dict[str, Message] = {}

    def say(self, place: Place, member: str, text: str) -> Message:
        """Post what a person wrote."""
        at = self._tick()
        return self._keep(Message(_id_at(at), place, at, member=member, text=text))

    def post(self, place: Place, card: Card, key: str) -> Message:
        """Post a card of the bot."""
        at = self._tick()
        return self._keep(Message(_id_at(at), place, at, card=card, key=key))

    def edit(self, message: str, text: str) -> Message:
        """Change what a person wrote; raises `KeyError` if the message is not there."""
        return self._keep(replace(self._messages[message], text=text, edited_at=self._tick()))

    def show(self, message: str, card: Card) -> Message:
        """Change a card; raises `KeyError` if the message is not there."""
        return self._keep(replace(self._messages[message], card=card))

    def delete(self, message: str) -> Revision:
        """Take a message away; raises `KeyError` if it is not there."""
        gone = self._messages.pop(message)
        return Revision(message, Happening.DELETED, at=self._tick(), posted_at=gone.posted_at, member=None, text="")

    def recall_card(self, message: str, place: Place, card: Card, *, posted_at: datetime, key: str) -> Message:
        """Put back a card that an earlier run posted."""
        return self._keep(Message(message, place, posted_at, card=card, key=key))

    def recall(self, place: Place, revisions: Iterable[Revision]) -> None:
        """Put back what people wrote in an earlier run, from all that was recorded of it."""
        latest = {revision.message: revision for revision in sorted(revisions, key=attrgetter("at"))}
        for revision in sorted(latest.values(), key=attrgetter("posted_at")):
            if revision.happening is not Happening.DELETED:
                edited_at = revision.at if revision.happening is Happening.EDITED else None
                author, posted_at = revision.member, revision.posted_at
                self._keep(Message(revision.message, place, posted_at, author, revision.text, edited_at=edited_at))
            self._latest = max(self._latest, revision.at)

    def is_of_earlier_run(self, message: str) -> bool:
        """Say whether the id is one that a chat before this one gave."""
        return message.isdecimal() and int(message) < int(_id_at(self._began))

    def get(self, message: str) -> Message | None:
        """Give a message, unless it was deleted."""
        return self._messages.get(message)

    def at(self, place: Place) -> Sequence[Message]:
        """Give the messages of a place, oldest first; a channel's are those outside its threads."""
        return [message for message in self._messages.values() if message.place == place]

    def last_of(self, place: Place, member: str) -> Message | None:
        """Give a member's newest message in a place."""
        return next((m for m in reversed(self.at(place)) if m.member == member), None)

    def _keep(self, message: Message) -> Message:
        self._messages[message.id] = message
        return message

    def _tick(self) -> datetime:
        self._latest = max(self._clock.now(), self._latest + _TICK)
        return self._latest


def _id_at(instant: datetime) -> str:
    return str((instant - _EPOCH) // _TICK)
