"""Figures of a series for its managers: `/qotd stats`, and the buttons that lead from one view to another."""

from dataclasses import dataclass, replace

from bot.cards.statistics.people import people_card
from bot.cards.statistics.questions import questions_card
from bot.cards.statistics.records import Record, of_people, of_questions, of_topics
from bot.cards.statistics.team import forecast_card, held_card, team_card, topics_card
from bot.cards.statistics.views import FILED, View, filed_card, unfiled_card
from bot.commands.context import Context, series_of
from bot.commands.records.spreadsheet import csv_text
from bot.commands.request import File, Handout, Press, Reply
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.series import Series
from bot.domain.statistics.forecast import Forecast
from bot.domain.target import Target
from bot.ports.store import Transaction
from bot.services.practice.pool import open_refs
from bot.services.rights import require_manager
from bot.services.services import Services
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import Scope, scope_for

_PERIOD = "month"


async def stats(context: Context) -> Reply:
    """Show a view of a series' figures: the team, unless another one is named."""
    view = View(context.given.get("view", "").casefold() or View.TEAM)
    period = context.given.get("period") or _PERIOD

    def read(tx: Transaction) -> Card:
        return _shown(tx, context.services, context.actor, context.series(tx), _Wanted(view, period))

    return Reply(await context.services.store.read(read))


async def turn(services: Services, press: Press, series_id: int) -> Reply:
    """Show the view that a button names; who may see it is decided anew."""
    meant = Target.read(press.target)

    def read(tx: Transaction) -> Card:
        series = series_of(tx, press.actor, series_id)
        wanted = _Wanted(View(press.action), meant.words or _PERIOD, meant.page)
        return _shown(tx, services, press.actor, series, wanted)

    return Reply(await services.store.read(read), replaces=True)


async def hand_over(services: Services, press: Press, series_id: int) -> Reply:
    """Hand over all lines of a view as a file; who may see it is decided anew."""
    view = next(view for view, name in FILED.items() if name == press.action)
    period = Target.read(press.target).words or _PERIOD

    def read(tx: Transaction) -> tuple[str, list[Record]]:
        series = series_of(tx, press.actor, series_id)
        scope = scope_for(tx, press.actor, series)
        return series.name, _lines(services.statistics, tx, scope, view, period)

    name, lines = await services.store.read(read)
    if not lines:
        return await turn(services, replace(press, action=view.value), series_id)
    key = str(lines[0]["period"])
    file = File(f"askaday-{view}-{key.replace(' ', '-')}.csv", csv_text(lines))
    handout = Handout(filed_card(view, name, key, len(lines)), (file,))
    return Reply(unfiled_card(view, name, key), handout=handout)


def _lines(figures: Statistics, tx: Transaction, scope: Scope, view: View, period: str) -> list[Record]:
    if view is View.PEOPLE:
        return list(of_people(figures.people(tx, scope, period)))
    if view is View.QUESTIONS:
        return list(of_questions(figures.questions(tx, scope, period)))
    return list(of_topics(figures.team(tx, scope, period)))


async def hold(services: Services, press: Press, series_id: int) -> Reply:
    """Put the questions first that would hold what will have been forgotten."""

    def read(tx: Transaction) -> Forecast:
        series = series_of(tx, press.actor, series_id)
        return services.statistics.forecast(tx, scope_for(tx, press.actor, series))

    found = await services.store.read(read)

    def work(tx: Transaction) -> Card:
        series = series_of(tx, press.actor, series_id)
        require_manager(press.actor, series)
        queued, asked = tx.queue.list(series.id), open_refs(tx, series.workspace)
        # What is being asked just now would else come a second time.
        refs = [one.ref for one in found.questions if one.ref not in queued and one.ref not in asked]
        if refs:
            services.managing.set_queue(tx, press.actor, series, [*refs, *queued])
        return held_card(series.name, refs)

    return Reply(await services.store.call(work))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be shown."""

    view: View
    period: str
    page: int = 1


def _shown(tx: Transaction, services: Services, actor: Actor, series: Series, wanted: _Wanted) -> Card:
    view, period, page = wanted.view, wanted.period, wanted.page
    scope, figures = scope_for(tx, actor, series), services.statistics
    if view is View.PEOPLE:
        return people_card(series.id, figures.people(tx, scope, period), page)
    if view is View.QUESTIONS:
        return questions_card(series.id, figures.questions(tx, scope, period), page)
    if view is View.FORECAST:
        key = figures.spans(scope, period).key
        return forecast_card(series.id, series.name, key, figures.forecast(tx, scope), scope.rules.floor)
    team = figures.team(tx, scope, period)
    if view is View.TOPICS:
        return topics_card(series.id, team, page)
    return team_card(series.id, team, services.reporting.answers_of_open(tx, series, period))
