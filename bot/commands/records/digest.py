"""The weekly digest of a series for one of its managers: `/qotd digest`, and the buttons that turn it on and off."""

from bot.cards.statistics.digest import digest_ended_card, digest_set_card, no_digest_card
from bot.cards.wording import parse_time, parse_weekdays
from bot.commands.context import Context, series_of
from bot.commands.request import Press, Reply
from bot.domain.calendar.digests import AT, MONDAY, Digest
from bot.domain.calendar.zones import check_zone
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.series import Series
from bot.errors import InputError
from bot.ports.store import Transaction
from bot.services.services import Services

_EXAMPLE = "For example `/qotd digest monday 8:00`, `/qotd digest friday 16:00 Europe/Berlin` or `/qotd digest off`."


async def digest(context: Context) -> Reply:
    """Show, set or end a manager's digest: "[on|DAY [TIME [ZONE]]|off]"."""
    said = context.given.get("when", "").split()
    first = said[0].casefold() if said else ""

    def work(tx: Transaction) -> Card:
        series = context.series(tx)
        if not said:
            held = context.services.digesting.of(tx, context.actor, series)
            return no_digest_card(series.id, series.name) if held is None else digest_set_card(series.name, held)
        if first == "off" and len(said) == 1:
            return _end(tx, context.services, context.actor, series)
        day, *rest = said if first != "on" else [*said[1:2], *said[2:]] or [""]
        return _set(tx, context.services, context.actor, series, (day, rest))

    return Reply(await context.services.store.call(work))


async def turn_on(services: Services, press: Press, series_id: int) -> Reply:
    """Send the digest on its usual day."""

    def work(tx: Transaction) -> Card:
        return _set(tx, services, press.actor, series_of(tx, press.actor, series_id), ("", []))

    return Reply(await services.store.call(work), replaces=True)


async def turn_off(services: Services, press: Press, series_id: int) -> Reply:
    """Send no digest any more."""

    def work(tx: Transaction) -> Card:
        return _end(tx, services, press.actor, series_of(tx, press.actor, series_id))

    return Reply(await services.store.call(work))


def _set(tx: Transaction, services: Services, actor: Actor, series: Series, said: tuple[str, list[str]]) -> Card:
    day, rest = said
    wanted = Digest(
        id=0,
        workspace=actor.workspace,
        member=actor.member,
        series_id=series.id,
        weekday=_weekday(day),
        at=parse_time(rest[0]) if rest else AT,
        zone=check_zone(" ".join(rest[1:])) if rest[1:] else series.settings.schedule.zone,
    )
    return digest_set_card(series.name, services.digesting.set(tx, actor, wanted))


def _weekday(said: str) -> int:
    if not said:
        return MONDAY
    days = parse_weekdays(said)
    if len(days) != 1:
        raise InputError("The digest comes once a week.", hint=_EXAMPLE)
    return next(iter(days))


def _end(tx: Transaction, services: Services, actor: Actor, series: Series) -> Card:
    services.digesting.end(tx, actor, series)
    return digest_ended_card(series.name)
