"""What becomes of forms beside their reply: what is wrong with them, and those that take longer than Slack waits.

The outcome of a late one is shown in the same window, once it is there.
"""

import asyncio

import structlog

from adapters.slack.listen.listener import Room
from adapters.slack.render.forms import TEXT_FIELD, Origin, card_modal, read_form
from adapters.slack.render.refilling import labels, refilled_form
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.cards.notices import DONE_ELSEWHERE, ONE_MOMENT, mistakes_card
from bot.commands.request import Reply
from bot.domain.card import Card
from bot.errors import AskadayError, DeliveryError, FormError

log = structlog.get_logger()

TITLE = "Askaday"
WAITING = card_modal(TITLE, ONE_MOMENT)
#: Seconds between the acknowledgement and the first change of what it shows: the other way round, Slack would put the
#: waiting in the place of the outcome.
_SETTLING = 0.5
#: The field at which a mistake stands that is no single field's.
_FIRST_FIELDS = {"setup": "name"}
_TRY_AGAIN = "Something went wrong. What you wrote is still here: please send it again."


async def show_late(room: Room, asker: Asker, view: Json, work: asyncio.Future[Reply]) -> None:
    """Show what came of a form; where it has mistakes, show it again as it was sent."""
    _, (outcome,) = await asyncio.gather(asyncio.sleep(_SETTLING), asyncio.gather(work, return_exceptions=True))
    if isinstance(outcome, Reply):
        await _show_reply(room, asker, view, outcome.card)
    elif isinstance(outcome, Exception):
        await _show_mistakes(room, asker, view, outcome)
    else:
        raise outcome


async def _show_reply(room: Room, asker: Asker, view: Json, card: Card) -> None:
    is_shown = await _put(room, asker, view, card_modal(TITLE, DONE_ELSEWHERE if card.pressable else card))
    if card.pressable or not is_shown:
        await room.show(asker, card)


async def _show_mistakes(room: Room, asker: Asker, view: Json, error: Exception) -> None:
    said = sentences(error, view)
    if await _put(room, asker, view, refilled_form(view, said)):
        return
    written = read_form(view["state"]["values"]).get(TEXT_FIELD, "")
    await room.show(asker, mistakes_card(said, written))


async def _put(room: Room, asker: Asker, view: Json, shown: Json) -> bool:
    """Show something in the form's window; False where that was closed."""
    try:
        await room.calls.write(asker.workspace, "views.update", {"view_id": view["id"], "view": shown})
    except DeliveryError:
        return False
    return True


def at_fields(error: BaseException, view: Json) -> dict[str, str]:
    """Give the sentences by field; Slack refuses those for fields that the form does not have."""
    first = _FIRST_FIELDS.get(_action(view), TEXT_FIELD)
    if not isinstance(error, FormError):
        return {first: _sentence(error, view)}
    fields = labels(view)
    known = {field: reason for field, reason in error.fields.items() if field in fields}
    others = [f"{field}: {reason}" for field, reason in error.fields.items() if field not in fields]
    return known | ({first: " ".join(filter(None, [known.get(first), *others]))} if others else {})


def sentences(error: BaseException, view: Json) -> list[str]:
    """Give the sentences one after another, each with the label of its field."""
    if not isinstance(error, FormError):
        return [_sentence(error, view)]
    fields = labels(view)
    return [f"{fields.get(field, field)}: {reason}" for field, reason in error.fields.items()]


def _sentence(error: BaseException, view: Json) -> str:
    if isinstance(error, AskadayError):
        return str(error)
    log.error("a form from Slack failed", form=_action(view), exc_info=error)
    return _TRY_AGAIN


def _action(view: Json) -> str:
    return Origin.read(view["private_metadata"]).action
