"""Forms that were sent. They are checked before the acknowledgement, so that mistakes stand at their fields.

What takes longer than Slack waits is acknowledged with a word of patience, and its outcome shown after.
"""

import asyncio
import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.connect.workspaces import workspace_of
from adapters.slack.listen.form_openings import FORMS
from adapters.slack.listen.late_forms import TITLE, WAITING, show_late
from adapters.slack.listen.listener import Room
from adapters.slack.listen.mistakes import at_fields
from adapters.slack.render.buttons import PREFIX
from adapters.slack.render.forms import TEXT_FIELD, Origin, card_modal, read_form
from adapters.slack.render.setup_form import read_setup_form
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.commands.request import Press, Reply
from bot.domain.card import Card

#: Seconds that a form may take before it is acknowledged all the same; Slack gives up after three:
#: https://docs.slack.dev/surfaces/modals
PATIENCE = 1.5


def register(app: AsyncApp, room: Room) -> None:
    """Listen for the forms of Askaday."""

    async def sent(ack: AsyncAck, body: Json, view: Json) -> None:
        origin = Origin.read(view["private_metadata"])
        asker = Asker(workspace_of(body), body["user"]["id"], origin.channel)
        work = asyncio.ensure_future(_submit(room, asker, origin, view))
        await asyncio.wait({work}, timeout=PATIENCE)
        if not work.done():
            await ack(response_action="update", view=WAITING)
            room.work(asker, show_late(room, asker, view, work))
        elif error := work.exception():
            await ack(response_action="errors", errors=at_fields(error, view))
        else:
            await _acknowledge(ack, room, asker, work.result().card)

    app.view(re.compile(rf"^{PREFIX}:({'|'.join(sorted(FORMS))})$"))(sent)


async def _submit(room: Room, asker: Asker, origin: Origin, view: Json) -> Reply:
    values, desk = view["state"]["values"], room.engine.desk
    actor = await room.actor(asker)
    if origin.action == "setup":
        form = read_setup_form(values, origin)
        return await desk.save_setup(actor, origin.channel, form, target=origin.target, opened=origin.opened)
    text = read_form(values).get(TEXT_FIELD, "")
    return await desk.press(Press(actor, origin.channel, origin.action, origin.target, text))


async def _acknowledge(ack: AsyncAck, room: Room, asker: Asker, card: Card) -> None:
    """Show the outcome in the place of the form; what has buttons is shown where the form came from."""
    if card.actions:
        await ack()
        room.work(asker, room.show(asker, card))
    else:
        await ack(response_action="update", view=card_modal(TITLE, card))
