"""Which views of a series' figures there are, and the buttons between them."""

from enum import StrEnum

from bot.domain.card import Action, Small
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
