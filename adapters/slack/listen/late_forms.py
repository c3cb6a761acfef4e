"""What becomes of forms beside their reply: what is wrong with them, and those that take longer than Slack waits.

The outcome of a late one is shown in the same window, once it is there.
"""

import asyncio

from adapters.slack.listen.listener import Room
from adapters.slack.render.forms import TEXT_FIELD, Origin, card_modal, read_form
from adapters.slack.render.refilling import labels, refilled_form
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.cards.forms import DONE_ELSEWHERE, ONE_MOMENT, mistakes_card, written_in
from bot.commands.request import Reply
from bot.errors import AskadayError, DeliveryError, FormError

TITLE = "Askaday"
WAITING = card_modal(TITLE, ONE_MOMENT)
#: Seconds between the acknowledgement and the first change of what it shows: the other way round, Slack would put the
#: waiting in the place of the outcome.
_SETTLING = 0.5
#: The first field of forms that have no text.
_FIRST_FIELDS = {"setup": "channel"}


async def show_late(room: Room, asker: Asker, view: Json, work: asyncio.Future[Reply]) -> None:
    """Show what came of a form; where it has mistakes, show it again as it was sent."""
    await asyncio.sleep(_SETTLING)
    try:
        reply = await work
    except Exception as error:  # noqa: BLE001 - it is shown, and what is unexpected is logged there
        await _show_mistakes(room, asker, view, error)
    else:
        await _show_reply(room, asker, view, reply)


async def _show_reply(room: Room, asker: Asker, view: Json, reply: Reply) -> None:
    card = reply.card
    is_shown = await _put(room, asker, view, card_modal(TITLE, DONE_ELSEWHERE if card.pressable else card))
    if card.pressable or not is_shown or (reply.replaces and asker.own_message):
        await room.answer(asker, reply)


async def _show_mistakes(room: Room, asker: Asker, view: Json, error: Exception) -> None:
    said = sentences(room.engine.desk.told(error, asker.workspace), view)
    if await _put(room, asker, view, refilled_form(view, said)):
        return
    values = read_form(view["state"]["values"])
    written = values[TEXT_FIELD] if TEXT_FIELD in values else written_in(values)
    await room.show(asker, mistakes_card(said, written))


async def _put(room: Room, asker: Asker, view: Json, shown: Json) -> bool:
    """Show something in the form's window; False where that was closed."""
    try:
        await room.calls.write(asker.workspace, "views.update", {"view_id": view["id"], "view": shown})
    except DeliveryError:
        return False
    return True


def at_fields(error: AskadayError, view: Json) -> dict[str, str]:
    """Give the sentences by field; Slack refuses those for fields that the form does not have."""
    first = _first_field(view)
    if not isinstance(error, FormError):
        return {first: error.plain_text}
    fields = labels(view)
    known = {field: reason for field, reason in error.fields.items() if field in fields}
    others = [f"{field}: {reason}" for field, reason in error.fields.items() if field not in fields]
    return known | ({first: " ".join(filter(None, [known.get(first), *others]))} if others else {})


def _first_field(view: Json) -> str:
    """Give the field at which a mistake stands that is no single field's."""
    fields = labels(view)
    usual = _FIRST_FIELDS.get(Origin.read(view["private_metadata"]).action, TEXT_FIELD)
    return usual if usual in fields else next(iter(fields), usual)


def sentences(error: AskadayError, view: Json) -> list[str]:
    """Give the sentences one after another, each with the label of its field."""
    if not isinstance(error, FormError):
        return [error.plain_text]
    fields = labels(view)
    return [f"{fields.get(field, field)}: {reason}" for field, reason in error.fields.items()]
