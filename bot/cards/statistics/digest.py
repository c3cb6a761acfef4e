"""The weekly digest for managers: one picture, three sentences of what changed, one next step."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.statistics.pictures import short_weeks
from bot.cards.statistics.views import View
from bot.cards.wording import say_weekdays
from bot.domain.calendar.digests import Digest
from bot.domain.calendar.periods import period_title
from bot.domain.card import Action, Card, Chart, Text
from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.questions import Questions
from bot.domain.statistics.team import Taking, Team, TopicKnowledge
from bot.domain.target import Target
from bot.domain.text import count, listing, percent, plain

#: A share of those who could answer below which it is worth asking who does not.
_FEW = 0.5
#: So little, in percentage points, is no change.
_LEAST_CHANGE = 0.03
#: So many questions are named.
_MOST_NAMED = 3
DIGEST_OFF = "digest_off"


@dataclass(frozen=True, slots=True)
class Week:
    """What a digest is made of."""

    series_id: int
    team: Team
    #: The weeks up to this one, oldest first.
    weeks: Sequence[Taking]
    questions: Questions
    forecast: Forecast


def digest_card(week: Week) -> Card:
    """Show a manager what became of a series in a week."""
    team = week.team
    said, step = _next_step(week)
    lines = (_participation(week), _knowledge(team.topics), _questions(week.questions))
    chart = Chart(
        "Answers by week",
        short_weeks([one.name for one in week.weeks]),
        (("answers", tuple(one.answers for one in week.weeks)),),
        is_picture=True,
    )
    off = Action(DIGEST_OFF, "No more digests", str(Target("series", week.series_id)))
    return Card(
        f"{team.series}: {period_title(team.period)}",
        (chart, Text("\n".join(f"- {line}" for line in lines)), Text(said)),
        (step, off),
    )


def _participation(week: Week) -> str:
    this, before = week.weeks[-1], week.weeks[-2] if len(week.weeks) > 1 else None
    said = (
        f"{count(this.answers, 'answer')} to {count(this.rounds, 'question')}: {percent(this.rate)} of those possible"
    )
    if before is None or before.rate is None or this.rate is None:
        return f"{said}."
    if abs(this.rate - before.rate) < _LEAST_CHANGE:
        return f"{said}, as in the week before."
    how = "up from" if this.rate > before.rate else "down from"
    return f"{said}, {how} {percent(before.rate)} in the week before."


def _knowledge(topics: Sequence[TopicKnowledge]) -> str:
    changed = [one for one in topics if one.trend is not None and abs(one.trend) >= _LEAST_CHANGE]
    if not changed:
        return "No topic is clearly better or worse known than in the week before."
    best, worst = max(changed, key=lambda one: one.trend or 0), min(changed, key=lambda one: one.trend or 0)
    told = []
    if (best.trend or 0) > 0:
        told.append(f"better known: {plain(best.topic)}, up {_points(best)}")
    if (worst.trend or 0) < 0:
        told.append(f"less well known: {plain(worst.topic)}, down {_points(worst)}")
    said = "; ".join(told)
    return f"{said[0].upper()}{said[1:]}."


def _points(topic: TopicKnowledge) -> str:
    return f"{count(abs(round((topic.trend or 0) * 100)), 'point')} to {percent(topic.met.value)}"


def _questions(questions: Questions) -> str:
    marked = questions.marked
    if not marked:
        return f"{count(len(questions.lines), 'question')} asked, and none needs a look."
    named = listing([f"`{one.ref}`" for one in marked[:_MOST_NAMED]])
    more = f" and {len(marked) - _MOST_NAMED} more" if len(marked) > _MOST_NAMED else ""
    return f"{'Needs' if len(marked) == 1 else 'Need'} a look: {named}{more}."


def _next_step(week: Week) -> tuple[str, Action]:
    """Suggest what is best done next, with its button."""
    target = str(Target("stats", week.series_id, words=week.team.period))
    if week.questions.marked:
        return "**Next step:** look at the questions that need it.", Action(View.QUESTIONS, "Questions", target)
    if week.forecast.questions:
        topics = listing(sorted({plain(one.topic) for one in week.forecast.questions}))
        return f"**Next step:** ask what would hold {topics}.", Action("hold", "Ask these next", target)
    if (week.weeks[-1].rate or 0) < _FEW:
        return "**Next step:** see who does not take part.", Action(View.PEOPLE, "People", target)
    return "**Next step:** see which topics hardly anybody has.", Action(View.TOPICS, "Topics", target)


def digest_set_card(series: str, digest: Digest) -> Card:
    """Confirm when a digest comes."""
    when = f"{say_weekdays(frozenset({digest.weekday}))} at {digest.at:%H:%M} ({digest.zone})"
    text = f"The digest of {plain(series)} comes on {when}, by direct message, for every week with a question."
    off = Action(DIGEST_OFF, "No more digests", str(Target("series", digest.series_id)))
    return Card("Weekly digest", (Text(text), Text("Another day or hour: `/qotd digest friday 16:00`.")), (off,))


def digest_ended_card(series: str) -> Card:
    """Confirm that no digest comes any more."""
    return Card(
        "No more digests", (Text(f"Nothing comes of {plain(series)} any more; `/qotd digest on` turns it on."),)
    )


def no_digest_card(series_id: int, series: str) -> Card:
    """Say that none is set, and offer it."""
    text = (
        f"You get no digest of {plain(series)}. On Mondays at 08:00 it says what changed in a week, in three sentences."
    )
    return Card("Weekly digest", (Text(text),), (Action("digest", "Send it to me", str(Target("series", series_id))),))
