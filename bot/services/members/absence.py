"""Being away: days on which nothing is expected of a member, and nothing is sent to them that they did not ask for."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from bot.cards.meeting import set_away_card
from bot.domain.calendar.localtime import local_day
from bot.domain.deliveries import Urgency, queue_of
from bot.domain.members import Absence, Actor
from bot.errors import InputError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_privately
from bot.services.members.zones import zone_of_member
from bot.services.rights import require_manager_of_any

#: So long ahead an absence may end.
LONGEST = timedelta(days=366)
# One letter and 24 characters: what fits in a key.
_DIGEST = 24


@dataclass(frozen=True, slots=True)
class Absences:
    """Says who is away until when, for themselves and for those who manage a series."""

    clock: Clock

    def today(self, tx: Transaction, workspace: str, member: str) -> date:
        """Give the day that it is for a member."""
        return local_day(self.clock.now(), zone_of_member(tx, workspace, member))

    def of(self, tx: Transaction, workspace: str, member: str) -> Absence | None:
        """Give the absence of a member, if they are away today."""
        return tx.absences.of_member(workspace, member, self.today(tx, workspace, member))

    def begin(self, tx: Transaction, actor: Actor, member: str, until: date) -> Absence:
        """Let a member be away from today on; `until` is the first day on which they are back.

        Who is away by somebody else's word is told.

        Raises:
            InputError: that day is not after today, or lies too far ahead.
            RightsError: it is somebody else, and the actor manages no series here.
        """
        if member != actor.member:
            require_manager_of_any(tx, actor)
        today = self.today(tx, actor.workspace, member)
        if until <= today:
            raise InputError(f"{until.isoformat()} has begun already.", hint="Name the first day back, like monday.")
        if until > today + LONGEST:
            raise InputError("That is more than a year ahead.", hint="Name a day within a year, and again then.")
        absence = Absence(actor.workspace, member, today, until)
        before = tx.absences.of_member(actor.workspace, member, today)
        tx.absences.set(absence)
        self._note(tx, actor, member, before, absence)
        return absence

    def end(self, tx: Transaction, actor: Actor, member: str) -> bool:
        """Let a member be back, and say whether they were away; what waited for that is sent to them.

        Raises:
            RightsError: it is somebody else, and the actor manages no series here.
        """
        if member != actor.member:
            require_manager_of_any(tx, actor)
        workspace, now = actor.workspace, self.clock.now()
        before = self.of(tx, workspace, member)
        if before is None:
            return False
        tx.absences.end(workspace, member, self.today(tx, workspace, member))
        for waiting in tx.deliveries.queued(queue_of(workspace, member, Urgency.DECISION, None)):
            tx.deliveries.postpone(waiting.id, now)
        self._note(tx, actor, member, before, None)
        return True

    def _note(
        self, tx: Transaction, actor: Actor, member: str, before: Absence | None, absence: Absence | None
    ) -> None:
        """Tell somebody what was done for them, and keep in the audit who did."""
        if member == actor.member:
            tx.members.seen(actor)
            return
        now = self.clock.now()
        was, until = (one.until.isoformat() if one else "not away" for one in (before, absence))
        tx.audit.add(
            actor.workspace,
            actor.member,
            "away",
            "",
            now,
            before={"member": member, "away until": was},
            after={"member": member, "away until": until},
        )
        series = tx.series.of_workspace(actor.workspace)[0]
        digest = hashlib.sha256(f"{actor.workspace} {member} {until} {now.isoformat()}".encode()).hexdigest()
        owe_privately(
            tx,
            actor.workspace,
            member,
            set_away_card(actor.name, absence.until if absence else None, series.id),
            key=f"a{digest[:_DIGEST]}",
            now=now,
            urgency=Urgency.AWAY,
            series=series,
        )
