"""What the figures of a workspace are made of; `carried_rows.py` reads only what was written since."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
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
    GroupName,
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
    TopicSum,
    latest,
    levels,
)
from bot.domain.statistics.questions import Missed, QuestionHealth, Reactions, Regrades, Signs, health, missed, regrades
from bot.ports.store import Transaction

T = TypeVar("T")
R = TypeVar("R")
#: By question, by member: until when it is held.
Pairs = Mapping[str, Mapping[str, Standing]]
#: The private answers of a week to a topic of a pack, with the Thursday of the week.
WeekGroup = tuple[GroupName, date, Group]

#: What readings are made of, by the sources of `WritesTable`.
_ROUNDS = frozenset({"rounds", "kept_groups", "series"})
_PARTICIPATION = frozenset({"rounds", "answers", "absences", "members", "streaks", "series"})
#: A round that people said something of has closed: its question stays.
_REMARKS = frozenset({"flags", "feedback", "claims", "series"})
_GRADES = frozenset({"grades"})
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
        is_meant, since = drawn_from(packs), today - LOOK_BACK
        recalls = {ref: people for ref, people in self.recalls(since).items() if is_meant(ref)}
        return standings(recalls, [one for one in self.scored(since) if is_meant(one.ref)])

    def held(self, pairs: Pairs, topics: Mapping[str, str], departed: Mapping[str, date], day: date) -> dict[str, Held]:
        """Give by topic what is held on a day; see `held_by_topic`."""
        return held_by_topic(pairs, topics, departed, day)

    def drill_groups(self, packs: AbstractSet[str], since: date | None, today: date) -> list[WeekGroup]:
        """Give the private answers to some packs of the weeks that have a day since then, and are over."""
        first = None if since is None else thursday_of(since) - timedelta(days=3)
        is_meant = drawn_from(packs)
        drills = [one for one in self.drills(first) if is_meant(one.ref)]
        return list(drill_groups(drills, self.tx.statistics.kept_groups(self.workspace), today))

    def drilled(self, packs: AbstractSet[str], since: date) -> Mapping[str, Group]:
        """Give by question what private answers to some packs came to since a day (UTC)."""
        return {ref: together(there) for ref, there in self._drills_by_question(packs, since).items()}

    def _drills_by_question(self, packs: AbstractSet[str], since: date) -> Mapping[str, Sequence[DrillAnswer]]:
        is_meant, found = drawn_from(packs), dict[str, list[DrillAnswer]]()
        for one in self.drills(since):
            if is_meant(one.ref):
                found.setdefault(one.ref, []).append(one)
        return found

    def took_part(self, series_id: int) -> Mapping[date, TookPart]:
        """Give who took part in the closed rounds of a series, by day."""
        return self.tx.statistics.took_part(series_id)

    def topics(self) -> Mapping[str, str]:
        """Give the main topic of every question that was ever asked."""
        return self._same(("topics",), _TOPICS, lambda: self.tx.statistics.topics(self.workspace))

    def levels(self, series: Series, member: str | None) -> Mapping[str, Levels]:
        """Give how well members, or one, know what, by member."""
        key, sources = ("topic sums", series.id, member), _ROUNDS | {"drills"}
        sums: dict[str, list[TopicSum]] = {}
        for one in self._same(key, sources, lambda: self.tx.statistics.topic_sums(series.id, member)):
            sums.setdefault(one.member, []).append(one)
        return {who: levels(there) for who, there in sums.items()}

    def last_seen(self, series_id: int, member: str | None) -> Mapping[str, datetime]:
        """Give when members, or one, finished their latest answer to a closed round."""
        if member is not None:
            at = self.tx.statistics.last_seen(series_id, member)
            return {} if at is None else {member: at}
        key, sources = ("last seen", series_id), _ROUNDS | {"answers"}
        return self._same(key, sources, lambda: latest(self._last_answers(series_id)))

    def _last_answers(self, series_id: int) -> Iterable[Mapping[str, datetime]]:
        return self.tx.statistics.last_answers(series_id).values()

    def participation(
        self, series_id: int, since: date | None, until: date | None, member: str | None = None
    ) -> Sequence[Participation]:
        """Give one row per member who ever answered, or for one, over the closed rounds of the days, by name."""
        key = ("participation", series_id, since, until, member)
        return self._same(key, _PARTICIPATION, lambda: self.tx.reports.participation(series_id, since, until, member))

    def remarks(self, series_id: int | None, since: date, until: date) -> Mapping[str, Reactions]:
        """Give what people said of questions within some days (UTC), by question; of a series' rounds, or of all."""
        key = ("remarks", series_id, since, until)
        return self._same(key, _REMARKS, lambda: self.tx.statistics.remarks(self.workspace, series_id, since, until))

    def regrades(self, series_id: int | None, since: date, until: date) -> Mapping[str, Regrades]:
        """Give what reviewers changed in rounds that closed within some days (UTC), by question; of a series or all."""
        changed = self._same(("regraded",), _GRADES, lambda: self.tx.statistics.regraded(self.workspace))
        every = self.tx.series.of_workspace(self.workspace)
        scored = chain.from_iterable(self._scored(one.id) for one in every if series_id in (None, one.id))
        return regrades((one for one in scored if since <= one.closed_on <= until), changed)

    def unmet(self, series_ids: Sequence[int], since: date | None, until: date | None) -> Mapping[str, Sequence[str]]:
        """Give the names of the key points that nobody met in the closed rounds of some days, by question."""
        rounds: dict[str, list[tuple[date, PointsFound]]] = {}
        for one in chain.from_iterable(self._points_found(series, since, until) for series in series_ids):
            rounds.setdefault(one[1].ref, []).append(one)
        # The names of a question as it was asked never change.
        return self._each(("unmet", *series_ids, since, until), rounds, lambda there: self._names(missed(there)))

    def _names(self, points: Missed) -> list[str]:
        names = self.tx.statistics.point_names(points.snapshot) if points.places else ()
        return [name for place, name in enumerate(names) if place in points.places]

    def health(
        self,
        signs: Mapping[str, Signs],
        floor: int,
        series_ids: Sequence[int],
        since: date | None,
        until: date | None,
    ) -> Mapping[str, QuestionHealth]:
        """Say by question how those do that were asked in the closed rounds of some days."""
        return self._each(("health", *series_ids, since, until, floor), signs, lambda one: health(one, floor))

    def _scored(self, series_id: int) -> Iterable[ScoredRound]:
        return self.tx.statistics.scored(series_id, date.min).values()

    def _points_found(
        self, series_id: int, since: date | None, until: date | None
    ) -> Iterable[tuple[date, PointsFound]]:
        return self.tx.statistics.points_found(series_id, since, until).items()

    def _each(self, key: Hashable, made_of: Mapping[str, T], make: Callable[[T], R]) -> Mapping[str, R]:  # noqa: ARG002 - `CarriedRows` keeps it by that
        """Give what is made of each part of something, by the part's name."""
        return {name: make(one) for name, one in made_of.items()}

    def _same(self, what: Hashable, sources: AbstractSet[str], read: Callable[[], T]) -> T:  # noqa: ARG002 - `CarriedRows` keeps it by those
        """Give what is read, which is the same as long as nothing is written to its sources."""
        return read()


def drawn_from(packs: AbstractSet[str]) -> Callable[[str], bool]:
    """Say of questions, of which there are far fewer than answers, whether they are of some packs."""
    return cache(lambda ref: pack_of(ref) in packs)
