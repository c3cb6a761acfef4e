"""What the figures of a workspace are made of: only what was written since is read and worked out again."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import chain
from typing import TypeVar

from bot.domain.series import Series
from bot.domain.statistics.floor import Group
from bot.domain.statistics.ledger import (
    AskedRound,
    DrillAnswer,
    PointsFound,
    ScoredRound,
    Standing,
    TookPart,
    drill_groups,
    pack_of,
    thursday_of,
    together,
)
from bot.domain.statistics.memory import LOOK_BACK, Held, held_by_topic, standings
from bot.domain.statistics.people import (
    Levels,
    ScoreSum,
    by_member,
    levels,
    sums_by_member,
    topic_sums,
)
from bot.services.statistics.carrying import Carried, Writes, of_sources
from bot.services.statistics.rows import Pairs, Rows, WeekGroup, drawn_from

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class CarriedRows(Rows):
    """Reads only what was written since somebody read it last; all that is made of one piece is made of it once."""

    writes: Writes
    carried: Carried

    def rounds(self, series_id: int, since: date | None, until: date | None = None) -> Sequence[AskedRound]:
        """Give the closed rounds of a series by day."""
        found = self._by_day(
            "rounds",
            series_id,
            lambda first, last: {one.day: one for one in self.tx.statistics.rounds(series_id, first, last)},
            also_of={"kept_groups"},
        )
        first, last = _within(since, until)
        return [one for day, one in found.items() if first <= day <= last]

    def took_part(self, series_id: int) -> Mapping[date, TookPart]:
        """Give who took part in the closed rounds of a series, by day."""
        found = self._by_day("took part", series_id, partial(self.tx.statistics.took_part, series_id))
        return {date.fromisoformat(day): one for day, one in found.items()}

    def scored(self, since: date) -> Iterable[ScoredRound]:
        """Give the scored answers to closed rounds."""
        first = since.isoformat()
        for series in self.tx.series.of_workspace(self.workspace):
            yield from (one for day, one in self._scored_of(series.id).items() if day >= first)

    def _scored_of(self, series_id: int) -> Mapping[str, ScoredRound]:
        return self._by_day("scored", series_id, partial(self.tx.statistics.scored, series_id))

    def _scored(self, series_id: int) -> Iterable[ScoredRound]:
        return self._scored_of(series_id).values()

    def _points_found(
        self, series_id: int, since: date | None, until: date | None
    ) -> Iterable[tuple[date, PointsFound]]:
        def read(first: date, last: date) -> Mapping[date, tuple[date, PointsFound]]:
            found = self.tx.statistics.points_found(series_id, first, last)
            return {day: (day, one) for day, one in found.items()}

        found = self._by_day("points found", series_id, read)
        first, last = _within(since, until)
        return [one for day, one in found.items() if first <= day <= last]

    def recalls(self, since: date) -> Pairs:
        """Give what members remember of questions that they answered since a day (UTC)."""
        numbers = {ref: (number, since) for ref, number in self.writes.get("memories", {}).items()}
        return self.carried.pieces(
            (self.workspace, "memories"), numbers, lambda refs: self.tx.statistics.recalls(self.workspace, since, refs)
        )

    def drills(self, since: date | None) -> Sequence[DrillAnswer]:
        """Give the private answers since a day (UTC)."""
        weeks = self._weeks_of_drills()
        first = min(weeks, default="") if since is None else since.isoformat()
        later = (one for monday, there in weeks.items() if _sunday(monday) >= first for one in there)
        return [one for one in later if since is None or one.day >= since]

    def pairs(self, packs: AbstractSet[str], today: date) -> Pairs:
        """Give who holds what of some packs until when."""
        is_meant, since = drawn_from(packs), today - LOOK_BACK
        recalls, rounds = self.recalls(since), dict[str, list[ScoredRound]]()
        for one in self.scored(since):
            rounds.setdefault(one.ref, []).append(one)
        made_of = {ref: (recalls.get(ref), rounds.get(ref, [])) for ref in recalls.keys() | rounds.keys()}

        def of_question(ref: str) -> Mapping[str, Standing]:
            remembered, answered = made_of[ref]
            return standings({ref: remembered or {}}, answered).get(ref, {})

        found = self.carried.made((self.workspace, "pairs"), made_of, of_question)
        return {ref: people for ref, people in found.items() if people and is_meant(ref)}

    def held(self, pairs: Pairs, topics: Mapping[str, str], departed: Mapping[str, date], day: date) -> dict[str, Held]:
        """Give by topic what is held on a day; see `held_by_topic`."""
        by_topic: dict[str, dict[str, Mapping[str, Standing]]] = {}
        for ref, people in pairs.items():
            by_topic.setdefault(topics.get(ref, ""), {})[ref] = people
        made_of = {topic: (there, departed) for topic, there in by_topic.items()}
        packs = frozenset(map(pack_of, pairs))
        return dict(
            self.carried.made(
                (self.workspace, "held", packs, day),
                made_of,
                lambda topic: held_by_topic(by_topic[topic], topics, departed, day)[topic],
            )
        )

    def drill_groups(self, packs: AbstractSet[str], since: date | None, today: date) -> list[WeekGroup]:
        """Give the private answers to some packs of the weeks that have a day since then, and are over."""
        kept, weeks = self.tx.statistics.kept_groups(self.workspace), self._weeks_of_drills()
        over = (thursday_of(today) - timedelta(days=3)).isoformat()
        found = self.carried.made(
            (self.workspace, "drill groups"),
            {monday: (drills, kept) for monday, drills in weeks.items() if monday < over},
            lambda monday: list(drill_groups(weeks[monday], kept, today)),
        )
        first = "" if since is None else since.isoformat()
        return [
            one for monday, there in found.items() if _sunday(monday) >= first for one in there if one[0].pack in packs
        ]

    def drilled(self, packs: AbstractSet[str], since: date) -> Mapping[str, Group]:
        """Give by question what private answers to some packs came to since a day (UTC)."""
        key = (self.workspace, "drilled", frozenset(packs))

        def again() -> Mapping[str, Group]:
            by_question = self._drills_by_question(packs, since)
            return self.carried.made(key, by_question, lambda ref: together(by_question[ref]))

        # They are many: while they are the same, nobody goes over them.
        return self.carried.same((*key, "whole"), (since, self._weeks_of_drills()), again)

    def levels(self, series: Series, member: str | None) -> Mapping[str, Levels]:
        """Give how well members, or one, know what, by member."""
        if member is not None:
            return super(CarriedRows, self).levels(series, member)
        packs = frozenset(series.settings.packs)
        in_drills = self._same(("sums", packs), frozenset({"drills"}), lambda: self._drilled_by_topic(packs))
        in_rounds = self._scored_by_topic(series.id)
        sums = by_member(
            self.carried.made(
                (self.workspace, "all sums", series.id),
                {topic: (in_rounds.get(topic), in_drills.get(topic)) for topic in in_rounds.keys() | in_drills.keys()},
                lambda topic: topic_sums(topic, in_rounds.get(topic, {}), in_drills.get(topic, {})),
            )
        )
        return self.carried.made((self.workspace, "levels", series.id), sums, lambda who: levels(sums[who]))

    def _last_answers(self, series_id: int) -> Iterable[Mapping[str, datetime]]:
        read = partial(self.tx.statistics.last_answers, series_id)
        return self._by_day("last answers", series_id, read, also_of={"answers"}).values()

    def _scored_by_topic(self, series_id: int) -> Mapping[str, Mapping[str, ScoreSum]]:
        scored, by_topic = self._scored_of(series_id), dict[str, list[Mapping[str, int]]]()
        for one in self.rounds(series_id, None):
            played = scored.get(one.day.isoformat())
            if played is not None:
                by_topic.setdefault(one.topic, []).append(played.units)

        def added_up(topic: str) -> Mapping[str, ScoreSum]:
            return sums_by_member(chain.from_iterable(units.items() for units in by_topic[topic]))

        return self.carried.made((self.workspace, "sums", series_id), by_topic, added_up)

    def _drilled_by_topic(self, packs: AbstractSet[str]) -> Mapping[str, Mapping[str, ScoreSum]]:
        is_meant, found = drawn_from(packs), dict[str, list[tuple[str, int]]]()
        for one in self.drills(None):
            if one.units is not None and is_meant(one.ref):
                found.setdefault(one.topic, []).append((one.member, one.units))
        return {topic: sums_by_member(there) for topic, there in found.items()}

    def _by_day(
        self,
        what: str,
        series_id: int,
        read: Callable[[date, date], Mapping[date, T]],
        *,
        also_of: AbstractSet[str] = frozenset(),
    ) -> Mapping[str, T]:
        """Give what there is of the closed rounds of a series by their days.

        Args:
            what: names it among what is carried.
            series_id: whose rounds.
            read: gives it from one day to another.
            also_of: the sources that it is made of beside rounds; a write to them has all of it read again.
        """
        also = of_sources(self.writes, also_of)
        numbers = {day: (number, also) for day, number in self._rounds_of(series_id).items()}

        def again(days: Sequence[str]) -> Mapping[str, T]:
            return {day.isoformat(): one for day, one in read(*_ends(days)).items()}

        return self.carried.pieces((self.workspace, what, series_id), numbers, again)

    def _rounds_of(self, series_id: int) -> Mapping[str, tuple[int, ...]]:
        """Give by the days of a series' rounds what was written last of them."""
        noted = self.writes.get("rounds", {})
        by_series = self.carried.same((self.workspace, "noted rounds"), noted, lambda: _by_series(noted))
        return by_series.get(str(series_id), {})

    def _weeks_of_drills(self) -> Mapping[str, Sequence[DrillAnswer]]:
        """Give the private answers of each week by its Monday."""

        def read(mondays: Sequence[str]) -> Mapping[str, Sequence[DrillAnswer]]:
            first, last = _ends(mondays)
            found: dict[str, list[DrillAnswer]] = {}
            monday_of = cache(lambda day: (thursday_of(day) - timedelta(days=3)).isoformat())
            for one in self.tx.statistics.drills(self.workspace, first, last + timedelta(days=6)):
                found.setdefault(monday_of(one.day), []).append(one)
            return found

        noted = {monday: number for monday, number in self.writes.get("drills", {}).items() if monday}
        return self.carried.pieces((self.workspace, "drills"), noted, read)

    def _each(self, key: Hashable, made_of: Mapping[str, T], make: Callable[[T], R]) -> Mapping[str, R]:
        return self.carried.made((self.workspace, key), made_of, lambda name: make(made_of[name]))

    def _same(self, what: Hashable, sources: AbstractSet[str], read: Callable[[], T]) -> T:
        return self.carried.same((self.workspace, what), of_sources(self.writes, sources), read)


def _by_series(noted: Mapping[str, tuple[int, ...]]) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for about, number in noted.items():
        # About none: an audience that went with its round.
        if about:
            series, day = about.split(":")
            found.setdefault(series, {})[day] = number
    return found


def _ends(days: Sequence[str]) -> tuple[date, date]:
    return date.fromisoformat(min(days)), date.fromisoformat(max(days))


def _within(since: date | None, until: date | None) -> tuple[str, str]:
    return "" if since is None else since.isoformat(), "9999" if until is None else until.isoformat()


@cache
def _sunday(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(days=6)).isoformat()
