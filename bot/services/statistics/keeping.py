"""Figures that are kept until something is written that they are made of: a page is opened more often than that.

Rights are none of it: whoever asks has a scope, which is looked up each time. Only what is read in `Store.read` may be
kept, since what a transaction has written may come to nothing.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TypeVar, cast

from bot.domain.calendar.localtime import local_day
from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.people import People, Person
from bot.domain.statistics.questions import Questions
from bot.domain.statistics.team import Taking, Team
from bot.ports.store import Transaction
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import Scope

T = TypeVar("T")
#: So many figures are kept: of 200 people one takes some 100 kB.
MOST_KEPT = 256


@dataclass(slots=True)
class Kept:
    """What was asked for last, with what was written last before; readers of several threads share it."""

    most: int = MOST_KEPT
    _held: OrderedDict[Hashable, tuple[Hashable, object]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def __len__(self) -> int:
        """Count what is kept."""
        return len(self._held)

    def get(self, key: Hashable, state: Hashable, make: Callable[[], T]) -> T:
        """Give what was made of a state; where that is not kept it is made now, in the place of any other state's."""
        with self._lock:
            found = self._held.get(key)
            if found is not None and found[0] == state:
                self._held.move_to_end(key)
                return cast("T", found[1])
        made = make()
        with self._lock:
            self._held[key] = (state, made)
            self._held.move_to_end(key)
            while len(self._held) > self.most:
                self._held.popitem(last=False)
        return made


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

    kept: Kept = field(default_factory=Kept)

    def team(self, tx: Transaction, scope: Scope, period: str) -> Team:
        """Give who takes part and what they know."""
        make = super(KeptStatistics, self).team
        return self._kept(tx, scope, ("team", self._days(scope, period)), lambda: make(tx, scope, period))

    def forecast(self, tx: Transaction, scope: Scope, until: date | None = None) -> Forecast:
        """Give what will have been forgotten by a day."""
        make = super(KeptStatistics, self).forecast
        return self._kept(tx, scope, ("forecast", until), lambda: make(tx, scope, until))

    def team_and_forecast(self, tx: Transaction, scope: Scope, period: str) -> tuple[Team, Forecast]:
        """Give both."""
        make, days = super(KeptStatistics, self).team_and_forecast, self._days(scope, period)
        return self._kept(tx, scope, ("team and forecast", days), lambda: make(tx, scope, period))

    def weeks(self, tx: Transaction, scope: Scope) -> Sequence[Taking]:
        """Give how each week was taken part in."""
        make = super(KeptStatistics, self).weeks
        return self._kept(tx, scope, ("weeks",), lambda: make(tx, scope))

    def questions(self, tx: Transaction, scope: Scope, period: str) -> Questions:
        """Give how questions do."""
        make = super(KeptStatistics, self).questions
        return self._kept(tx, scope, ("questions", self._days(scope, period)), lambda: make(tx, scope, period))

    def people(self, tx: Transaction, scope: Scope, period: str) -> People:
        """Give everybody who ever took part."""
        make = super(KeptStatistics, self).people
        return self._kept(tx, scope, ("people", self._days(scope, period)), lambda: make(tx, scope, period))

    def taking_part(self, tx: Transaction, scope: Scope, period: str) -> tuple[int, int]:
        """Say how many of those who could took part."""
        make = super(KeptStatistics, self).taking_part
        return self._kept(tx, scope, ("taking part", self._days(scope, period)), lambda: make(tx, scope, period))

    def person(self, tx: Transaction, scope: Scope, member: str, period: str) -> Person | None:
        """Give what managers see of a member."""
        make, days = super(KeptStatistics, self).person, self._days(scope, period)
        return self._kept(tx, scope, ("person", member, days), lambda: make(tx, scope, member, period))

    def _days(self, scope: Scope, period: str) -> str:
        """Give the key of a period, which people say in several ways.

        Raises:
            InputError: it is not understood.
        """
        return self.spans(scope, period).key

    def _kept(self, tx: Transaction, scope: Scope, what: Hashable, make: Callable[[], T]) -> T:
        workspace, series = scope.workspace, tuple(one.id for one in scope.series)
        # Days begin at midnight in the zones of series, memories fade by those of UTC.
        zones = dict.fromkeys(one.settings.schedule.zone for one in scope.series)
        today = (self._today(), *(local_day(self.clock.now(), zone) for zone in zones))
        state = (tx.writes.latest(workspace), today, _Packs(self.managing.packs.packs()))
        return self.kept.get((workspace, series, scope.rules, scope.sees_scores, what), state, make)
