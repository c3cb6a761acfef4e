"""The two teams that can be generated: one of two hundred, and one of six."""

from dataclasses import dataclass, replace
from datetime import time

from bot.cli.year.kind import Kind
from bot.cli.year.people import Shape
from bot.domain.calendar.schedule import CloseSameDay, Schedule
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, BoardTimes, Results, SeriesSettings

#: Whom series are managed and graded by: they are among the first people of every team.
MANAGER, REVIEWER = "m001", "m002"


@dataclass(frozen=True, slots=True)
class Team:
    """People and their series, by name."""

    shape: Shape
    series: dict[str, SeriesSettings]


def _settings(
    zone: str,
    at: time,
    weights: dict[str, float],
    *,
    holidays: str = "DE",
    mode: AnswerMode = AnswerMode.OPEN,
    form: Form = Form.BOTH,
    weekdays: frozenset[int] = frozenset(range(5)),
) -> SeriesSettings:
    return SeriesSettings(
        schedule=Schedule(zone, at, weekdays, closes=CloseSameDay(), holidays=holidays),
        packs=("aws",),
        answer_mode=mode,
        topic_weights=weights,
        form=form,
        board=BoardTimes.WEEKLY,
        results=Results.TOP,
        managers=frozenset({MANAGER}),
        reviewers=frozenset({REVIEWER}),
    )


TEAMS: dict[Kind, Team] = {
    Kind.YEAR: Team(
        Shape(people=200, most_series=2, rare=("resilience", "ml-engineering"), who_know=2),
        {
            "platform": _settings("Europe/Berlin", time(9), {"networking": 2, "containers": 2, "resilience": 2}),
            "backend": _settings(
                "Europe/Berlin", time(9, 30), {"databases": 2, "messaging": 2}, mode=AnswerMode.SEALED
            ),
            "data": _settings("Europe/Berlin", time(10), {"analytics": 3, "storage": 2, "ml-engineering": 2}),
            "newcomers": _settings(
                "America/New_York",
                time(9),
                {"security": 2, "identity": 2},
                holidays="US",
                form=Form.CHOICE,
                weekdays=frozenset({0, 2, 4}),
            ),
        },
    ),
    Kind.TEAM: Team(
        Shape(people=6, most_series=1, rare=("resilience",), who_know=1),
        {"daily": replace(_settings("Europe/Berlin", time(9), {}), results=Results.NONE)},
    ),
}
