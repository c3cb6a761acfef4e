"""Writing down what is owed to a platform, under a key that the platform keeps: so nothing is posted twice."""

from datetime import datetime

from bot.domain.cards import Card
from bot.domain.deliveries import DeliveryKind
from bot.domain.rounds import Round
from bot.domain.series import Series
from bot.ports.store import Transaction

_LETTERS = {
    DeliveryKind.CARD: "c",
    DeliveryKind.REMINDER: "m",
    DeliveryKind.REVEAL: "r",
    DeliveryKind.BOARD: "b",
    DeliveryKind.UPDATE: "u",
}

# Discord keeps at most 25 characters of a nonce: https://docs.discord.com/developers/resources/message
MAX_KEY = 25


def delivery_key(series: Series, letter: str, number: int | str) -> str:
    """Name a message. The seed tells apart databases that number their rounds alike."""
    return f"{series.seed & 0xFFFFFFFF:08x}{letter}{number}"[:MAX_KEY]


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


def tell_managers(tx: Transaction, series: Series, card: Card, *, code: str, now: datetime) -> None:
    """Owe each manager of the series a direct message; the same code is told once.

    Managers named as a group are not told: platforms send to people, not to groups.
    """
    known = tx.members.names(series.workspace)
    for number, manager in enumerate(sorted(series.settings.managers & known.keys())):
        tx.deliveries.add(
            key=delivery_key(series, "d", f"{code}-{number}"),
            workspace=series.workspace,
            kind=DeliveryKind.DIRECT,
            channel=manager,
            card=card,
            due_at=now,
            series_id=series.id,
        )
