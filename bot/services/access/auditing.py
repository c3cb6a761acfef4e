"""The audit: what was changed, by whom, from what to what. Managers see their series', administrators all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.calendar.localtime import local_day, resolve
from bot.domain.calendar.periods import parse_days, period_range
from bot.domain.members import Actor, Change, Values
from bot.domain.rounds import Round
from bot.domain.series import Series, SeriesSettings, may_manage
from bot.errors import RightsError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.rights import require_manager

#: So many changes are on a page.
ON_PAGE = 8
#: Gives a series' settings by name as they are typed, people by their ids.
Described = Callable[[SeriesSettings], Values]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of the changes that somebody may see."""

    #: A key of `domain/calendar/periods.py`.
    period: str
    #: None: of all series that they may see.
    series: Series | None
    changes: Sequence[Change]
    #: Counted from 1.
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Auditing:
    """Keeps what is changed of a series' settings, and shows what was changed."""

    clock: Clock
    described: Described

    def changed(
        self,
        tx: Transaction,
        by: str,
        action: str,
        before: Series | None,
        after: Series,
        *,
        detail: str = "",
        also: tuple[str, str, str] | None = None,
    ) -> None:
        """Keep what has become of a series: of one that there was, what is different now.

        `also` is what became something else with it: its name, what it was, and what it is.
        """
        was, now = ({} if one is None else self._all_of(one) for one in (before, after))
        keys = [key for key in now if was.get(key) != now[key]]
        name, earlier, later = also or ("", "", "")
        tx.audit.add(
            after.workspace,
            by,
            action,
            detail or after.name,
            self.clock.now(),
            series_id=after.id,
            before={key: was[key] for key in keys if key in was} | ({name: earlier} if also else {}),
            after={key: now[key] for key in keys} | ({name: later} if also else {}),
        )

    def _all_of(self, series: Series) -> Values:
        state = f"{series.state}: {series.pause_reason}" if series.pause_reason else str(series.state)
        until = str(series.settings.schedule.paused_until or "none")
        excluded = sorted(series.settings.excluded)
        described = self.described(series.settings)
        return {"channel": series.channel, **described, "excluded": excluded, "state": state, "paused until": until}

    def page(
        self, tx: Transaction, actor: Actor, period: str, number: int = 1, *, series: Series | None = None
    ) -> AuditPage:
        """Give a page of what was changed in a period, newest first: of one series, else of all that they may see.

        Raises:
            RightsError: they manage nothing here, or not that series.
            InputError: the period is not understood.
        """
        everywhere = tx.series.of_workspace(actor.workspace)
        if series is not None:
            require_manager(actor, series)
        own = [one for one in everywhere if may_manage(actor, one.settings)]
        if not (own or actor.is_admin):
            raise RightsError("Only managers of a series and administrators may see what was changed.")
        zones = [one.settings.schedule.zone for one in (series, *own, *everywhere) if one] or ["UTC"]
        key = parse_days(period, local_day(self.clock.now(), zones[0]))
        since, until = bounds(key, zones[0])
        chosen = [series.id] if series else None if actor.is_admin else [one.id for one in own]
        start = (number - 1) * ON_PAGE
        found = tx.audit.changes(actor.workspace, since, until, series=chosen, limit=ON_PAGE + 1, offset=start)
        return AuditPage(key, series, found[:ON_PAGE], number, has_more=len(found) > ON_PAGE)


def judged(
    tx: Transaction, actor: Actor, played: Round, action: str, at: datetime, *, before: Values, after: Values
) -> None:
    """Keep what somebody decided of a round."""
    detail, workspace = f"round {played.id}", played.workspace
    tx.audit.add(workspace, actor.member, action, detail, at, series_id=played.series_id, before=before, after=after)


def bounds(period: str, zone: str) -> tuple[datetime | None, datetime | None]:
    """Give the instants between which a period lies in a zone; of all time, None and None."""
    first, last = period_range(period)
    until = None if last is None else _midnight(last + timedelta(days=1), zone)
    return None if first is None else _midnight(first, zone), until


def _midnight(day: date, zone: str) -> datetime:
    return resolve(day, time.min, zone)
