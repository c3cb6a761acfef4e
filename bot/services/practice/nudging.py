"""Reminding members of the questions that are due for them, at the hour they chose."""

import hashlib
from dataclasses import dataclass, replace
from datetime import time, timedelta

from bot.cards.practice import nudge_card
from bot.domain.calendar.localtime import resolve
from bot.domain.deliveries import Urgency
from bot.domain.members import Actor
from bot.domain.practice.nudges import GRACE, Nudge, due_day, is_day_off, next_due
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_privately
from bot.services.members.meeting import wants_messages
from bot.services.practice.pool import DrillPool

# One letter and 24 characters: what fits in a key.
_DIGEST = 24


@dataclass(frozen=True, slots=True)
class Nudging:
    """Sets reminders, and owes those that are due."""

    pool: DrillPool
    clock: Clock

    def set(self, tx: Transaction, actor: Actor, nudge: Nudge) -> Nudge:
        """Remind a member from now on as they ask for."""
        tx.members.seen(actor)
        wants_messages(tx, actor)
        kept = replace(nudge, next_due=next_due(nudge, self.clock.now()))
        tx.nudges.set(kept)
        return kept

    def end(self, tx: Transaction, actor: Actor) -> None:
        """Remind a member no longer."""
        tx.nudges.remove(actor.workspace, actor.member)

    def nudge_due(self, tx: Transaction, nudge_id: int) -> bool:
        """Owe a member their reminder if it is due, once a day, and only if there is something to remind them of.

        It is left out on a day on which all series of the workspace have a holiday or a day off, and when Askaday was
        not running at its hour.
        """
        now = self.clock.now()
        nudge = tx.nudges.get(nudge_id)
        if nudge is None or nudge.next_due is None or nudge.next_due > now:
            return False
        tx.nudges.set(replace(nudge, next_due=next_due(nudge, now)))
        schedules = [series.settings.schedule for series in tx.series.of_workspace(nudge.workspace)]
        day = due_day(nudge, nudge.next_due)
        if now - nudge.next_due > GRACE or is_day_off(day, schedules):
            return False
        due = self.pool.due(tx, nudge.workspace, nudge.member, now)
        if not due:
            return False
        told = hashlib.sha256(f"{nudge.workspace} {nudge.member} {day}".encode()).hexdigest()[:_DIGEST]
        owed = owe_privately(
            tx,
            nudge.workspace,
            nudge.member,
            nudge_card(len(due), nudge.id),
            key=f"q{told}",
            now=now,
            urgency=Urgency.NUDGE,
            # A more urgent message may keep it back for hours; tomorrow has its own.
            lapses_at=resolve(day + timedelta(days=1), time(), nudge.zone),
        )
        return owed is not None
