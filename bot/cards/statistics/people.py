"""People as a card for managers, and the same lines for each of them."""

from collections.abc import Sequence

from bot.cards.statistics.views import ON_PAGE, View, as_file, more, others, pages_of
from bot.domain.calendar.periods import period_title
from bot.domain.card import Block, Card, Heading, Small, Table, Text
from bot.domain.statistics.floor import PeopleShown
from bot.domain.statistics.people import FEWEST_ANSWERS, People, Person
from bot.domain.text import DASH, listing, percent

_MOST_NAMED = 10
#: So many topics are named in a line, which has to stay low on a phone; files name all.
_MOST_TOPICS = 3
#: What levels are of.
LEVELS = f"Levels are of all scored answers, from {FEWEST_ANSWERS} on; before that it is too early."
#: What a line says of a member (`person_row`); behind it the score, where it may be seen.
PEOPLE_HEADER = ("Member", "Answered", "Rate", "Streak", "Last seen", "Level", "Strong in", "Weak in")


def people_card(series_id: int, people: People, page: int = 1) -> Card:
    """Show who takes part and how well they know what, in levels; exact scores only where they may be seen."""
    title = f"People of {people.series}: {period_title(people.period)}"
    buttons = others(View.PEOPLE, series_id, people.period)
    if not people.lines:
        return Card(title, (Text("Nobody has taken part yet."),), buttons)
    pages = pages_of(len(people.lines))
    shown = min(page, pages)
    rows = tuple(
        person_row(one, has_score=people.has_scores) for one in people.lines[(shown - 1) * ON_PAGE : shown * ON_PAGE]
    )
    header = (*PEOPLE_HEADER, "Score") if people.has_scores else PEOPLE_HEADER
    blocks: list[Block] = [Table(header, rows, numeric=(1, 2, 3)), *map(Small, absent_lines(people))]
    blocks.append(Small(LEVELS))
    return Card(
        title,
        tuple(blocks),
        (
            *more(View.PEOPLE, series_id, people.period, shown, pages),
            *as_file(View.PEOPLE, series_id, people.period, pages),
            *buttons,
        ),
    )


def person_row(one: Person, *, has_score: bool) -> tuple[str, ...]:
    """Give a member's figures as texts; the score last, where it may be seen."""
    row = (one.name, *(value for _, value in person_pairs(one, has_score=False)))
    return (*row, percent(one.score)) if has_score else row


def person_pairs(one: Person, *, has_score: bool) -> tuple[tuple[str, str], ...]:
    """Give the same by name, for the member themselves."""
    away = f"away until {one.away:%Y-%m-%d}" if one.away else ""
    seen = f"{one.last_seen:%Y-%m-%d}" if one.last_seen else DASH
    score = (("Score", percent(one.score)),) if has_score else ()
    return (
        ("Answered", f"{one.answered} of {one.rounds}"),
        ("Rate", percent(one.rate) if one.rounds else DASH),
        ("Streak", str(one.streak)),
        ("Last seen", f"{seen}, {away}" if away else seen),
        ("Level", one.level),
        ("Strong in", _few(one.strong)),
        ("Weak in", _few(one.weak)),
        *score,
    )


def _few(topics: Sequence[str]) -> str:
    rest = len(topics) - _MOST_TOPICS
    # A word in the place of one topic would be no shorter.
    return listing([*topics[:_MOST_TOPICS], f"{rest} more"] if rest > 1 else topics) or DASH


def absent_lines(people: People) -> tuple[str, ...]:
    """Say who did not take part, and who is away."""
    absent, away = people.absent, [one.name for one in people.lines if one.away]
    names = [one.name for one in absent[:_MOST_NAMED]]
    rest = [f"{len(absent) - len(names)} more"] if len(absent) > len(names) else []
    title = period_title(people.period)
    when = f"{title[0].lower()}{title[1:]}" if title.startswith("Since") else "in this period"
    said = (f"Not {when}: {listing([*names, *rest])}.",) if absent else ()
    return (*said, f"Away: {listing(away)}.") if away else said


_WHO_SEES = {
    PeopleShown.LEVELS: "Your score is for you and reviewers; managers see levels.",
    PeopleShown.SCORES: "Managers see your score, too: an administrator chose that for this workspace.",
}


def seen_by_managers(person: Person, period: str, shown: PeopleShown) -> tuple[Block, ...]:
    """Show a member what managers see of them."""
    return (
        Heading(f"What managers see of you: {period_title(period)}"),
        Table(("What", "Of you"), person_pairs(person, has_score=True)),
        Small(f"{_WHO_SEES[shown]} {LEVELS}"),
        Text("`/qotd me last month` shows the same of another time."),
    )
