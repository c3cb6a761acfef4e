"""What the figures of a workspace are made of: read anew each time, or only what was written since."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain
from typing import TypeVar

from bot.domain.reporting import Participation
from bot.domain.series import Series
from bot.domain.statistics.floor import Group
from bot.domain.statistics.ledger import (
    AskedRound,
    DrillAnswer,
    FirstAnswer,
    GroupName,
    ScoredRound,
    Standing,
    drill_groups,
    pack_of,
    thursday_of,
    together,
)
from bot.domain.statistics.memory import LOOK_BACK, Held, held_by_topic, standings
from bot.domain.statistics.people import TopicSum, sums_by_topic
from bot.domain.statistics.questions import Reactions
from bot.ports.store import Transaction
from bot.services.statistics.carrying import Carried, Writes, of_sources

T = TypeVar("T")
#: By question, by member: until when it is held.
Pairs = Mapping[str, Mapping[str, Standing]]
#: The private answers of a week to a topic of a pack, with the Thursday of the week.
WeekGroup = tuple[GroupName, date, Group]

#: What readings are made of, by the sources of `WritesTable`.
_ROUNDS = frozenset({"rounds", "kept_groups", "series"})
_PARTICIPATION = frozenset({"rounds", "answers", "absences", "members", "streaks", "series"})
_REACTIONS = frozenset({"flags", "feedback", "claims", "grades", "rounds", "series"})
_TOPICS = frozenset({"rounds", "series", "own_packs", "own_questions", "questions"})


@dataclass(frozen=True, slots=True)
class Rows:
    """Reads a workspace's rows in a transaction."""

    tx: Transaction
    workspace: str

    def rounds(self, series_id: int, since: date | None, until: date | None = None) -> Sequence[AskedRound]:
        """Give the closed rounds of a series by day."""
        return self.tx.statistics.rounds(series_id, since, until)

    def scored(self, since: date) -> Iterable[ScoredRound]:
        """Give the scored answers to closed rounds."""
        every = self.tx.series.of_workspace(self.workspace)
        return chain.from_iterable(self.tx.statistics.scored(one.id, since).values() for one in every)

    def recalls(self, since: date) -> Pairs:
        """Give what members remember of questions that they answered since a day (UTC)."""
        return self.tx.statistics.recalls(self.workspace, since)

    def drills(self, since: date | None) -> Sequence[DrillAnswer]:
        """Give the private answers since a day (UTC)."""
        return self.tx.statistics.drills(self.workspace, since)

    def pairs(self, packs: AbstractSet[str], today: date) -> Pairs:
        """Give who holds what of some packs until when."""
        is_meant, since = _drawn_from(packs), today - LOOK_BACK
        recalls = {ref: people for ref, people in self.recalls(since).items() if is_meant(ref)}
        return standings(recalls, [one for one in self.scored(since) if is_meant(one.ref)])

    def held(self, pairs: Pairs, topics: Mapping[str, str], departed: Mapping[str, date], day: date) -> dict[str, Held]:
        """Give by topic what is held on a day; see `held_by_topic`."""
        return held_by_topic(pairs, topics, departed, day)

    def drill_groups(self, packs: AbstractSet[str], since: date | None, today: date) -> list[WeekGroup]:
        """Give the private answers to some packs of the weeks that have a day since then, and are over."""
        first = None if since is None else thursday_of(since) - timedelta(days=3)
        is_meant = _drawn_from(packs)
        drills = [one for one in self.drills(first) if is_meant(one.ref)]
        return list(drill_groups(drills, self.tx.statistics.kept_groups(self.workspace), today))

    def drilled(self, packs: AbstractSet[str], since: date) -> Mapping[str, Group]:
        """Give by question what private answers to some packs came to since a day (UTC)."""
        return {ref: together(there) for ref, there in self._drills_by_question(packs, since).items()}

    def _drills_by_question(self, packs: AbstractSet[str], since: date) -> Mapping[str, Sequence[DrillAnswer]]:
        is_meant, found = _drawn_from(packs), dict[str, list[DrillAnswer]]()
        for one in self.drills(since):
            if is_meant(one.ref):
                found.setdefault(one.ref, []).append(one)
        return found

    def firsts(self, series_id: int) -> Sequence[FirstAnswer]:
        """Give when each member first took part in a series."""
        return self._same(("firsts", series_id), _ROUNDS, lambda: self.tx.statistics.firsts(series_id))

    def answered_away(self, series_id: int, since: date, until: date) -> Mapping[int, AbstractSet[str]]:
        """Give who answered a round on a day on which they were away, by round."""
        key = ("answered away", series_id, since, until)
        return self._same(
            key, _ROUNDS | {"absences"}, lambda: self.tx.statistics.answered_away(series_id, since, until)
        )

    def topics(self) -> Mapping[str, str]:
        """Give the main topic of every question that was ever asked."""
        return self._same(("topics",), _TOPICS, lambda: self.tx.statistics.topics(self.workspace))

    def topic_sums(self, series: Series, member: str | None) -> Sequence[TopicSum]:
        """Add up the scored answers of members, or of one, by main topic."""
        key, sources = ("topic sums", series.id, member), _ROUNDS | {"drills"}
        return self._same(key, sources, lambda: self.tx.statistics.topic_sums(series.id, member))

    def last_seen(self, series_id: int, member: str | None) -> Mapping[str, datetime]:
        """Give when members, or one, finished their latest answer to a closed round."""
        key, sources = ("last seen", series_id, member), _ROUNDS | {"answers"}
        return self._same(key, sources, lambda: self.tx.statistics.last_seen(series_id, member))

    def participation(
        self, series_id: int, since: date | None, until: date | None, member: str | None = None
    ) -> Sequence[Participation]:
        """Give one row per member who ever answered, or for one, over the closed rounds of the days, by name."""
        key = ("participation", series_id, since, until, member)
        return self._same(key, _PARTICIPATION, lambda: self.tx.reports.participation(series_id, since, until, member))

    def reactions(self, series_id: int | None, since: date, until: date) -> Mapping[str, Reactions]:
        """Give what people said of questions within some days (UTC), by question; of a series' rounds, or of all."""
        key = ("reactions", series_id, since, until)
        return self._same(
            key, _REACTIONS, lambda: self.tx.statistics.reactions(self.workspace, series_id, since, until)
        )

    def unmet(self, series_ids: Sequence[int], since: date | None, until: date | None) -> Mapping[str, Sequence[str]]:
        """Give the names of the key points that nobody met in the closed rounds of some days, by question."""
        key = ("unmet", tuple(series_ids), since, until)
        return self._same(key, _ROUNDS, lambda: self.tx.statistics.unmet(series_ids, since, until))

    def _same(self, what: Hashable, sources: AbstractSet[str], read: Callable[[], T]) -> T:  # noqa: ARG002 - of who carries
        """Give what is read, which is the same as long as nothing is written to its sources."""
        return read()


@dataclass(frozen=True, slots=True)
class CarriedRows(Rows):
    """Reads only what was written since somebody read it last; all that is made of one piece is made of it once."""

    writes: Writes
    carried: Carried
    _by_series: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)

    def rounds(self, series_id: int, since: date | None, until: date | None = None) -> Sequence[AskedRound]:
        """Give the closed rounds of a series by day."""
        kept = of_sources(self.writes, {"kept_groups"})
        numbers = {about: (number, kept) for about, number in self._rounds_of(series_id).items()}

        def read(days: Sequence[str]) -> Mapping[str, AskedRound]:
            first, last = _ends(days)
            return {one.day.isoformat(): one for one in self.tx.statistics.rounds(series_id, first, last)}

        found = self.carried.pieces((self.workspace, "rounds", series_id), numbers, read)
        first, last = "" if since is None else since.isoformat(), "9999" if until is None else until.isoformat()
        return [one for day, one in found.items() if first <= day <= last]

    def scored(self, since: date) -> Iterable[ScoredRound]:
        """Give the scored answers to closed rounds."""
        first = since.isoformat()
        for series in self.tx.series.of_workspace(self.workspace):
            yield from (one for day, one in self._scored_of(series.id).items() if day >= first)

    def _scored_of(self, series_id: int) -> Mapping[str, ScoredRound]:
        def read(days: Sequence[str]) -> Mapping[str, ScoredRound]:
            found = self.tx.statistics.scored(series_id, *_ends(days))
            return {day.isoformat(): one for day, one in found.items()}

        return self.carried.pieces((self.workspace, "scored", series_id), self._rounds_of(series_id), read)

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
        is_meant, since = _drawn_from(packs), today - LOOK_BACK
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
        by_question = self._drills_by_question(packs, since)
        key = (self.workspace, "drilled", frozenset(packs))
        return self.carried.made(key, by_question, lambda ref: together(by_question[ref]))

    def topic_sums(self, series: Series, member: str | None) -> Sequence[TopicSum]:
        """Add up the scored answers of members, or of one, by main topic."""
        if member is not None:
            return super(CarriedRows, self).topic_sums(series, member)
        in_rounds = self._same(("sums", series.id), _ROUNDS, lambda: sums_by_topic(self._scored_by_topic(series.id)))
        packs = frozenset(series.settings.packs)
        in_drills = self._same(
            ("sums", packs), frozenset({"drills"}), lambda: sums_by_topic(self._drilled_by_topic(packs))
        )
        found: dict[tuple[str, str], TopicSum] = {}
        for one in chain(in_rounds, in_drills):
            before = found.get(one[:2])
            found[one[:2]] = (
                one
                if before is None
                else one._replace(answers=one.answers + before.answers, units=one.units + before.units)
            )
        return list(found.values())

    def _scored_by_topic(self, series_id: int) -> Iterator[tuple[str, str, int]]:
        topics = {one.day: one.topic for one in self.rounds(series_id, None)}
        for day, played in self._scored_of(series_id).items():
            topic = topics[date.fromisoformat(day)]
            for member, units in played.units.items():
                yield member, topic, units

    def _drilled_by_topic(self, packs: AbstractSet[str]) -> Iterator[tuple[str, str, int]]:
        is_meant = _drawn_from(packs)
        for one in self.drills(None):
            if one.units is not None and is_meant(one.ref):
                yield one.member, one.topic, one.units

    def _rounds_of(self, series_id: int) -> Mapping[str, tuple[int, ...]]:
        """Give by the days of a series' rounds what was written last of them."""
        if not self._by_series:
            for about, number in self.writes.get("rounds", {}).items():
                # About none: an audience that went with its round.
                if about:
                    series, day = about.split(":")
                    self._by_series.setdefault(series, {})[day] = number
        return self._by_series.get(str(series_id), {})

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

    def _same(self, what: Hashable, sources: AbstractSet[str], read: Callable[[], T]) -> T:
        return self.carried.same((self.workspace, what), of_sources(self.writes, sources), read)


def _ends(days: Sequence[str]) -> tuple[date, date]:
    return date.fromisoformat(min(days)), date.fromisoformat(max(days))


@cache
def _sunday(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(days=6)).isoformat()


def _drawn_from(packs: AbstractSet[str]) -> Callable[[str], bool]:
    """Say of questions, of which there are far fewer than answers, whether they are of some packs."""
    return cache(lambda ref: pack_of(ref) in packs)
