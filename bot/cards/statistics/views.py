"""Which views of a series' figures there are, and the buttons between them."""

from enum import StrEnum

from bot.domain.calendar.periods import period_title
from bot.domain.card import Action, Card, Small, Text
from bot.domain.statistics.floor import Mean
from bot.domain.target import Target
from bot.domain.text import DASH, count, percent

#: So many lines are one screen of a phone; what is more comes by pages.
ON_PAGE = 15


class View(StrEnum):
    """What of a series' figures is shown."""

    TEAM = "team"
    TOPICS = "topics"
    PEOPLE = "people"
    QUESTIONS = "questions"
    FORECAST = "forecast"


#: What people type behind `/qotd stats`, `team` being what comes without a word.
TYPED = (View.TOPICS, View.PEOPLE, View.QUESTIONS, View.FORECAST)
#: Views of which a year has more lines than a screen, and what the button is called that hands them over as a file.
FILED = {view: f"{view}_file" for view in (View.TOPICS, View.PEOPLE, View.QUESTIONS)}
_LABELS = {
    View.TEAM: "Team",
    View.TOPICS: "Topics",
    View.PEOPLE: "People",
    View.QUESTIONS: "Questions",
    View.FORECAST: "Forecast",
}


def others(view: View, series_id: int, period: str) -> tuple[Action, ...]:
    """Give the buttons that lead from one view to the others, for the same period."""
    target = str(Target("stats", series_id, words=period))
    return tuple(Action(one, _LABELS[one], target) for one in View if one is not view)


def more(view: View, series_id: int, period: str, page: int, pages: int) -> tuple[Action, ...]:
    """Give the button that leads to the next page, where there is one."""
    if page >= pages:
        return ()
    return (Action(view, "More", str(Target("stats", series_id, page + 1, period))),)


def as_file(view: View, series_id: int, period: str, pages: int) -> tuple[Action, ...]:
    """Give the button that hands over all lines as a file, where they are more than one screen."""
    if pages == 1:
        return ()
    return (Action(FILED[view], "As a file", str(Target("stats", series_id, words=period))),)


def filed_card(view: View, series: str, period: str, lines: int) -> Card:
    """Say what the file is that comes with it."""
    said = f"All {lines} lines are in the file: CSV, for a spreadsheet."
    return Card(f"{_LABELS[view]} of {series}: {period_title(period)}", (Text(said),))


def unfiled_card(view: View, series: str, period: str) -> Card:
    """Say where the file is to be had on a platform that takes none."""
    said = f"No file can be sent here. Who runs Askaday has it: `askaday stats {view} {period} --format csv`."
    return Card(f"{_LABELS[view]} of {series}: {period_title(period)}", (Text(said),))


def pages_of(lines: int) -> int:
    """Say how many pages so many lines have."""
    return max(-(-lines // ON_PAGE), 1)


def share(mean: Mean) -> str:
    """Say a share; a dash where there is none, or too few people are in it."""
    return percent(mean.value)


def trend(difference: float | None) -> str:
    """Say by how many percentage points something changed: "▲ 7"."""
    if difference is None:
        return DASH
    points = round(difference * 100)
    return f"▲ {points}" if points > 0 else f"▼ {-points}" if points < 0 else "="


def why_withheld(floor: int, left_out: int, of: str = "group") -> tuple[Small, ...]:
    """Say in a line why averages leave something out, or are not there at all."""
    if not left_out:
        return ()
    few = f"{count(left_out, of)} with fewer than {floor} people, not counting those named in a reveal"
    return (Small(f"Left out of averages, which would show how one person did: {few}."),)
