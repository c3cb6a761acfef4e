"""Telling managers what they should know."""

from datetime import datetime

from bot.domain.cards import Card
from bot.domain.deliveries import DeliveryKind
from bot.domain.series import Series
from bot.ports.store import Transaction
from bot.services.keys import numbered_key


def tell_managers(tx: Transaction, series: Series, card: Card, *, code: str, now: datetime) -> None:
    """Owe each manager of the series a direct message; the same code is told once.

    Managers named as a group are reached through their own commands only: platforms send to people, not to groups.
    """
    known = tx.members.names(series.workspace)
    for number, manager in enumerate(sorted(series.settings.managers & known.keys())):
        tx.deliveries.add(
            key=numbered_key(series, "d", f"{code}-{number}"),
            workspace=series.workspace,
            kind=DeliveryKind.DIRECT,
            channel=manager,
            card=card,
            due_at=now,
            series_id=series.id,
        )
