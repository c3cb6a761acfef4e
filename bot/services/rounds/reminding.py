"""Reminding a thread that its question closes soon."""

from dataclasses import replace

from bot.cards.notices import reminder_card
from bot.domain.deliveries import DeliveryKind
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_for_round
from bot.services.rounds.answering import count_answers


def remind(tx: Transaction, clock: Clock, round_id: int) -> bool:
    """Owe the reminder of a round if it is due, once; a round nobody has seen yet gets none."""
    now = clock.now()
    played = tx.rounds.get(round_id)
    series = tx.series.get(played.series_id) if played else None
    if played is None or series is None or played.remind_at is None or played.remind_at > now:
        return False
    tx.rounds.save(replace(played, remind_at=None))
    if played.thread is None:
        return False
    card = reminder_card(series, played, count_answers(tx, played, now))
    owe_for_round(tx, series, played, DeliveryKind.REMINDER, card, now=now)
    return True
