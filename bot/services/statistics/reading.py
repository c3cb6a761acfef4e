"""Team, questions, people and forecast: the same for chat, pages and the command line. Nothing here writes."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from itertools import chain

from bot.domain.calendar.localtime import local_day
from bot.domain.calendar.periods import parse_days, week_key
from bot.domain.reporting import Participation
from bot.domain.statistics.forecast import AHEAD, Forecast, forecast
from bot.domain.statistics.ledger import AskedRound, FirstAnswer, TookPart
from bot.domain.statistics.memory import Held
from bot.domain.statistics.people import Levels, People, Person, levels
from bot.domain.statistics.questions import QuestionHealth, Questions, by_need, recent_since, signs_of_questions
from bot.domain.statistics.spans import Spans, spans_of
from bot.domain.statistics.team import (
    Taking,
    Team,
    answered,
    answered_away,
    by_round,
    ever_took_part,
    first_answers,
    knowledge,
    latest_audience,
    participation,
    possible,
)
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.managing import Managing
from bot.services.practice.pool import open_refs
from bot.services.statistics.rows import Pairs, Rows
from bot.services.statistics.scopes import Scope

_LATEST = date.max - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the people of a scope hold, which several of its figures are made of."""

    #: By question, by member.
    pairs: Pairs
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
        rows = self._rows(tx, scope)
        return self._team(rows, scope, period, self._memory(rows, scope))

    def forecast(self, tx: Transaction, scope: Scope, until: date | None = None) -> Forecast:
        """Give what will have been forgotten by a day (UTC), four weeks ahead unless it is named."""
        rows = self._rows(tx, scope)
        return self._forecast(rows, scope, until, self._memory(rows, scope))

    def team_and_forecast(self, tx: Transaction, scope: Scope, period: str) -> tuple[Team, Forecast]:
        """Give both, four weeks ahead; what people hold is read once.

        Raises:
            InputError: the period is not understood.
        """
        rows = self._rows(tx, scope)
        memory = self._memory(rows, scope)
        return self._team(rows, scope, period, memory), self._forecast(rows, scope, None, memory)

    def _rows(self, tx: Transaction, scope: Scope) -> Rows:
        return Rows(tx, scope.workspace)

    def _team(self, rows: Rows, scope: Scope, period: str, memory: _Memory) -> Team:
        spans = self.spans(scope, period)
        asked, took_part = _rounds(rows, scope, spans.since), _took_part(rows, scope)
        firsts = _firsts(took_part)
        rounds = [one for one in asked if one.day in spans.period]
        could = _possible(rows, scope, rounds, took_part, firsts)
        names = {series.id: series.name for series in scope.series}
        drills = rows.drill_groups(scope.packs, spans.since, self._today())
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
        rows = self._rows(tx, scope)
        rounds = _rounds(rows, scope, None)
        took_part = _took_part(rows, scope)
        could = _possible(rows, scope, rounds, took_part, _firsts(took_part))
        return participation(rounds, could, lambda played: week_key(played.day))

    def _memory(self, rows: Rows, scope: Scope) -> _Memory:
        """Give who holds what of the scope's packs."""
        today = self._today()
        pairs, topics = rows.pairs(scope.packs, today), rows.topics()
        departed = rows.tx.statistics.departures(scope.workspace)
        return _Memory(pairs, topics, departed, rows.held(pairs, topics, departed, today))

    def _forecast(self, rows: Rows, scope: Scope, until: date | None, memory: _Memory) -> Forecast:
        today = self._today()
        until = until or today + AHEAD
        pool = chain.from_iterable(self.managing.askable(rows.tx, series) for series in scope.series)
        return forecast(
            memory.pairs,
            memory.topics,
            frozenset(pool),
            now=memory.held,
            then=rows.held(memory.pairs, memory.topics, memory.departed, until),
            today=today,
            until=until,
            floor=scope.rules.floor,
        )

    def questions(self, tx: Transaction, scope: Scope, period: str) -> Questions:
        """Give how questions do, in a period as `parse_days` takes it.

        Raises:
            InputError: the period is not understood.
        """
        hidden = open_refs(tx, scope.workspace)
        lines = self._health(tx, scope, period)
        shown = tuple(_without_points(line) if line.ref in hidden else line for line in lines)
        return Questions(scope.name, self.spans(scope, period).key, shown, scope.rules.floor)

    def _health(self, tx: Transaction, scope: Scope, period: str) -> Sequence[QuestionHealth]:
        span, lately = self.spans(scope, period).period, recent_since(self._today())
        rows, since, until = self._rows(tx, scope), span.since, span.until
        rounds = _rounds(rows, scope, since if since is None or since < lately else lately)
        only = scope.series[0].id if scope.name else None
        series_ids = [series.id for series in scope.series]
        signs = signs_of_questions(
            [one for one in rounds if one.day in span],
            [one for one in rounds if one.day >= lately],
            rows.drilled(scope.packs, lately),
            remarks=rows.remarks(only, since or date.min, until or _LATEST),
            regraded=rows.regrades(only, since or date.min, until or _LATEST),
            unmet=rows.unmet(series_ids, since, until),
        )
        return by_need(rows.health(signs, scope.rules.floor, series_ids, since, until).values())

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
        rows = self._rows(tx, scope).participation(series.id, span.since, span.until)
        there = [row for row in rows if row.rounds and row.member not in away]
        return sum(row.answered > 0 for row in there), len(there)

    def person(self, tx: Transaction, scope: Scope, member: str, period: str) -> Person | None:
        """Give what managers see of a member in the scope's first series; None: they never took part."""
        return next(iter(self._persons(tx, scope, period, member)), None)

    def _persons(self, tx: Transaction, scope: Scope, period: str, member: str | None = None) -> list[Person]:
        span, series, rows = self.spans(scope, period).period, scope.series[0], self._rows(tx, scope)
        known = rows.levels(series, member)
        seen, away = rows.last_seen(series.id, member), self._away(tx, scope)
        return [
            replace(
                _person(row, scope, known.get(row.member) or levels(())),
                last_seen=seen.get(row.member),
                away=away.get(row.member),
            )
            for row in rows.participation(series.id, span.since, span.until, member)
        ]

    def _away(self, tx: Transaction, scope: Scope) -> Mapping[str, date]:
        """Give until when those are away who are."""
        today = local_day(self.clock.now(), scope.zone)
        return {one.member: one.until for one in tx.absences.between(scope.workspace, today, today)}

    def _today(self) -> date:
        return self.clock.now().astimezone(UTC).date()


def _person(row: Participation, scope: Scope, known: Levels) -> Person:
    level, topics = known
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


def _rounds(rows: Rows, scope: Scope, since: date | None) -> list[AskedRound]:
    found = chain.from_iterable(rows.rounds(series.id, since) for series in scope.series)
    return sorted(found, key=lambda one: (one.day, one.id))


def _took_part(rows: Rows, scope: Scope) -> Mapping[int, Mapping[date, TookPart]]:
    return {series.id: rows.took_part(series.id) for series in scope.series}


def _firsts(took_part: Mapping[int, Mapping[date, TookPart]]) -> Mapping[int, Sequence[FirstAnswer]]:
    return {series: first_answers(rounds) for series, rounds in took_part.items()}


def _possible(
    rows: Rows,
    scope: Scope,
    rounds: Sequence[AskedRound],
    took_part: Mapping[int, Mapping[date, TookPart]],
    firsts: Mapping[int, Sequence[FirstAnswer]],
) -> Mapping[int, int]:
    """Say how many could answer each round."""
    if not rounds:
        return {}
    absences = rows.tx.absences.between(scope.workspace, rounds[0].day, rounds[-1].day)
    there: dict[int, AbstractSet[str]] = {}
    for of_series in took_part.values():
        there |= answered_away(of_series, absences)
    return possible(rounds, firsts, absences, there)
