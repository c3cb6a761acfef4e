"""Reminders to practise: `/aws-quiz nudge`."""

from bot.cards.notices.notice import notice
from bot.cards.practice import nudge_set_card
from bot.cards.wording import check_holidays, parse_time, parse_weekdays
from bot.commands.request import Reply, Request
from bot.commands.words import Words, split
from bot.domain.calendar.zones import check_zone
from bot.domain.card import Card
from bot.domain.practice.nudges import WORKDAYS, Nudge
from bot.errors import InputError
from bot.ports.store import Transaction
from bot.services.services import Services

#: The keys it takes as `key=value`.
_OPTIONS = frozenset({"days", "holidays"})
#: What may stand apart behind a time.
_HALVES = frozenset({"am", "pm", "uhr", "h", "o'clock"})
_EXAMPLE = "For example `/aws-quiz nudge on 9:00 Europe/Berlin`, or `/aws-quiz nudge off`."
_NO_NUDGE = "No reminder is set. `/aws-quiz nudge on 9:00` reminds you on weekdays, if questions are due for you."


async def nudge(services: Services, request: Request, text: str) -> Reply:
    """Remind a member of what is due: "on TIME [ZONE] [days=…] [holidays=…]" or "off"; without words, show it."""
    words = split(text, _OPTIONS)
    words.check_once()
    first = words.words[0].casefold() if words.words else ""
    if first == "off" and len(words.words) == 1:
        await services.store.call(services.nudging.end, request.actor)
        return Reply(notice("No more reminders", "`/aws-quiz` still knows what is due for you."))
    if not first:
        return Reply(await services.store.call(_shown, request))
    said = words.words[1:] if first == "on" else words.words
    if not said or first == "off":
        raise InputError("When should I remind you?", hint=_EXAMPLE)
    return Reply(nudge_set_card(await services.store.call(_set, services, request, Words(said, words.options))))


def _shown(tx: Transaction, request: Request) -> Card:
    held = tx.nudges.of_member(request.actor.workspace, request.actor.member)
    return notice("Reminders", _NO_NUDGE) if held is None else nudge_set_card(held)


def _set(tx: Transaction, services: Services, request: Request, words: Words) -> Nudge:
    at, *zone = words.words
    if zone and zone[0].casefold().replace(".", "") in _HALVES:
        at, zone = f"{at} {zone[0]}", zone[1:]
    wanted = Nudge(
        id=0,
        workspace=request.actor.workspace,
        member=request.actor.member,
        at=parse_time(at),
        zone=check_zone(" ".join(zone)) if zone else _zone(tx, request),
        weekdays=parse_weekdays(words.options["days"]) if "days" in words.options else WORKDAYS,
        holidays=_holidays(words.options.get("holidays", "")),
    )
    return services.nudging.set(tx, request.actor, wanted)


def _holidays(code: str) -> str:
    return "" if code.casefold() in {"", "none"} else check_holidays(code)


def _zone(tx: Transaction, request: Request) -> str:
    """Give the zone the member named last, else that of the channel's series, else of any of the workspace.

    Raises:
        InputError: there is none of these.
    """
    held = tx.nudges.of_member(request.actor.workspace, request.actor.member)
    if held is not None:
        return held.zone
    everywhere = tx.series.of_workspace(request.actor.workspace)
    here = [series for series in everywhere if series.channel == request.channel] or list(everywhere)
    if not here:
        raise InputError("In which time zone?", hint=_EXAMPLE)
    return here[0].settings.schedule.zone
