"""Numbers that remember of whose answers they are made: what a view shows tells then whom it depends on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.statistics.floor import Group
from bot.domain.statistics.ledger import AskedRound, DrillAnswer, Standing, drill_groups, round_name
from bot.ports.store import Transaction
from tests.statistics.teams import TODAY

#: Who answered what: a member, and what tells one of their answers from another.
Event = tuple[str, ...]


class Traced:
    """A number that was added up from answers; divided, it still is made of the same."""

    def __init__(self, value: float, events: frozenset[Event]) -> None:
        self.value, self.events = value, events

    def __add__(self, other: Any) -> "Traced":
        if isinstance(other, Traced):
            return Traced(self.value + other.value, self.events | other.events)
        return Traced(self.value + other, self.events)

    __radd__ = __add__

    def __sub__(self, other: "Traced") -> "Traced":
        return Traced(self.value - other.value, self.events ^ other.events)

    def __truediv__(self, other: float) -> "Traced":
        return Traced(self.value / other, self.events)

    def __ge__(self, other: float) -> bool:
        return self.value >= other

    def __lt__(self, other: float) -> bool:
        return self.value < other

    def __gt__(self, other: float) -> bool:
        return self.value > other

    def __bool__(self) -> bool:
        return True  # also a nought is somebody's


class TracedDay(date):
    """A day from which on a pair is due, whose comparison remembers the pair."""

    event: Event = ()

    def __gt__(self, other: Any) -> Any:
        return Traced(super().__gt__(other), frozenset({self.event}))


def traced_standings(found: Mapping[str, Mapping[str, Standing]]) -> dict[str, dict[str, Standing]]:
    """Let each pair of a member and a question be remembered as it stands: once it is answered again it is another."""
    return {
        ref: {member: Standing(_day(member, ref, one), one.last_on) for member, one in people.items()}
        for ref, people in found.items()
    }


def _day(member: str, ref: str, standing: Standing) -> date:
    day = TracedDay.fromordinal(standing.due_on.toordinal())
    day.event = (member, "held", ref, str(standing.due_on), str(standing.last_on))
    return day


class TracedTable:
    """The statistics of a store with traced numbers in the place of scores and key points."""

    def __init__(self, tx: Transaction, known: dict[str, Group]) -> None:
        self._tx = tx
        #: What groups were made of while all of their answers were there.
        self._known = known

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx.statistics, name)

    def rounds(self, series_id: int, since: date | None = None, until: date | None = None) -> Sequence[AskedRound]:
        kept = self._tx.statistics.kept_groups(_workspace(self._tx, series_id))
        return [self._traced(one, kept) for one in self._tx.statistics.rounds(series_id, since, until)]

    def _traced(self, played: AskedRound, kept: Mapping[str, Group]) -> AskedRound:
        name = round_name(played.id)
        if name not in kept:
            earned = self._tx.standings.points_of(played.id)
            met = [Traced(sum(one.met), frozenset({(one.member, name)})) for one in earned.values() if one.met]
            scored = [
                Traced(one.score * 10**12, frozenset({(one.member, name)}))
                for one in earned.values()
                if one.score is not None
            ]
            self._known[name] = replace(played.group, met=sum(met), units=sum(scored))  # type: ignore[arg-type]  # traced
        return replace(played, group=self._same(name, played.group))

    def _same(self, name: str, group: Group) -> Group:
        """Give what a group was made of; what is kept of it must be that."""
        known = self._known[name]
        assert [_plain(known.met), known.looked, known.lookers] == [group.met, group.looked, group.lookers]
        assert abs(_plain(known.units) - group.units) <= max(group.scored, 1)
        return replace(group, met=known.met, units=known.units)

    def drills(self, workspace: str, since: date | None = None, until: date | None = None) -> Sequence[DrillAnswer]:
        """Give them traced; whatever is asked for, all groups are noted as long as nobody is gone from them."""
        found = [_of_drill(one) for one in self._tx.statistics.drills(workspace, since, until)]
        if since is None and until is None:
            kept = self._tx.statistics.kept_groups(workspace)
            for name, _, group in drill_groups(found, {}, TODAY):
                if str(name) not in kept:
                    self._known[str(name)] = group
        return found

    def kept_groups(self, workspace: str) -> Mapping[str, Group]:
        kept = self._tx.statistics.kept_groups(workspace)
        return {name: self._same(name, group) for name, group in kept.items()}


def _workspace(tx: Transaction, series_id: int) -> str:
    series = tx.series.get(series_id)
    assert series is not None
    return series.workspace


def _of_drill(one: DrillAnswer) -> DrillAnswer:
    event = frozenset({(one.member, "drill", one.ref, one.day.isoformat())})
    return one._replace(met=Traced(one.met, event), units=None if one.units is None else Traced(one.units, event))  # type: ignore[arg-type]  # traced


def _plain(number: object) -> Any:
    return number.value if isinstance(number, Traced) else number
