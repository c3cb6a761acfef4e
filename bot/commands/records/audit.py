"""What was changed by whom: `/qotd audit`, for managers their series, for administrators the workspace."""

from dataclasses import replace

from bot.cards.access import audit_card, change_row
from bot.commands.context import Context, series_of
from bot.commands.request import Press, Reply
from bot.domain.calendar.periods import ALL_TIME
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.series import Series
from bot.domain.target import Target
from bot.ports.store import Transaction
from bot.services.services import Services


async def audit(context: Context) -> Reply:
    """Show what was changed, newest first; of one series where it is named."""
    period = context.given.get("period") or ALL_TIME

    def read(tx: Transaction) -> Card:
        series = context.series(tx) if "series" in context.given else None
        where = Target("audit", series.id if series else 0, words=period)
        return _page(tx, context.services, context.actor, where, series)

    return Reply(await context.services.store.read(read))


async def turn(services: Services, press: Press, series_id: int) -> Reply:
    """Show another page; who may see it is decided anew."""
    meant = Target.read(press.target)

    def read(tx: Transaction) -> Card:
        series = series_of(tx, press.actor, series_id) if series_id else None
        return _page(tx, services, press.actor, replace(meant, words=meant.words or ALL_TIME), series)

    return Reply(await services.store.read(read), replaces=True)


def _page(tx: Transaction, services: Services, actor: Actor, where: Target, series: Series | None) -> Card:
    page = services.auditing.page(tx, actor, where.words, where.page, series=series)
    names = tx.members.names(actor.workspace)
    of = {one.id: one.name for one in tx.series.of_workspace(actor.workspace)}
    rows = [change_row(change, names, of) for change in page.changes]
    shown = replace(where, words=page.period)
    return audit_card(series.name if series else "", page.period, rows, shown, has_more=page.has_more)
