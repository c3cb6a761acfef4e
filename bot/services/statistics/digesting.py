"""The weekly digest: what changed in a series, to each manager who wants it, on their day and hour."""

import asyncio
import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta

import structlog

from bot.cards.statistics.digest import Week, digest_card
from bot.domain.calendar.digests import GRACE, LASTS, Digest, next_due
from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.periods import week_key
from bot.domain.deliveries import Urgency
from bot.domain.members import Actor
from bot.domain.series import Series, may_manage
from bot.errors import DeliveryError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction
from bot.services.access.recognising import Recognising
from bot.services.deliveries.owing import owe_privately
from bot.services.members.meeting import wants_messages
from bot.services.rights import require_manager
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import scope_for

log = structlog.get_logger()

#: So long a platform may take to say who somebody is now.
_PATIENCE = timedelta(seconds=20)
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
    #: What is being read: no tick begins anew with it.
    _under_way: set[int] = field(default_factory=set)

    def set(self, tx: Transaction, actor: Actor, digest: Digest) -> Digest:
        """Send a manager the digest of a series from now on, as they ask for.

        Raises:
            RightsError: they may not manage the series.
            RefusedError: there is none here.
        """
        self._require_managed(tx, actor, digest.series_id)
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

        Its figures are read beside all calls. Who manages by what their platform says, as by a role, is asked for there
        before: while it does not answer, their digest stays due.
        """
        if digest_id in self._under_way:
            return False
        self._under_way.add(digest_id)
        try:
            digest, kept = await self.store.read(self._due, digest_id)
            if digest is None:
                return False
            is_late = self._is_late(digest)
            reader = kept if kept or is_late else await self._vouched(digest)
            week = None if reader is None or is_late else await self.store.read(self._week_for, reader, digest)
            return await self.store.call(self._settle, digest, reader, week)
        except (DeliveryError, TimeoutError) as error:
            log.warning("who manages could not be looked up", digest=digest_id, error=str(error))
            return False
        finally:
            self._under_way.discard(digest_id)

    def _due(self, tx: Transaction, digest_id: int) -> tuple[Digest | None, Actor | None]:
        """Give a digest that is due, and its manager if they are one by what is kept here."""
        digest = tx.digests.get(digest_id)
        if digest is None or digest.next_due is None or digest.next_due > self.clock.now():
            return None, None
        series = tx.series.get(digest.series_id)
        known = self.recognising.known(tx, Actor(digest.workspace, digest.member, ""))
        return digest, known if series is None or may_manage(known, series.settings) else None

    def _is_late(self, digest: Digest) -> bool:
        return digest.next_due is not None and self.clock.now() - digest.next_due > GRACE

    async def _vouched(self, digest: Digest) -> Actor | None:
        """Give who asked for a digest with the rights they have now; None: they have left.

        Raises:
            DeliveryError: the platform does not say.
            TimeoutError: it does not say in time.
        """
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            return await self.recognising.now(digest.workspace, digest.member)

    def _week_for(self, tx: Transaction, reader: Actor, digest: Digest) -> Week | None:
        series = tx.series.get(digest.series_id)
        may = series is not None and may_manage(reader, series.settings)
        return self.week(tx, reader, series, digest.zone) if series and may else None

    def _settle(self, tx: Transaction, digest: Digest, reader: Actor | None, week: Week | None) -> bool:
        """Owe what was read, unless the digest has changed or was owed meanwhile."""
        now = self.clock.now()
        if digest.next_due is None or tx.digests.get(digest.id) != digest:
            return False
        series, is_late = tx.series.get(digest.series_id), self._is_late(digest)
        if series is None or not (is_late or (reader and may_manage(reader, series.settings))):
            tx.digests.remove(digest.id)
            return False
        tx.digests.set(replace(digest, next_due=next_due(digest, now)))
        if week is None:
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

    def week(self, tx: Transaction, reader: Actor, series: Series, zone: str) -> Week | None:
        """Give what a digest is made of; None: the week of the day before, in a zone, had no question."""
        yesterday = local_day(self.clock.now(), zone) - timedelta(days=1)
        scope, key = scope_for(tx, reader, series), week_key(yesterday)
        team, forecast = self.statistics.team_and_forecast(tx, scope, key)
        if not team.rounds:
            return None
        weeks = [one for one in self.statistics.weeks(tx, scope) if one.name <= key]
        return Week(
            series.id,
            team,
            weeks[-_WEEKS:],
            self.statistics.questions(tx, scope, key),
            forecast,
        )

    def _require_managed(self, tx: Transaction, actor: Actor, series_id: int) -> None:
        series = tx.series.get(series_id)
        if series is None or series.workspace != actor.workspace:
            raise RefusedError("This series does not exist here.")
        require_manager(actor, series)
