"""The forms: for an answer, a flag, a dispute, a suggestion, and for setting a series up; opened, and sent.

Those that were sent are checked before the acknowledgement, so that mistakes stand at their fields.

What takes longer than Slack waits is acknowledged with a word of patience, and its outcome shown after.
"""

import asyncio
import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.connect.workspaces import workspace_of
from adapters.slack.listen.home import publish_home
from adapters.slack.listen.late_forms import TITLE, WAITING, at_fields, show_late
from adapters.slack.listen.listener import Room
from adapters.slack.render.buttons import PREFIX
from adapters.slack.render.forms import (
    SURENESS_FIELD,
    TEXT_FIELD,
    Origin,
    answer_form,
    card_modal,
    dispute_form,
    fields_form,
    flag_form,
    read_form,
)
from adapters.slack.render.refilling import with_entries
from adapters.slack.render.setup_form import SetupChoices, read_setup_form, setup_form
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.cards.forms import FIELD_FORMS, no_form
from bot.commands.request import Press, Reply
from bot.errors import DeliveryError, Scope

#: The actions that open a form before they are done.
FORMS = frozenset({"answer", "why", "away", "flag", "dispute", "setup"}) | FIELD_FORMS
#: Seconds that a form may take before it is acknowledged all the same; Slack gives up after three:
#: https://docs.slack.dev/surfaces/modals
PATIENCE = 1.5


def register(app: AsyncApp, room: Room) -> None:
    """Listen for the forms of Askaday."""

    async def sent(ack: AsyncAck, body: Json, view: Json) -> None:
        origin = Origin.read(view["private_metadata"])
        user = body["user"]
        name = str(user.get("name") or "")
        asker = Asker(workspace_of(body), user["id"], origin.channel, own_message=origin.message, name=name)
        work = asyncio.ensure_future(_submit(room, asker, origin, view))
        await asyncio.wait({work}, timeout=PATIENCE)
        if not work.done():
            await ack(response_action="update", view=WAITING)
            room.work(asker, show_late(room, asker, view, work))
            return
        try:
            reply = work.result()
        except Exception as error:  # noqa: BLE001 - it is told at the fields, and what is unexpected is logged there
            await ack(response_action="errors", errors=at_fields(room.engine.desk.told(error, asker.workspace), view))
        else:
            await _acknowledge(ack, room, asker, reply)
            if not origin.channel:
                # It was opened from the Home tab, which shows what has become of it.
                room.work(asker, publish_home(room, asker))

    app.view(re.compile(rf"^{PREFIX}:({'|'.join(sorted(FORMS))})$"))(sent)


async def _submit(room: Room, asker: Asker, origin: Origin, view: Json) -> Reply:
    values, desk = view["state"]["values"], room.engine.desk
    actor = await room.actor(asker, origin.action)
    if origin.action == "setup":
        form = read_setup_form(values, origin)
        return await desk.save_setup(actor, origin.channel, form, target=origin.target, opened=origin.opened)
    filled = read_form(values)
    text, sureness = filled.get(TEXT_FIELD, ""), filled.get(SURENESS_FIELD, "")
    values = filled if origin.action in FIELD_FORMS else {}
    return await desk.press(Press(actor, origin.channel, origin.action, origin.target, text, sureness, values))


async def _acknowledge(ack: AsyncAck, room: Room, asker: Asker, reply: Reply) -> None:
    """Show the outcome in the place of the form; what has buttons is shown where the form came from.

    A message of one's own whose button opened the form is replaced in either case.
    """
    if reply.card.pressable:
        await ack()
    else:
        await ack(response_action="update", view=card_modal(TITLE, reply.card))
    if reply.card.pressable or (reply.replaces and asker.own_message):
        room.work(asker, room.answer(asker, reply))


async def open_form(room: Room, asker: Asker, trigger: str, origin: Origin) -> None:
    """Open the form of an action.

    Raises:
        AskadayError: there is nothing to fill in, or not for them.
    """
    try:
        await room.open(asker, trigger, await _form(room, asker, origin))
    except DeliveryError as error:
        if error.permanent and error.scope is Scope.WORKSPACE:
            said = f"{no_form(origin.action)} {error.message}"
            raise DeliveryError(said, permanent=True, scope=error.scope) from error
        raise


async def show_more(room: Room, asker: Asker, view: Json) -> None:
    """Show all settings of a series in the place of the form with the first ones; what was entered stays.

    Raises:
        AskadayError: it is not for them any more.
    """
    origin = Origin.read(view["private_metadata"])
    there = Asker(asker.workspace, asker.member, origin.channel, own_message=origin.message)
    whole = await _form(room, there, origin, is_whole=True)
    shown = {"view_id": view["id"], "hash": view["hash"], "view": with_entries(whole, view["state"]["values"])}
    await room.calls.write(asker.workspace, "views.update", shown)


async def _form(room: Room, asker: Asker, origin: Origin, *, is_whole: bool = False) -> Json:
    if origin.action == "flag":
        return flag_form(origin)
    if origin.action == "dispute":
        return dispute_form(origin)
    actor = await room.actor(asker)
    if origin.action in FIELD_FORMS:
        asked_for = await room.engine.desk.fields_form(actor, asker.channel, origin.action, origin.target)
        return fields_form(asked_for, origin)
    if origin.action in {"answer", "why", "away"}:
        asked = await room.engine.desk.answer_form(actor, origin.target)
        return answer_form(asked, origin)
    offered = await room.engine.desk.setup_form(actor, asker.channel, origin.target)
    zone = (await room.members.person(asker.workspace, asker.member)).zone
    choices = SetupChoices(
        offered.packs, offered.graders, _postable(offered.channel), zone, offered.name, offered.opened, origin.message
    )
    return setup_form(choices, offered.series, offered.slots, is_whole=is_whole or offered.series is not None)


def _postable(channel: str) -> str:
    """Give a channel to offer; a direct message (D…) is none."""
    return "" if is_direct(channel) else channel


def is_direct(channel: str) -> bool:
    """Say whether a channel is a direct message with Askaday, by its id."""
    return channel.startswith("D")
