"""Figures as records: a name and a value for programs, the same in files that chats send and on the command line."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.people import People
from bot.domain.statistics.questions import Questions
from bot.domain.statistics.team import Team

Record = Mapping[str, object]
#: What records of topics, people and questions name, in that order, also where there is none.
TOPIC_COLUMNS = (
    "series",
    "period",
    "topic",
    "met",
    "trend",
    "held",
    "people",
    "withheld",
)
PEOPLE_COLUMNS = (
    "series",
    "period",
    "member",
    "name",
    "rounds",
    "answered",
    "rate",
    "streak",
    "last_seen",
    "level",
    "strong",
    "weak",
    "away",
    "score",
)
QUESTION_COLUMNS = (
    "series",
    "period",
    "ref",
    "topic",
    "asked",
    "answered",
    "mean_score",
    "met",
    "unmet",
    "good",
    "bad",
    "flags",
    "claims",
    "claims_upheld",
    "disputes",
    "disputes_upheld",
    "marks",
)


class Share(float):
    """A number from 0 to 1 that people read in per cent."""


def share(value: float | None) -> Share | None:
    """Give a share as one, if there is one."""
    return None if value is None else Share(value)


def of_weeks(team: Team) -> Iterator[Record]:
    """Give who took part by week."""
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


def of_topics(team: Team) -> Iterator[Record]:
    """Give what is known by topic."""
    for topic in team.topics:
        values = (
            team.series,
            team.period,
            topic.topic,
            share(topic.met.value),
            share(topic.trend),
            share(topic.held.value),
            topic.people,
            topic.met.is_withheld,
        )
        yield dict(zip(TOPIC_COLUMNS, values, strict=True))


def of_people(people: People) -> Iterator[Record]:
    """Give named people."""
    for one in people.lines:
        values = (
            people.series,
            people.period,
            one.member,
            one.name,
            one.rounds,
            one.answered,
            Share(one.rate),
            one.streak,
            one.last_seen,
            str(one.level),
            one.strong,
            one.weak,
            one.away,
            share(one.score),
        )
        yield dict(zip(PEOPLE_COLUMNS, values, strict=True))


def of_questions(questions: Questions) -> Iterator[Record]:
    """Give how questions do."""
    for one in questions.lines:
        said = one.reactions
        values = (
            questions.series,
            questions.period,
            one.ref,
            one.topic,
            one.asked,
            one.answered,
            share(one.mean_score.value),
            share(one.met.value),
            one.unmet,
            said.good,
            said.bad,
            said.flags,
            said.claims.decided,
            said.claims.upheld,
            said.disputes.decided,
            said.disputes.upheld,
            tuple(map(str, one.marks)),
        )
        yield dict(zip(QUESTION_COLUMNS, values, strict=True))


def of_forecast(series: str, found: Forecast) -> Iterator[Record]:
    """Give what will have been forgotten, and the questions that would hold it."""
    for topic in found.topics:
        shares = {"now": share(topic.now.value), "then": share(topic.then.value)}
        yield {**_fading(series, found.until), "topic": topic.topic, **shares}
    for one in found.questions:
        yield {**_fading(series, found.until), "topic": one.topic, "question": one.ref, "people": one.people}


def _fading(series: str, until: date) -> dict[str, object]:
    empty = {"topic": "", "question": "", "now": None, "then": None, "people": None}
    return {"series": series, "until": until, **empty}
