"""The team as a card: who takes part, what they know by topic, and what they will have forgotten."""

from collections.abc import Sequence
from datetime import timedelta

from bot.cards.statistics.views import ON_PAGE, View, as_file, more, others, pages_of, share, trend, why_withheld
from bot.domain.calendar.periods import period_title
from bot.domain.card import Action, Block, Card, Chart, Facts, Heading, Small, Table, Text
from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.team import Taking, Team, TopicKnowledge
from bot.domain.target import Target
from bot.domain.text import count, percent, plain

#: So many bars are told apart on a phone.
_MOST_BARS = 6
_MOST_WEAK = 3
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def team_card(series_id: int, team: Team, running: Sequence[int] = ()) -> Card:
    """Show who takes part; `running` has the number of answers of each question that is open still."""
    title = f"Team of {team.series}: {period_title(team.period)}"
    buttons = others(View.TEAM, series_id, team.period)
    if not team.rounds:
        return Card(title, (Text(no_figures(running)),), buttons)
    whole = team.by_series[0]
    pairs = [
        ("Questions", str(whole.rounds)),
        ("Answers", f"{whole.answers} of {whole.possible}, {percent(whole.rate)}"),
        ("Ever took part", count(team.members, "person", "people")),
    ]
    if whole.in_channel and team.channel_members is not None:
        people = count(team.channel_members, "person", "people")
        pairs.append(("In the channel", f"{people}, of whom {percent(whole.channel_rate)} answered on average"))
    if whole.quick:
        pairs.insert(2, ("Of these quick", str(whole.quick)))
    if whole.first_after is not None:
        pairs.append(("First answer", f"after {_lasting(whole.first_after)} on average"))
    blocks: list[Block] = [Facts(tuple(pairs)), _taking_part(team), *_weakest(team.topics)]
    blocks += why_withheld(team.floor, max((one.met.left_out for one in team.topics), default=0))
    return Card(title, (*blocks, *_of_open(running)), buttons)


def no_figures(running: Sequence[int]) -> str:
    """Say why there is nothing to show."""
    return " ".join(line.text for line in _of_open(running)) or "Nobody answered in this period."


def _of_open(running: Sequence[int]) -> tuple[Small, ...]:
    if not running:
        return ()
    are, answers = "is" if len(running) == 1 else "are", count(sum(running), "answer")
    return (Small(f"{count(len(running), 'question')} {are} open with {answers}; figures come at its close."),)


def _lasting(wait: timedelta) -> str:
    if wait < _HOUR:
        return f"{max(round(wait.total_seconds() / 60), 1)} min"
    return f"{round(wait / _HOUR)} h" if wait < 2 * _DAY else count(round(wait / _DAY), "day")


def _taking_part(team: Team) -> Chart:
    by_week = len(team.weeks) > 1
    lines = team.weeks if by_week else team.rounds
    shown = lines[-_MOST_BARS:]
    which = "week" if by_week else "question"
    last = f", the last {len(shown)}" if len(shown) < len(lines) else ""
    figures = tuple(round((one.rate or 0) * 100) for one in shown)
    return Chart(f"Who took part by {which}{last}, in %", tuple(map(_label, shown)), (("%", figures),))


def _label(line: Taking) -> str:
    return line.name.partition("-")[2]


def _weakest(topics: Sequence[TopicKnowledge]) -> tuple[Block, ...]:
    shown = (one for one in topics if one.met.value is not None)
    known = sorted(shown, key=lambda one: (one.met.value or 0, one.topic))
    if not known:
        return ()
    said = ", ".join(f"{one.topic} {share(one.met)}" for one in known[:_MOST_WEAK])
    return (Heading("Least known"), Small(f"Key points met: {said}."))


#: What a line says of a topic (`topic_row`).
TOPIC_HEADER = ("Topic", "Met", "Trend", "Held now", "People who have it")


def topics_card(series_id: int, team: Team, page: int = 1) -> Card:
    """Show what the team knows by topic, least known first, and how many people have each."""
    title = f"Topics of {team.series}: {period_title(team.period)}"
    buttons = others(View.TOPICS, series_id, team.period)
    if not team.topics:
        return Card(title, (Text("Nobody was asked anything yet."),), buttons)
    ordered = sorted(team.topics, key=lambda one: (one.met.value is None, one.met.value or 0, one.topic))
    pages = pages_of(len(ordered))
    shown = min(page, pages)
    rows = tuple(map(topic_row, ordered[(shown - 1) * ON_PAGE : shown * ON_PAGE]))
    notes = (
        Small("Met: of the key points looked for. Held: of what people were asked in a year, what is not due again."),
        *why_withheld(team.floor, max(one.met.left_out for one in team.topics)),
    )
    return Card(
        title,
        (Table(TOPIC_HEADER, rows, numeric=(1, 2, 3, 4)), *notes),
        (
            *more(View.TOPICS, series_id, team.period, shown, pages),
            *as_file(View.TOPICS, series_id, team.period, pages),
            *buttons,
        ),
    )


def topic_row(one: TopicKnowledge) -> tuple[str, ...]:
    """Give what is known of a topic as texts."""
    return (one.topic, share(one.met), trend(one.trend), share(one.held), str(one.people))


def forecast_card(series_id: int, series: str, period: str, found: Forecast, floor: int) -> Card:
    """Show what will have been forgotten, and offer to ask what would hold it."""
    title = f"Forecast for {series}: {found.until:%A} {found.until.day} {found.until:%B}"
    buttons = others(View.FORECAST, series_id, period)
    withheld = why_withheld(floor, found.left_out, "topic")
    if not found.topics:
        return Card(title, (Text("No topic will have been forgotten by then."), *withheld), buttons)
    rows = tuple((one.topic, share(one.now), share(one.then)) for one in found.topics[:ON_PAGE])
    blocks: list[Block] = [Table(("Topic", "Held now", "Held then"), rows, numeric=(1, 2)), *withheld]
    if found.questions:
        asked = tuple((one.ref, one.topic, str(one.people)) for one in found.questions)
        blocks += [
            Heading("Asked again, these would hold it"),
            Table(("Question", "Topic", "People"), asked, numeric=(2,)),
        ]
    buttons = (*hold_actions(series_id, period, found), *buttons)
    return Card(title, tuple(blocks), buttons)


def hold_actions(series_id: int, period: str, found: Forecast) -> tuple[Action, ...]:
    """Offer to ask what would hold what will have been forgotten, if anything would."""
    return (Action("hold", "Ask these next", str(Target("stats", series_id, words=period))),) if found.questions else ()


def held_card(series: str, refs: Sequence[str]) -> Card:
    """Confirm what is asked again."""
    if not refs:
        return Card("Nothing to queue", (Text("None is left to add: `/qotd queue` shows what is asked next."),))
    lines = "\n".join(f"- {plain(ref)}" for ref in refs)
    said = f"{plain(series)} asks these next:\n\n{lines}\n\n`/qotd queue` shows and changes the order."
    return Card("Queued", (Text(said),))
