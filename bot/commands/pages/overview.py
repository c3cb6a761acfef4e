"""A series at a glance: what the team knows, who takes part, what needs attention."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.cards.notices.owed import owed_name
from bot.cards.statistics.team import hold_actions
from bot.commands.pages.asked import PageQuery, ShownOnPage, chosen
from bot.commands.pages.titles import titles
from bot.domain.card import Action
from bot.domain.members import Actor
from bot.domain.series import Series, may_manage
from bot.domain.statistics.forecast import Forecast
from bot.domain.statistics.questions import Questions
from bot.domain.statistics.team import Team
from bot.ports.store import Transaction
from bot.services.deliveries.holding import day_of, owed
from bot.services.services import Services
from bot.services.statistics.scopes import Scope, scope_for

#: Weeks are compared beside each other, as in `askaday report`.
_PERIOD = "quarter"
MANAGERS_ONLY = "Only managers of a series and administrators may see this."


@dataclass(frozen=True, slots=True)
class Overview:
    """What managers see first."""

    shown: ShownOnPage
    team: Team
    questions: Questions
    forecast: Forecast
    #: Of the questions that need a look, and of those that would hold what fades, by `pack/id`.
    titles: Mapping[str, str]
    #: The number of answers of each question of the period that is open still.
    running: tuple[int, ...]
    #: What waits for a decision by whoever looks, in this series.
    to_decide: int
    #: Messages that the series owes and cannot send as things are, by name.
    owed: tuple[str, ...]
    #: Empty where it is not paused.
    pause_reason: str
    #: What the forecast of chat offers.
    actions: tuple[Action, ...]


def managed(tx: Transaction, actor: Actor, asked: PageQuery) -> tuple[Series, Scope, tuple[str, ...]]:
    """Give the series that is meant with its figures' scope, and the names of all that the actor manages.

    Raises:
        RefusedError: there is no such series here.
        RightsError: the actor may not manage it.
    """
    series, every = chosen(tx, actor, asked.series, lambda one: may_manage(actor, one.settings), MANAGERS_ONLY)
    return series, scope_for(tx, actor, series), every


def overview(tx: Transaction, services: Services, actor: Actor, asked: PageQuery) -> Overview:
    """Give a series at a glance; with a topic, of the topics that one alone.

    Raises:
        InputError: the period is not understood.
        RefusedError: there is no such series here.
        RightsError: the actor may not manage it.
    """
    series, scope, every = managed(tx, actor, asked)
    period = asked.period or _PERIOD
    team, forecast = services.statistics.team_and_forecast(tx, scope, period)
    topics = tuple(one.topic for one in team.topics)
    only = tuple(one for one in team.topics if asked.topic in {"", one.topic})
    health = services.statistics.questions(tx, scope, period)
    named = [*(one.ref for one in health.marked), *(one.ref for one in forecast.questions)]
    return Overview(
        shown=ShownOnPage(series.name, team.period, every, asked.topic, topics),
        team=replace(team, topics=only),
        questions=health,
        forecast=forecast,
        titles=titles(tx, services, series.workspace, named),
        running=tuple(services.reporting.answers_of_open(tx, series, period)),
        to_decide=services.own_questions.waiting.by_series(tx, actor).get(series.id, 0),
        owed=tuple(owed_name(one, day_of(tx, one)) for one in owed(tx, series)),
        pause_reason=series.pause_reason,
        actions=hold_actions(series.id, team.period, forecast),
    )
