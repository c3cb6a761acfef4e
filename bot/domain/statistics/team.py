"""The team: who takes part, what they know by topic, and how many people have a topic."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar.periods import week_key
from bot.domain.members import Absence
from bot.domain.statistics.floor import Group, Mean, share_met
from bot.domain.statistics.ledger import AskedRound, FirstAnswer, GroupName, TookPart, round_name
from bot.domain.statistics.memory import Held
from bot.domain.statistics.spans import Span, Spans


@dataclass(frozen=True, slots=True)
class Taking:
    """How a round, a week or a series was taken part in."""

    #: A date, a week like "2026-W47", or a series' name.
    name: str
    rounds: int
    #: Of each round those who had ever taken part in its series by then and were not away, added up.
    possible: int
    answers: int
    #: How many of the answers were chosen, and not written.
    quick: int
    #: From opening to the first answer, on average; None: there was no answer.
    first_after: timedelta | None
    #: The question of a round.
    ref: str = ""
    #: Of the rounds whose channel was counted: people in it, added up, and how many of them answered.
    in_channel: int = 0
    answers_in_channel: int = 0

    @property
    def rate(self) -> float | None:
        """Give the share of those who could answer that did, 0..1; None: nobody could."""
        return self.answers / self.possible if self.possible else None

    @property
    def channel_rate(self) -> float | None:
        """Give the share of the channel's people that answered, 0..1; None: the platform does not tell who is in it."""
        return self.answers_in_channel / self.in_channel if self.in_channel else None


@dataclass(frozen=True, slots=True)
class TopicKnowledge:
    """What a team knows of a topic."""

    topic: str
    #: Share of the key points met in the period's answers, in rounds and in private.
    met: Mean
    #: The same of each week that has any, by the week's name, oldest first.
    weeks: tuple[tuple[str, Mean], ...]
    #: By how much the share differs from that of the period before; None: one of the two is not there, or not shown.
    trend: float | None
    #: Share of what people were asked in the last year that they hold, so that it is not due to be asked again.
    held: Mean
    #: People who have the topic.
    people: int


@dataclass(frozen=True, slots=True)
class Team:
    """A team over a period, in one series or in all of a workspace."""

    #: Which series; empty: all.
    series: str
    #: A key of `domain/calendar/periods.py`.
    period: str
    #: How many had ever taken part by its end.
    members: int
    #: How many people were in the channel of the latest round that was counted; None: the platform does not tell.
    channel_members: int | None
    rounds: tuple[Taking, ...]
    weeks: tuple[Taking, ...]
    by_series: tuple[Taking, ...]
    topics: tuple[TopicKnowledge, ...]
    #: How many people an average needs; 0: there is no floor.
    floor: int


@dataclass(frozen=True, slots=True)
class Answered:
    """All answers that knowledge is added up from, as groups with their topic and day (of a week: its Thursday)."""

    topic: str
    day: date
    #: As `floor.Group` is named in the store.
    name: str
    group: Group


def answered(rounds: Iterable[AskedRound], drills: Iterable[tuple[GroupName, date, Group]]) -> list[Answered]:
    """Put the groups of rounds and of private answers into one list."""
    of_rounds = [Answered(one.topic, one.day, round_name(one.id), one.group) for one in rounds]
    return of_rounds + [Answered(name.topic, day, str(name), group) for name, day, group in drills]


def latest_audience(rounds: Sequence[AskedRound]) -> int | None:
    """Give how many people were in the channel of the last of some rounds that was counted."""
    return next((played.audience for played in reversed(rounds) if played.audience is not None), None)


def participation(
    rounds: Sequence[AskedRound], could: Mapping[int, int], key: Callable[[AskedRound], str]
) -> tuple[Taking, ...]:
    """Add up how rounds were taken part in, by what `key` gives for each, in the order in which that comes first.

    Args:
        rounds: by day.
        could: how many could answer, by round (`possible`).
        key: gives the name of a line.
    """
    lines: dict[str, list[AskedRound]] = {}
    for played in rounds:
        lines.setdefault(key(played), []).append(played)
    return tuple(_taking(name, there, could) for name, there in lines.items())


def by_round(rounds: Iterable[AskedRound], could: Mapping[int, int]) -> tuple[Taking, ...]:
    """Give how each round was taken part in, named by its day."""
    return tuple(_taking(played.day.isoformat(), [played], could) for played in rounds)


def first_answers(rounds: Mapping[date, TookPart]) -> list[FirstAnswer]:
    """Give when each member first took part in one of a series' closed rounds, by day.

    `ReportsTable.participation` asks the points alone: a round that is not closed has none, so that both agree.
    """
    found: dict[str, date] = {}
    for day in sorted(rounds):
        for member in rounds[day].members:
            found.setdefault(member, day)
    return [FirstAnswer(member, day) for member, day in found.items()]


def answered_away(rounds: Mapping[date, TookPart], absences: Iterable[Absence]) -> dict[int, set[str]]:
    """Give who took part in a series' rounds though they were away, by round."""
    days, found = sorted(rounds), dict[int, set[str]]()
    for one in absences:
        for day in days[bisect_left(days, one.since) : bisect_left(days, one.until)]:
            if one.member in rounds[day].members:
                found.setdefault(rounds[day].round_id, set()).add(one.member)
    return found


def possible(
    rounds: Iterable[AskedRound],
    firsts: Mapping[int, Sequence[FirstAnswer]],
    absences: Sequence[Absence],
    answered_away: Mapping[int, AbstractSet[str]],
) -> dict[int, int]:
    """Say how many could answer each round: who had ever taken part in its series, but those away who did not.

    Args:
        rounds: whichever.
        firsts: by series.
        absences: of the rounds' days.
        answered_away: who answered though they were away, by round.
    """
    found = {}
    asked: dict[int, list[AskedRound]] = {}
    for played in rounds:
        asked.setdefault(played.series_id, []).append(played)
    for series, there in asked.items():
        there.sort(key=lambda played: played.day)
        since = {one.member: one.day for one in firsts.get(series, ())}
        first_days, days = sorted(since.values()), [played.day for played in there]
        excused: list[set[str]] = [set() for _ in there]
        for one in absences:
            if one.member in since:
                # Nothing is expected of anybody before their first answer.
                begin = max(one.since, since[one.member])
                for place in range(bisect_left(days, begin), bisect_left(days, one.until)):
                    excused[place].add(one.member)
        for played, away in zip(there, excused, strict=True):
            did_not = away - answered_away.get(played.id, frozenset())
            found[played.id] = bisect_right(first_days, played.day) - len(did_not)
    return found


def _taking(name: str, rounds: Sequence[AskedRound], could: Mapping[int, int]) -> Taking:
    counted = [played for played in rounds if played.audience is not None]
    waits = [played.first_after for played in rounds if played.first_after is not None]
    return Taking(
        name=name,
        rounds=len(rounds),
        possible=sum(could[played.id] for played in rounds),
        answers=sum(played.answers for played in rounds),
        quick=sum(played.quick for played in rounds),
        first_after=sum(waits, timedelta()) / len(waits) if waits else None,
        ref=rounds[0].ref if len(rounds) == 1 else "",
        # Who answered and then left was there.
        in_channel=sum(max(played.audience or 0, played.answers) for played in counted),
        answers_in_channel=sum(played.answers for played in counted),
    )


def knowledge(
    groups: Sequence[Answered],
    spans: Spans,
    held: Mapping[str, Held],
    floor: int,
) -> tuple[TopicKnowledge, ...]:
    """Give what a team knows by topic, for every topic of the period or of which anybody was asked in the last year.

    Args:
        groups: those of all of these times.
        spans: the period, and what its trend compares.
        held: by topic.
        floor: how many people an average needs.
    """
    now, recent, earlier = (_by_topic(groups, span) for span in (spans.period, spans.recent, spans.earlier))
    return tuple(
        TopicKnowledge(
            topic=topic,
            met=_share(now.get(topic, ()), floor),
            weeks=_by_week(now.get(topic, ()), floor),
            trend=_difference(_share(recent.get(topic, ()), floor), _share(earlier.get(topic, ()), floor)),
            held=held[topic].share(floor) if topic in held else Mean(),
            people=held[topic].having if topic in held else 0,
        )
        for topic in sorted(now.keys() | held.keys())
        if topic
    )


def _by_topic(groups: Iterable[Answered], span: Span) -> dict[str, list[Answered]]:
    found: dict[str, list[Answered]] = {}
    for one in groups:
        if one.day in span and one.group.looked:
            found.setdefault(one.topic, []).append(one)
    return found


def _share(groups: Iterable[Answered], floor: int) -> Mean:
    return share_met((one.group for one in groups), floor)


def _by_week(groups: Iterable[Answered], floor: int) -> tuple[tuple[str, Mean], ...]:
    weeks: dict[str, list[Answered]] = {}
    for one in sorted(groups, key=lambda one: one.day):
        weeks.setdefault(week_key(one.day), []).append(one)
    return tuple((week, _share(there, floor)) for week, there in weeks.items())


def _difference(recent: Mean, earlier: Mean) -> float | None:
    return None if recent.value is None or earlier.value is None else recent.value - earlier.value


def ever_took_part(firsts: Mapping[int, Sequence[FirstAnswer]], until: date | None) -> AbstractSet[str]:
    """Give the members who had taken part in one of the series by a day."""
    return {one.member for there in firsts.values() for one in there if until is None or one.day <= until}
