"""The weekly digest: what changed in a series, to each manager who wants it, on their day and hour."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.cards.statistics.digest import Week, digest_card
from bot.domain.calendar.digests import GRACE, LASTS, Digest, next_due
from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.periods import ALL_TIME, week_key
from bot.domain.deliveries import Urgency
from bot.domain.members import Actor
from bot.domain.series import Series, may_manage
from bot.errors import RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.access.recognising import Recognising
from bot.services.deliveries.owing import owe_privately
from bot.services.members.meeting import wants_messages
from bot.services.rights import require_manager
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import scope_for

#: So many weeks are beside each other.
_WEEKS = 8
_DIGEST = 24


@dataclass(frozen=True, slots=True)
class Digesting:
    """Sets digests, and owes those that are due."""

    store: Store
    clock: Clock
    statistics: Statistics
    recognising: Recognising

    def set(self, tx: Transaction, actor: Actor, digest: Digest) -> Digest:
        """Send a manager the digest of a series from now on, as they ask for.

        Raises:
            RightsError: they may not manage the series.
            RefusedError: they may, but nothing that is kept here says so: nobody could know it on the day.
        """
        series = self._managed(tx, actor, digest.series_id)
        if not self._may_have(tx, actor.member, series):
            raise RefusedError(
                "The digest goes to managers who are named.", hint="`/qotd setup managers=` names them, by a mention."
            )
        tx.members.seen(actor)
        wants_messages(tx, actor)
        kept = replace(digest, next_due=next_due(digest, self.clock.now()))
        tx.digests.set(kept)
        return kept

    def of(self, tx: Transaction, actor: Actor, series: Series) -> Digest | None:
        """Give a manager's digest of a series; None: they have none.

        Raises:
            RightsError: they may not manage the series.
        """
        require_manager(actor, series)
        return tx.digests.of_member(actor.workspace, actor.member, series.id)

    def end(self, tx: Transaction, actor: Actor, series: Series) -> None:
        """Send it no longer; whoever has one may end it."""
        held = tx.digests.of_member(actor.workspace, actor.member, series.id)
        if held is not None:
            tx.digests.remove(held.id)

    async def digest_due(self, digest_id: int) -> bool:
        """Owe a manager their digest if it is due and its week had a question; one that came too late is left out.

        Its figures are read beside all calls.
        """
        digest, week = await self.store.read(self._due, digest_id)
        return digest is not None and await self.store.call(self._settle, digest, week)

    def _due(self, tx: Transaction, digest_id: int) -> tuple[Digest | None, Week | None]:
        digest = tx.digests.get(digest_id)
        if digest is None or digest.next_due is None or digest.next_due > self.clock.now():
            return None, None
        series = tx.series.get(digest.series_id)
        return digest, self.week(tx, series, digest) if series and self._may_have(tx, digest.member, series) else None

    def _settle(self, tx: Transaction, digest: Digest, week: Week | None) -> bool:
        """Owe what was read, unless the digest has changed or was owed meanwhile."""
        now = self.clock.now()
        if digest.next_due is None or tx.digests.get(digest.id) != digest:
            return False
        series = tx.series.get(digest.series_id)
        if series is None or not self._may_have(tx, digest.member, series):
            tx.digests.remove(digest.id)
            return False
        tx.digests.set(replace(digest, next_due=next_due(digest, now)))
        if now - digest.next_due > GRACE or week is None:
            return False
        told = hashlib.sha256(f"{digest.workspace} {digest.member} {series.id} {week.team.period}".encode())
        owed = owe_privately(
            tx,
            digest.workspace,
            digest.member,
            digest_card(week),
            key=f"g{told.hexdigest()[:_DIGEST]}",
            now=now,
            urgency=Urgency.DIGEST,
            series=series,
            lapses_at=now + LASTS,
        )
        return owed is not None

    def week(self, tx: Transaction, series: Series, digest: Digest) -> Week | None:
        """Give what a digest is made of; None: the week of the day before had no question."""
        yesterday = local_day(self.clock.now(), digest.zone) - timedelta(days=1)
        who = self.recognising.known(tx, Actor(digest.workspace, digest.member, ""))
        scope, key = scope_for(tx, who, series), week_key(yesterday)
        team = self.statistics.team(tx, scope, key)
        if not team.rounds:
            return None
        weeks = [one for one in self.statistics.team(tx, scope, ALL_TIME).weeks if one.name <= key]
        return Week(
            series.id,
            team,
            weeks[-_WEEKS:],
            self.statistics.questions(tx, scope, key),
            self.statistics.forecast(tx, scope),
        )

    def _managed(self, tx: Transaction, actor: Actor, series_id: int) -> Series:
        series = tx.series.get(series_id)
        if series is None or series.workspace != actor.workspace:
            raise RefusedError("This series does not exist here.")
        require_manager(actor, series)
        return series

    def _may_have(self, tx: Transaction, member: str, series: Series) -> bool:
        """Say whether somebody may manage a series as far as is known without asking the platform."""
        who = self.recognising.known(tx, Actor(series.workspace, member, ""))
        return may_manage(who, series.settings)
