"""Figures as pictures, and what is said below them."""

from collections.abc import Sequence

from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.pictures import Change, Columns, HeatMap
from bot.domain.statistics.questions import Questions
from bot.domain.statistics.team import Team
from bot.domain.text import count, listing

#: So many weeks are beside each other on a phone.
MOST_WEEKS = 26
#: So many topics are named.
_MOST_NAMED = 5
#: By so many per cent questions are put together.
_STEP = 20


def knowledge_picture(team: Team) -> HeatMap:
    """Show the share of key points met by topic and week, of the last weeks that there are."""
    weeks = sorted({week for topic in team.topics for week, _ in topic.weeks} | {one.name for one in team.weeks})
    shown = weeks[-MOST_WEEKS:]
    rows = [(topic.topic, dict(topic.weeks)) for topic in team.topics]
    cells = tuple(tuple(shares[week].value if week in shares else None for week in shown) for _, shares in rows)
    return HeatMap("Key points met, by topic and week", tuple(name for name, _ in rows), short_weeks(shown), cells)


def participation_picture(team: Team) -> Columns:
    """Show how many answers there were by week, quick ones apart."""
    weeks = team.weeks[-MOST_WEEKS:]
    words = tuple(week.answers - week.quick for week in weeks)
    quick = tuple(week.quick for week in weeks)
    parts = (("in words", words), ("quick", quick)) if any(quick) else (("answers", words),)
    return Columns("Answers by week", short_weeks([week.name for week in weeks]), parts)


def health_picture(questions: Questions) -> Columns:
    """Show how many questions are met by which share, those that need a look apart."""
    known = [(one.met.value, bool(one.marks)) for one in questions.lines if one.met.value is not None]
    labels = tuple(f"{low}-{low + _STEP} %" for low in range(0, 100, _STEP))
    counts: dict[bool, list[int]] = {False: [0] * len(labels), True: [0] * len(labels)}
    for share, is_marked in known:
        counts[is_marked][min(int(share * 100) // _STEP, len(labels) - 1)] += 1
    parts = (("fine", tuple(counts[False])), ("need a look", tuple(counts[True])))
    return Columns("Questions by share of key points met", labels, parts)


def forecast_picture(forecast: Forecast) -> Change:
    """Show what is held of the topics that will have been forgotten, now and then."""
    lines = tuple(
        (one.topic, one.now.value, one.then.value)
        for one in forecast.topics
        if one.now.value is not None and one.then.value is not None
    )
    return Change("Held now and in four weeks", "today", f"{forecast.until.day} {forecast.until:%B}", lines)


def rare_topics(team: Team) -> str:
    """Say which topics hardly anybody has, like "Only one person has caching."; empty: several people have each."""
    alone = [one.topic for one in team.topics if one.people == 1]
    nobody = [one.topic for one in team.topics if not one.people]
    said = [f"Only one person has {_some(alone)}."] if alone else []
    said += [f"Nobody has {_some(nobody)}."] if nobody else []
    return " ".join(said)


def _some(topics: Sequence[str]) -> str:
    """Name topics; of many it is enough how many there are."""
    return listing(topics) if len(topics) <= _MOST_NAMED else count(len(topics), "topic")


def short_weeks(weeks: Sequence[str]) -> tuple[str, ...]:
    """Name weeks as briefly as a phone has room for: "W47"."""
    return tuple(week.rpartition("-")[2] for week in weeks)
