"""Writing down what is owed to a platform, under a key that the platform keeps: so nothing is posted twice."""

import hashlib
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from bot.cards.notices.notice import UNSEEN
from bot.domain.calendar.localtime import local_day
from bot.domain.card import Card
from bot.domain.deliveries import EVEN_UNASKED, DeliveryKind, Turn, Urgency, queue_of
from bot.domain.members import is_group_id
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.ports.store import Transaction

_LETTERS = {
    DeliveryKind.CARD: "c",
    DeliveryKind.REMINDER: "m",
    DeliveryKind.REVEAL: "r",
    DeliveryKind.ANSWER: "a",
    DeliveryKind.ANSWERS: "s",
    DeliveryKind.BOARD: "b",
    DeliveryKind.UPDATE: "u",
}

# Discord keeps at most 25 characters of a nonce: https://docs.discord.com/developers/resources/message
MAX_KEY = 25
#: So many characters of a hash tell messages to members apart.
_DIGEST = 16
#: Seconds between two updates of one card with the number of its answers.
_BETWEEN_COUNTS = 30


def delivery_key(series: Series, letter: str, number: int | str) -> str:
    """Name a message. The seed tells apart databases that number their rounds alike.

    Raises:
        ValueError: the letter and the number have more than 17 characters together.
    """
    return _fitting(f"{series.seed & 0xFFFFFFFF:08x}{letter}{number}")


def _fitting(key: str) -> str:
    # What is cut off might have been all that tells two messages apart.
    if len(key) > MAX_KEY:
        raise ValueError(f"{key!r} is longer than {MAX_KEY} characters")
    return key


def moment_code(letter: str, about: int | str, now: datetime) -> str:
    """Name something that can happen again, by what it is about and the very instant: the letter and ten more."""
    return letter + hashlib.sha256(f"{about} {now.isoformat()}".encode()).hexdigest()[:10]


def owe_at_once(tx: Transaction, workspace: str, member: str, card: Card, *, code: str, now: datetime) -> None:
    """Owe a member a private message that cannot wait its turn; the code says what for, whatever its length."""
    digest = hashlib.sha256(f"{workspace} {code}".encode()).hexdigest()[:24]
    tx.deliveries.add(
        key=f"w{digest}", workspace=workspace, kind=DeliveryKind.DIRECT, channel=member, card=card, due_at=now
    )


def owe_for_round(
    tx: Transaction,
    series: Series,
    played: Round,
    kind: DeliveryKind,
    card: Card,
    *,
    now: datetime,
    after_id: int | None = None,
    earlier: int = 0,
) -> int | None:
    """Owe the one message of a kind that a round has, and give its id; None if it is owed already.

    `earlier` counts the cards that were withdrawn before: a round that opens again owes a new one.
    """
    number = f"{played.id}.{earlier}" if earlier else str(played.id)
    return tx.deliveries.add(
        key=delivery_key(series, _LETTERS[kind], number),
        workspace=series.workspace,
        kind=kind,
        channel=played.channel,
        card=card,
        due_at=now,
        series_id=series.id,
        round_id=played.id,
        after_id=after_id,
    )


def owe_count(tx: Transaction, workspace: str, round_id: int, channel: str, now: datetime) -> None:
    """Owe the round's card an update with the number of its answers, at the end of this half minute.

    What it shows is computed when it is sent, so that all answers until then are counted. No series is loaded, since
    every message of a thread comes this way; an update is not looked up by its key.
    """
    pause = int(now.timestamp()) // _BETWEEN_COUNTS
    key = _fitting(f"count{round_id}.{pause}")
    if tx.deliveries.is_owed(key):
        return
    tx.deliveries.add(
        key=key,
        workspace=workspace,
        kind=DeliveryKind.UPDATE,
        channel=channel,
        card=UNSEEN,
        due_at=datetime.fromtimestamp((pause + 1) * _BETWEEN_COUNTS, UTC),
        round_id=round_id,
    )


def owe_note(
    tx: Transaction, series: Series, card: Card, *, key: str, now: datetime, round_id: int | None = None
) -> int | None:
    """Owe a short notice to the channel of a series, and give its id; None if one with that key is owed already.

    With `round_id` it is kept and erased with the round's other messages.
    """
    return tx.deliveries.add(
        key=key,
        workspace=series.workspace,
        kind=DeliveryKind.NOTE,
        channel=series.channel,
        card=card,
        due_at=now,
        series_id=series.id,
        round_id=round_id,
    )


def owe_privately(
    tx: Transaction,
    workspace: str,
    member: str,
    card: Card,
    *,
    key: str,
    now: datetime,
    urgency: Urgency,
    series: Series | None = None,
    round_id: int | None = None,
    lapses_at: datetime | None = None,
    kind: DeliveryKind = DeliveryKind.DIRECT,
) -> int | None:
    """Owe a member a private message that they did not ask for, and give its id; None if it is owed, or not wanted.

    One of these goes out a day (`queueing`); who wants to be left alone is sent none but notices of what they manage.
    """
    contact = tx.contacts.of_member(workspace, member)
    if contact is not None and contact.is_quiet and urgency not in EVEN_UNASKED:
        return None
    series_id = series.id if series else None
    return tx.deliveries.add(
        key=key,
        workspace=workspace,
        kind=kind,
        channel=member,
        card=card,
        due_at=now,
        series_id=series_id,
        round_id=round_id,
        turn=Turn(queue_of(workspace, member, urgency, series_id), urgency, lapses_at, now),
    )


def tell_managers(tx: Transaction, series: Series, card: Card, *, code: str, now: datetime) -> None:
    """Owe each manager of the series a notice of trouble; the same code is told once."""
    tell_members(tx, series, series.settings.managers, card, code=code, now=now)


def tell_members(
    tx: Transaction,
    series: Series,
    members: AbstractSet[str],
    card: Card,
    *,
    code: str,
    now: datetime,
    round_id: int | None = None,
    urgency: Urgency = Urgency.NOTICE,
    lapses_at: datetime | None = None,
    kind: DeliveryKind = DeliveryKind.DIRECT,
) -> None:
    """Owe each of the members a private message that they did not ask for; the same code is told once.

    Who is named as a group is not told: platforms send to people, not to groups. A group whose id looks like a member's
    (Discord) is tried in vain, and nothing follows from that. Trouble is told to those who are not away, if anybody is
    there. With `round_id` the message is kept and erased with the round's other messages.
    """
    if urgency is Urgency.NOTICE:
        away = tx.absences.away(series.workspace, local_day(now, series.settings.schedule.zone))
        members = members - away or members
    for member in sorted(member for member in members if not is_group_id(member)):
        owe_privately(
            tx,
            series.workspace,
            member,
            card,
            key=_key_for(series, member, code),
            now=now,
            urgency=urgency,
            series=series,
            round_id=round_id,
            lapses_at=lapses_at,
            kind=kind,
        )


def reply_to(
    tx: Transaction,
    series: Series,
    member: str,
    card: Card,
    *,
    code: str,
    now: datetime,
    round_id: int | None = None,
) -> None:
    """Owe a member a private word about what they did: it goes out at once; the same code is told once."""
    tx.deliveries.add(
        key=_key_for(series, member, code),
        workspace=series.workspace,
        kind=DeliveryKind.DIRECT,
        channel=member,
        card=card,
        due_at=now,
        series_id=series.id,
        round_id=round_id,
    )


def _key_for(series: Series, member: str, code: str) -> str:
    return delivery_key(series, "d", hashlib.sha256(f"{code} {member}".encode()).hexdigest()[:_DIGEST])
