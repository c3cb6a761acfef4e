"""What the bot owes a platform: written to the store before it is sent."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum

from bot.domain.calendar.localtime import local_day, resolve
from bot.domain.card import Card
from bot.errors import Scope


class DeliveryKind(StrEnum):
    """What is owed."""

    CARD = "card"  # the question, into the channel
    NOTE = "note"  # a short notice, into the channel
    REMINDER = "reminder"  # into the round's thread
    REVEAL = "reveal"  # into the round's thread
    ANSWER = "answer"  # the model answer, below its reveal
    ANSWERS = "answers"  # what was answered privately, below the model answer
    BOARD = "board"  # that there is a reveal, and who leads, into the channel
    UPDATE = "update"  # replaces the round's card
    DIRECT = "direct"  # to one member privately
    PRIVATE_REMINDER = "private_reminder"  # to one member privately, while they can still answer


#: What follows a reveal into the thread, one after another, and is never shown without it.
BELOW_REVEAL = frozenset({DeliveryKind.ANSWER, DeliveryKind.ANSWERS})


#: What goes to one member privately.
PRIVATE = frozenset({DeliveryKind.DIRECT, DeliveryKind.PRIVATE_REMINDER})
#: What is of no use once its question has closed.
BEFORE_CLOSE = frozenset({DeliveryKind.REMINDER, DeliveryKind.PRIVATE_REMINDER})


#: What waits to the next day is sent from this local time on.
MORNING = time(9)


class Urgency(IntEnum):
    """Of what is sent to a member unasked one message goes out a day: the most urgent, by what waiting costs."""

    NOTICE = 0  # trouble, to managers: a queue of its own for each series, and what waits is told together
    REMINDER = 1  # of no use once the question has closed
    WELCOME = 2
    DECISION = 3  # what became of a claim
    NUDGE = 4  # of no use after that day; tomorrow has its own
    SILENCE = 5  # whether to be left alone
    AWAY = 6  # that somebody else said they are away; all else waits meanwhile
    DIGEST = 7  # of a week, for who asked for it


#: What is sent to somebody who is away, or wants to be left alone, all the same: it is about more than a question.
EVEN_UNASKED = frozenset({Urgency.NOTICE, Urgency.AWAY})


@dataclass(frozen=True, slots=True)
class Turn:
    """The queue in which a private message waits for the one place of a day."""

    queue: str
    urgency: Urgency
    #: When it is of no use any more; None: never.
    lapses_at: datetime | None
    #: When the queue looks at it.
    look_at: datetime


def queue_of(workspace: str, member: str, urgency: Urgency, series_id: int | None) -> str:
    """Name a queue: each member has one, and one more for the notices of each series that they manage."""
    return f"{workspace} {member} {series_id}" if urgency is Urgency.NOTICE else f"{workspace} {member}"


def morning_after(now: datetime, zone: str) -> datetime:
    """Give the next morning in a zone, on the day after the one that it has now."""
    return morning_of(local_day(now, zone) + timedelta(days=1), zone)


def morning_of(day: date, zone: str) -> datetime:
    """Give the instant of a day's morning in a zone."""
    return resolve(day, MORNING, zone)


class DeliveryState(StrEnum):
    """How far it is."""

    QUEUED = "queued"  # private and unasked: it waits for its turn

    PENDING = "pending"
    SENDING = "sending"  # claimed; may or may not have reached the platform
    SENT = "sent"
    WAITING = "waiting"  # refused for a cause that can go away; kept until it has, and tried now and then
    FAILED = "failed"  # permanently


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed, as stored."""

    id: int
    #: Unique, at most 25 characters (Discord's limit for a nonce), kept by the platform with the message.
    key: str
    workspace: str
    kind: DeliveryKind
    #: Channel id; for what is private the member's id.
    channel: str
    card: Card
    state: DeliveryState
    due_at: datetime
    attempts: int
    series_id: int | None = None
    round_id: int | None = None
    #: Sent only after this delivery of the same workspace was sent.
    after_id: int | None = None
    #: The platform's message id once sent.
    message: str | None = None
    error: str = ""
    #: What has to change before it can be sent; None: nothing is known to stand in its way.
    waits_for: Scope | None = None
    #: Of what waits for its turn, or has waited.
    turn: Turn | None = None
