"""Figures that are kept until something is written that they are made of: a page is opened more often than that.

Rights are none of it: whoever asks has a scope, which is looked up each time. Only what is read in `Store.read` may be
kept, since what a transaction has written may come to nothing.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.domain.calendar.localtime import local_day
from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.people import People, Person
from bot.domain.statistics.questions import QuestionHealth
from bot.domain.statistics.team import Taking, Team
from bot.ports.store import Transaction
from bot.services.statistics.carried_rows import CarriedRows
from bot.services.statistics.carrying import Carried, of_sources
from bot.services.statistics.reading import Statistics
from bot.services.statistics.rows import Rows
from bot.services.statistics.scopes import Scope

T = TypeVar("T")
#: So many figures are kept: of 200 people one takes some 100 kB.
MOST_KEPT = 256
#: So much is carried of what they are made of: of a year of 200 people some thirty things, which take 9 MB.
_MOST_CARRIED = 256
_KNOWN = frozenset(
    {"rounds", "drills", "memories", "own_packs", "own_questions", "questions", "departures", "kept_groups"}
)
_TAKING = frozenset({"rounds", "absences", "series"})
_TEAM = _KNOWN | _TAKING
_FORECAST = _KNOWN | {"series", "quarantine"}
_TAKEN_PART = _TAKING | {"answers", "members", "streaks"}
_PEOPLE = _TAKEN_PART | {"drills", "questions"}
_HEALTH = frozenset({"rounds", "drills", "kept_groups", "questions", "flags", "feedback", "claims", "grades", "series"})


@dataclass(frozen=True, slots=True)
class _Packs:
    """The packs there are, which are the same as long as nobody reloads them; two are equal where they are the same."""

    by_name: Mapping[str, object]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Packs) and other.by_name is self.by_name

    def __hash__(self) -> int:
        return id(self.by_name)


@dataclass(frozen=True, slots=True)
class KeptStatistics(Statistics):
    """Gives the figures of `Statistics`, and keeps them."""

    kept: Carried = field(default_factory=lambda: Carried(MOST_KEPT))
    carried: Carried = field(default_factory=lambda: Carried(_MOST_CARRIED))

    def team(self, tx: Transaction, scope: Scope, period: str) -> Team:
        """Give who takes part and what they know."""
        make = super(KeptStatistics, self).team
        return self._kept(tx, scope, _TEAM, ("team", self._days(scope, period)), lambda: make(tx, scope, period))

    def forecast(self, tx: Transaction, scope: Scope, until: date | None = None) -> Forecast:
        """Give what will have been forgotten by a day."""
        make = super(KeptStatistics, self).forecast
        return self._kept(tx, scope, _FORECAST, ("forecast", until), lambda: make(tx, scope, until))

    def team_and_forecast(self, tx: Transaction, scope: Scope, period: str) -> tuple[Team, Forecast]:
        """Give both."""
        make, days = super(KeptStatistics, self).team_and_forecast, self._days(scope, period)
        return self._kept(tx, scope, _TEAM | _FORECAST, ("team and forecast", days), lambda: make(tx, scope, period))

    def weeks(self, tx: Transaction, scope: Scope) -> Sequence[Taking]:
        """Give how each week was taken part in."""
        make = super(KeptStatistics, self).weeks
        return self._kept(tx, scope, _TAKING, ("weeks",), lambda: make(tx, scope))

    def _health(self, tx: Transaction, scope: Scope, period: str) -> Sequence[QuestionHealth]:
        make, days = super(KeptStatistics, self)._health, self._days(scope, period)
        return self._kept(tx, scope, _HEALTH, ("questions", days), lambda: make(tx, scope, period))

    def people(self, tx: Transaction, scope: Scope, period: str) -> People:
        """Give everybody who ever took part."""
        make = super(KeptStatistics, self).people
        return self._kept(tx, scope, _PEOPLE, ("people", self._days(scope, period)), lambda: make(tx, scope, period))

    def taking_part(self, tx: Transaction, scope: Scope, period: str) -> tuple[int, int]:
        """Say how many of those who could took part."""
        make = super(KeptStatistics, self).taking_part
        return self._kept(
            tx, scope, _TAKEN_PART, ("taking part", self._days(scope, period)), lambda: make(tx, scope, period)
        )

    def person(self, tx: Transaction, scope: Scope, member: str, period: str) -> Person | None:
        """Give what managers see of a member."""
        make, days = super(KeptStatistics, self).person, self._days(scope, period)
        return self._kept(tx, scope, _PEOPLE, ("person", member, days), lambda: make(tx, scope, member, period))

    def _days(self, scope: Scope, period: str) -> str:
        """Give the key of a period, which people say in several ways.

        Raises:
            InputError: it is not understood.
        """
        return self.spans(scope, period).key

    def _rows(self, tx: Transaction, scope: Scope) -> Rows:
        return CarriedRows(tx, scope.workspace, tx.writes.latest(scope.workspace), self.carried)

    def _kept(
        self, tx: Transaction, scope: Scope, sources: AbstractSet[str], what: Hashable, make: Callable[[], T]
    ) -> T:
        workspace, series = scope.workspace, tuple(one.id for one in scope.series)
        # Days begin at midnight in the zones of series, memories fade by those of UTC.
        zones = dict.fromkeys(one.settings.schedule.zone for one in scope.series)
        today = (self._today(), *(local_day(self.clock.now(), zone) for zone in zones))
        state = (of_sources(tx.writes.latest(workspace), sources), today, _Packs(self.managing.packs.packs()))
        return self.kept.same((workspace, series, scope.rules, scope.sees_scores, what), state, make)
