"""Withdrawing a round that nobody has seen: it counts as skipped, and its question comes again."""

from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import DeliveryKind
from bot.domain.rounds import Move, Round, moved
from bot.ports.store import Transaction


def withdraw(tx: Transaction, played: Round, note: str, now: datetime) -> None:
    """Withdraw an open round whose card was not posted and will not be."""
    for delivery in tx.deliveries.of_round(played.id):
        if delivery.kind is DeliveryKind.CARD:
            tx.deliveries.mark_failed(delivery.id, note)
    state = moved(played.state, Move.WITHDRAW)
    # Without its question it does not count as asked.
    tx.rounds.save(replace(played, state=state, question=None, closed_at=now, remind_at=None, note=note))
