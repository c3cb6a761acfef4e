"""Telling members what managers see of them."""

from datetime import datetime

from bot.cards.access import scores_shown_card
from bot.ports.store import Transaction
from bot.services.deliveries.owing import delivery_key, moment_code, owe_note


def tell_scores_are_shown(tx: Transaction, workspace: str, now: datetime) -> None:
    """Owe every channel in which something is asked a line that managers see members' scores from now on."""
    for series in {one.channel: one for one in tx.series.of_workspace(workspace)}.values():
        owe_note(
            tx, series, scores_shown_card(), key=delivery_key(series, "v", moment_code("", series.id, now)), now=now
        )
