"""The figures of `askaday stats` as records: a name and a value for programs, a heading and a text for people."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.cards.statistics.records import Record, Share, of_forecast, of_people, of_questions, of_topics, of_weeks
from bot.cli.reports.reading import Reader
from bot.domain.text import DASH, percent

if TYPE_CHECKING:
    from bot.services.statistics.scopes import Scope


class View(StrEnum):
    """What is asked for beside who took part."""

    WEEKS = "weeks"
    TOPICS = "topics"
    PEOPLE = "people"
    QUESTIONS = "questions"
    FORECAST = "forecast"


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


def _weeks(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    return of_weeks(reader.services.statistics.team(reader.tx, scope, period))


def _topics(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    return of_topics(reader.services.statistics.team(reader.tx, scope, period))


def _people(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    return of_people(reader.services.statistics.people(reader.tx, scope, period))


def _questions(reader: Reader, scope: "Scope", period: str) -> Iterator[Record]:
    return of_questions(reader.services.statistics.questions(reader.tx, scope, period))


def _forecast(reader: Reader, scope: "Scope", _period: str) -> Iterator[Record]:
    return of_forecast(scope.name, reader.services.statistics.forecast(reader.tx, scope))


_VIEWS: Mapping[View, Callable[[Reader, "Scope", str], Iterator[Record]]] = {
    View.WEEKS: _weeks,
    View.TOPICS: _topics,
    View.PEOPLE: _people,
    View.QUESTIONS: _questions,
    View.FORECAST: _forecast,
}
