"""Team, questions, people and forecast: the same for chat, pages and the command line. Nothing here writes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from functools import cache
from itertools import chain

from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.periods import parse_days, week_key
from bot.domain.reporting import Participation
from bot.domain.statistics.floor import Group
from bot.domain.statistics.forecast import AHEAD, Forecast, forecast
from bot.domain.statistics.ledger import (
    AskedRound,
    DrillAnswer,
    FirstAnswer,
    GroupName,
    Standing,
    drill_groups,
    pack_of,
    thursday_of,
    together,
)
from bot.domain.statistics.memory import LOOK_BACK, Held, held_by_topic, standings
from bot.domain.statistics.people import People, Person, TopicSum, levels
from bot.domain.statistics.questions import QuestionHealth, Questions, health, recent_since
from bot.domain.statistics.spans import Spans, spans_of
from bot.domain.statistics.team import (
    Taking,
    Team,
    answered,
    by_round,
    ever_took_part,
    knowledge,
    latest_audience,
    participation,
    possible,
)
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.managing import Managing
from bot.services.practice.pool import open_refs
from bot.services.statistics.scopes import Scope

_LATEST = date.max - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the people of a scope hold, which several of its figures are made of."""

    #: By question, by member.
    pairs: Mapping[str, Mapping[str, Standing]]
    #: The main topic by question.
    topics: Mapping[str, str]
    #: See `memory.held_by_topic`.
    departed: Mapping[str, date]
    #: By topic, what is held today.
    held: Mapping[str, Held]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Gives figures of a scope; whoever has a scope may see them."""

    clock: Clock
    managing: Managing

    def spans(self, scope: Scope, period: str) -> Spans:
        """Read a period as people say it.

        Raises:
            InputError: it is not understood.
        """
        today = local_day(self.clock.now(), scope.zone)
        return spans_of(parse_days(period, today), today)

    def team(self, tx: Transaction, scope: Scope, period: str) -> Team:
        """Give who takes part and what they know, in a period as `parse_days` takes it.

        Raises:
            InputError: the period is not understood.
        """
        return self._team(tx, scope, period, self._memory(tx, scope))

    def forecast(self, tx: Transaction, scope: Scope, until: date | None = None) -> Forecast:
        """Give what will have been forgotten by a day (UTC), four weeks ahead unless it is named."""
        return self._forecast(tx, scope, until, self._memory(tx, scope))

    def team_and_forecast(self, tx: Transaction, scope: Scope, period: str) -> tuple[Team, Forecast]:
        """Give both, four weeks ahead; what people hold is read once.

        Raises:
            InputError: the period is not understood.
        """
        memory = self._memory(tx, scope)
        return self._team(tx, scope, period, memory), self._forecast(tx, scope, None, memory)

    def _team(self, tx: Transaction, scope: Scope, period: str, memory: _Memory) -> Team:
        spans = self.spans(scope, period)
        asked, firsts = _rounds(tx, scope, spans.since), _firsts(tx, scope)
        rounds = [one for one in asked if one.day in spans.period]
        could = _possible(tx, scope, rounds, firsts)
        names = {series.id: series.name for series in scope.series}
        drills = self._drills(tx, scope, spans)
        return Team(
            series=scope.name,
            period=spans.key,
            members=len(ever_took_part(firsts, spans.period.until)),
            channel_members=latest_audience(rounds),
            rounds=by_round(rounds, could),
            weeks=participation(rounds, could, lambda played: week_key(played.day)),
            by_series=participation(rounds, could, lambda played: names[played.series_id]),
            topics=knowledge(answered(asked, drills), spans, memory.held, scope.rules.floor),
            floor=scope.rules.floor,
        )

    def weeks(self, tx: Transaction, scope: Scope) -> Sequence[Taking]:
        """Give how each week was taken part in that had a question, oldest first."""
        rounds = _rounds(tx, scope, None)
        could = _possible(tx, scope, rounds, _firsts(tx, scope))
        return participation(rounds, could, lambda played: week_key(played.day))

    def _memory(self, tx: Transaction, scope: Scope) -> _Memory:
        """Give who holds what of the scope's packs."""
        today, packs = self._today(), scope.packs
        recalls = tx.statistics.recalls(scope.workspace, today - LOOK_BACK)
        pairs = standings(
            {ref: people for ref, people in recalls.items() if pack_of(ref) in packs},
            [one for one in tx.statistics.scored(scope.workspace, today - LOOK_BACK) if pack_of(one.ref) in packs],
        )
        topics, departed = tx.statistics.topics(scope.workspace), tx.statistics.departures(scope.workspace)
        return _Memory(pairs, topics, departed, held_by_topic(pairs, topics, departed, today))

    def _forecast(self, tx: Transaction, scope: Scope, until: date | None, memory: _Memory) -> Forecast:
        today = self._today()
        pool = chain.from_iterable(self.managing.askable(tx, series) for series in scope.series)
        return forecast(
            memory.pairs,
            memory.topics,
            memory.departed,
            frozenset(pool),
            now=memory.held,
            today=today,
            until=until or today + AHEAD,
            floor=scope.rules.floor,
        )

    def questions(self, tx: Transaction, scope: Scope, period: str) -> Questions:
        """Give how questions do, in a period as `parse_days` takes it.

        Raises:
            InputError: the period is not understood.
        """
        spans = self.spans(scope, period)
        since, until = spans.period.since, spans.period.until
        lately = recent_since(self._today())
        rounds = _rounds(tx, scope, since if since is None or since < lately else lately)
        only = scope.series[0].id if scope.name else None
        is_meant = _drawn_from(scope.packs)
        drills = (one for one in tx.statistics.drills(scope.workspace, lately) if is_meant(one.ref))
        lines = health(
            [one for one in rounds if one.day in spans.period],
            [one for one in rounds if one.day >= lately],
            _by_question(drills),
            reactions=tx.statistics.reactions(scope.workspace, only, since or date.min, until or _LATEST),
            unmet=tx.statistics.unmet([series.id for series in scope.series], since, until),
            floor=scope.rules.floor,
        )
        hidden = open_refs(tx, scope.workspace)
        shown = tuple(_without_points(line) if line.ref in hidden else line for line in lines)
        return Questions(scope.name, spans.key, shown, scope.rules.floor)

    def people(self, tx: Transaction, scope: Scope, period: str) -> People:
        """Give everybody who ever took part in the scope's first series, in a period as `parse_days` takes it.

        Raises:
            InputError: the period is not understood.
        """
        key = self.spans(scope, period).key
        return People(scope.series[0].name, key, tuple(self._persons(tx, scope, period)), scope.sees_scores)

    def taking_part(self, tx: Transaction, scope: Scope, period: str) -> tuple[int, int]:
        """Say how many of those who could in the scope's first series took part; without how well they know what.

        Raises:
            InputError: the period is not understood.
        """
        span, series = self.spans(scope, period).period, scope.series[0]
        away = self._away(tx, scope)
        rows = tx.reports.participation(series.id, span.since, span.until)
        there = [row for row in rows if row.rounds and row.member not in away]
        return sum(row.answered > 0 for row in there), len(there)

    def person(self, tx: Transaction, scope: Scope, member: str, period: str) -> Person | None:
        """Give what managers see of a member in the scope's first series; None: they never took part."""
        return next(iter(self._persons(tx, scope, period, member)), None)

    def _persons(self, tx: Transaction, scope: Scope, period: str, member: str | None = None) -> list[Person]:
        span, series = self.spans(scope, period).period, scope.series[0]
        sums: dict[str, list[TopicSum]] = {}
        for one in tx.statistics.topic_sums(series.id, member):
            sums.setdefault(one.member, []).append(one)
        seen = tx.statistics.last_seen(series.id, member)
        away = self._away(tx, scope)
        rows = tx.reports.participation(series.id, span.since, span.until, member)
        return [
            replace(
                _person(row, scope, sums.get(row.member, ())),
                last_seen=seen.get(row.member),
                away=away.get(row.member),
            )
            for row in rows
        ]

    def _away(self, tx: Transaction, scope: Scope) -> Mapping[str, date]:
        """Give until when those are away who are."""
        today = local_day(self.clock.now(), scope.zone)
        return {one.member: one.until for one in tx.absences.between(scope.workspace, today, today)}

    def _today(self) -> date:
        return self.clock.now().astimezone(UTC).date()

    def _drills(self, tx: Transaction, scope: Scope, spans: Spans) -> list[tuple[GroupName, date, Group]]:
        since = spans.since
        first = None if since is None else thursday_of(since) - timedelta(days=3)
        is_meant = _drawn_from(scope.packs)
        drills = [one for one in tx.statistics.drills(scope.workspace, first) if is_meant(one.ref)]
        return list(drill_groups(drills, tx.statistics.kept_groups(scope.workspace), self._today()))


def _drawn_from(packs: AbstractSet[str]) -> Callable[[str], bool]:
    """Say of questions, of which there are far fewer than answers, whether they are of some packs."""
    return cache(lambda ref: pack_of(ref) in packs)


def _person(row: Participation, scope: Scope, sums: Sequence[TopicSum]) -> Person:
    level, topics = levels(sums)
    return Person(
        member=row.member,
        name=row.name,
        rounds=row.rounds,
        answered=row.answered,
        streak=row.streak,
        last_seen=None,
        level=level,
        topics=topics,
        score=row.mean_score if scope.sees_scores else None,
    )


def _without_points(line: QuestionHealth) -> QuestionHealth:
    """Leave key points out: they are a part of the model answer, and who manages may answer, too."""
    return replace(line, unmet=(), reactions=replace(line.reactions, wordings=()))


def _rounds(tx: Transaction, scope: Scope, since: date | None, until: date | None = None) -> list[AskedRound]:
    found = chain.from_iterable(tx.statistics.rounds(series.id, since, until) for series in scope.series)
    return sorted(found, key=lambda one: (one.day, one.id))


def _firsts(tx: Transaction, scope: Scope) -> Mapping[int, Sequence[FirstAnswer]]:
    return {series.id: tx.statistics.firsts(series.id) for series in scope.series}


def _possible(
    tx: Transaction, scope: Scope, rounds: Sequence[AskedRound], firsts: Mapping[int, Sequence[FirstAnswer]]
) -> Mapping[int, int]:
    """Say how many could answer each round."""
    if not rounds:
        return {}
    absences = tx.absences.between(scope.workspace, rounds[0].day, rounds[-1].day)
    there: dict[int, AbstractSet[str]] = {}
    for series in scope.series if absences else ():
        there |= tx.statistics.answered_away(series.id, rounds[0].day, rounds[-1].day)
    return possible(rounds, firsts, absences, there)


def _by_question(drills: Iterable[DrillAnswer]) -> Mapping[str, Group]:
    found: dict[str, list[DrillAnswer]] = {}
    for one in drills:
        found.setdefault(one.ref, []).append(one)
    return {ref: together(there) for ref, there in found.items()}
