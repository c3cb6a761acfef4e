"""Figures as records: a name and a value for programs, the same in files that chats send and on the command line."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.people import People
from bot.domain.statistics.questions import Questions
from bot.domain.statistics.team import Team

Record = Mapping[str, object]


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


def of_people(people: People) -> Iterator[Record]:
    """Give named people."""
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


def of_questions(questions: Questions) -> Iterator[Record]:
    """Give how questions do."""
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
