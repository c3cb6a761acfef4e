"""The figures of `askaday stats` as records: a name and a value for programs, a heading and a text for people."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.cli.reports.reading import Reader
from bot.domain.text import DASH, percent

if TYPE_CHECKING:
    from bot.services.statistics.scopes import Scope

Record = Mapping[str, object]


class View(StrEnum):
    """What is asked for beside who took part."""

    WEEKS = "weeks"
    TOPICS = "topics"
    PEOPLE = "people"
    QUESTIONS = "questions"
    FORECAST = "forecast"


class Share(float):
    """A number from 0 to 1 that people read in per cent."""


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a record."""

    name: str
    #: Empty: it is for programs alone.
    heading: str = ""
    is_number: bool = False


_SERIES = (Column("series", "Series"), Column("period"))
COLUMNS: Mapping[View, tuple[Column, ...]] = {
    View.WEEKS: (
        *_SERIES,
        Column("week", "Week"),
        Column("rounds", "Rounds", is_number=True),
        Column("possible", "Could answer", is_number=True),
        Column("answers", "Answers", is_number=True),
        Column("quick", "Quick", is_number=True),
        Column("rate", "Rate", is_number=True),
        Column("in_channel", "In channel", is_number=True),
        Column("channel_rate", "Of these", is_number=True),
        Column("first_after", "First after", is_number=True),
    ),
    View.TOPICS: (
        *_SERIES,
        Column("topic", "Topic"),
        Column("met", "Met", is_number=True),
        Column("trend", "Trend", is_number=True),
        Column("held", "Held now", is_number=True),
        Column("people", "People who have it", is_number=True),
        Column("withheld"),
    ),
    View.PEOPLE: (
        *_SERIES,
        Column("member"),
        Column("name", "Member"),
        Column("rounds", "Rounds", is_number=True),
        Column("answered", "Answered", is_number=True),
        Column("rate", "Rate", is_number=True),
        Column("streak", "Streak", is_number=True),
        Column("last_seen", "Last seen"),
        Column("level", "Level"),
        Column("strong", "Strong"),
        Column("weak", "Weak"),
        Column("away", "Away until"),
        Column("score", "Score", is_number=True),
    ),
    View.QUESTIONS: (
        *_SERIES,
        Column("ref", "Question"),
        Column("topic", "Topic"),
        Column("asked", "Asked", is_number=True),
        Column("answered", "Answered", is_number=True),
        Column("mean_score", "Score", is_number=True),
        Column("met", "Met", is_number=True),
        Column("unmet", "Nobody met"),
        Column("good", "👍", is_number=True),
        Column("bad", "👎", is_number=True),
        Column("flags", "Flags", is_number=True),
        Column("claims"),
        Column("claims_upheld", "Claims upheld", is_number=True),
        Column("disputes"),
        Column("disputes_upheld", "Disputes upheld", is_number=True),
        Column("marks", "Needs a look"),
    ),
    View.FORECAST: (
        Column("series", "Series"),
        Column("until", "By"),
        Column("topic", "Topic"),
        Column("question", "Question"),
        Column("now", "Held now", is_number=True),
        Column("then", "Held then", is_number=True),
        Column("people", "People", is_number=True),
    ),
}
#: What is said where there is nothing to list.
NOTHING: Mapping[View, str] = {
    View.WEEKS: "No question was asked in this period.",
    View.TOPICS: "Nothing is known of any topic in this period.",
    View.PEOPLE: "Nobody has ever answered.",
    View.QUESTIONS: "No question was asked in this period.",
    View.FORECAST: "Nothing will be forgotten in the next four weeks.",
}


def records(reader: Reader, view: View, period: str) -> list[Record]:
    """Give the records of a view, of each series by itself.

    Raises:
        InputError: the period is not understood.
    """
    from bot.services.statistics.scopes import scope_for_operator  # slow import

    scopes = [scope_for_operator(reader.tx, [series]) for series in reader.series]
    return [record for scope in scopes for record in _VIEWS[view](reader, scope, period)]


def line(columns: Sequence[Column], record: Record) -> list[str]:
    """Give a record as people read it."""
    return [_shown(record[column.name]) for column in columns if column.heading]


def _shown(value: object) -> str:
    match value:
        case None | () | "":
            return DASH
        case Share():
            return percent(value)
        case datetime():
            return f"{value:%Y-%m-%d}"
        case timedelta():
            hours, minutes = divmod(round(value.total_seconds() / 60), 60)
            return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def share(value: float | None) -> Share | None:
    """Give a share as one, if there is one."""
    return None if value is None else Share(value)


def _weeks(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    team = reader.services.statistics.team(reader.tx, scope, period)
    for week in team.weeks:
        yield {
            "series": team.series,
            "period": team.period,
            "week": week.name,
            "rounds": week.rounds,
            "possible": week.possible,
            "answers": week.answers,
            "quick": week.quick,
            "rate": share(week.rate),
            "in_channel": week.in_channel or None,
            "channel_rate": share(week.channel_rate),
            "first_after": week.first_after,
        }


def _topics(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    team = reader.services.statistics.team(reader.tx, scope, period)
    for topic in team.topics:
        yield {
            "series": team.series,
            "period": team.period,
            "topic": topic.topic,
            "met": share(topic.met.value),
            "trend": share(topic.trend),
            "held": share(topic.held.value),
            "people": topic.people,
            "withheld": topic.met.is_withheld,
        }


def _people(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    people = reader.services.statistics.people(reader.tx, scope, period)
    for one in people.lines:
        yield {
            "series": people.series,
            "period": people.period,
            "member": one.member,
            "name": one.name,
            "rounds": one.rounds,
            "answered": one.answered,
            "rate": Share(one.rate),
            "streak": one.streak,
            "last_seen": one.last_seen,
            "level": str(one.level),
            "strong": one.strong,
            "weak": one.weak,
            "away": one.away,
            "score": share(one.score),
        }


def _questions(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    questions = reader.services.statistics.questions(reader.tx, scope, period)
    for one in questions.lines:
        said = one.reactions
        yield {
            "series": questions.series,
            "period": questions.period,
            "ref": one.ref,
            "topic": one.topic,
            "asked": one.asked,
            "answered": one.answered,
            "mean_score": share(one.mean_score.value),
            "met": share(one.met.value),
            "unmet": one.unmet,
            "good": said.good,
            "bad": said.bad,
            "flags": said.flags,
            "claims": said.claims.decided,
            "claims_upheld": said.claims.upheld,
            "disputes": said.disputes.decided,
            "disputes_upheld": said.disputes.upheld,
            "marks": tuple(map(str, one.marks)),
        }


def _forecast(reader: Reader, scope: "Scope", _period: str) -> Iterator[Record]:
    found = reader.services.statistics.forecast(reader.tx, scope)
    for topic in found.topics:
        shares = {"now": share(topic.now.value), "then": share(topic.then.value)}
        yield {**_fading(scope, found.until), "topic": topic.topic, **shares}
    for one in found.questions:
        yield {**_fading(scope, found.until), "topic": one.topic, "question": one.ref, "people": one.people}


def _fading(scope: "Scope", until: date) -> dict[str, object]:
    empty = {"topic": "", "question": "", "now": None, "then": None, "people": None}
    return {"series": scope.name, "until": until, **empty}


_VIEWS: Mapping[View, Callable[[Reader, "Scope", str], Iterator[Record]]] = {
    View.WEEKS: _weeks,
    View.TOPICS: _topics,
    View.PEOPLE: _people,
    View.QUESTIONS: _questions,
    View.FORECAST: _forecast,
}
