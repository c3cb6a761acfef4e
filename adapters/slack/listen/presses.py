"""Buttons and menus, on messages and on the Home tab. Each press is acknowledged at once and worked on after."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.connect.workspaces import workspace_of
from adapters.slack.listen.forms import FORMS, is_direct, open_form, show_more
from adapters.slack.listen.home import publish_home
from adapters.slack.listen.listener import Room
from adapters.slack.render.buttons import PREFIX, pressed
from adapters.slack.render.forms import Origin, card_modal
from adapters.slack.render.setup_form import MORE
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.cards.notices.greetings import IN_MESSAGES
from bot.commands.request import Press

_TITLE = "Askaday"


def register(app: AsyncApp, room: Room) -> None:
    """Listen for all buttons and menus of Askaday."""

    async def take(ack: AsyncAck, body: Json, action: Json) -> None:
        await ack()
        asker = _asker(body)
        room.work(asker, _press(room, asker, body, action))

    app.action(re.compile(rf"^{PREFIX}:"))(take)


def _asker(body: Json) -> Asker:
    container, url = body.get("container") or {}, body.get("response_url") or ""
    channel = (body.get("channel") or {}).get("id") or ""
    is_own = container.get("is_ephemeral") or is_direct(channel)
    thread = container.get("thread_ts") or ""
    user, own = body["user"], url if is_own else ""
    return Asker(workspace_of(body), user["id"], channel, thread, url, own, str(user.get("name") or ""))


async def _press(room: Room, asker: Asker, body: Json, action: Json) -> None:
    name, target = pressed(action)
    if name in FORMS:
        await open_form(room, asker, body["trigger_id"], Origin(name, target, asker.channel, message=asker.own_message))
        return
    if name == MORE:
        await show_more(room, asker, body["view"])
        return
    actor = await room.actor(asker, name)
    reply = await room.engine.desk.press(Press(actor, asker.channel, name, target))
    if asker.channel:
        await room.answer(asker, reply)
        return
    if reply.card.actions:
        await room.show(asker, reply.card)
    await room.open(asker, body["trigger_id"], card_modal(_TITLE, IN_MESSAGES if reply.card.actions else reply.card))
    await publish_home(room, asker)
