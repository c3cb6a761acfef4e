"""Shortcuts in the menu of a message. Each is acknowledged at once and worked on after.

An app whose manifest declares none never hears of one: https://docs.slack.dev/interactivity/implementing-shortcuts
"""

from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.connect.workspaces import workspace_of
from adapters.slack.listen.forms import open_form
from adapters.slack.listen.listener import Room
from adapters.slack.render.forms import Origin
from adapters.slack.render.shortcuts import BEST, FLAG
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.commands.request import OnMessage


def register(app: AsyncApp, room: Room) -> None:
    """Listen for the shortcuts."""

    async def best(ack: AsyncAck, shortcut: Json) -> None:
        await ack()
        asker = _asker(shortcut)
        room.work(asker, _best(room, asker, shortcut))

    async def flag(ack: AsyncAck, shortcut: Json) -> None:
        await ack()
        asker = _asker(shortcut)
        room.work(asker, _flag(room, asker, shortcut))

    app.message_shortcut(BEST)(best)
    app.message_shortcut(FLAG)(flag)


def _asker(body: Json) -> Asker:
    channel = (body.get("channel") or {}).get("id") or ""
    return Asker(workspace_of(body), body["user"]["id"], channel, response_url=body.get("response_url") or "")


async def _meant(room: Room, asker: Asker, body: Json) -> OnMessage:
    message = body["message"]
    thread = str(message.get("thread_ts") or message["ts"])
    # A message of an app names its bot as its author, who has answered nothing.
    author = str(message.get("user") or "")
    return OnMessage(await room.actor(asker), asker.channel, thread, str(message["ts"]), author)


async def _best(room: Room, asker: Asker, body: Json) -> None:
    await room.answer(asker, await room.engine.desk.choose_best(await _meant(room, asker, body)))


async def _flag(room: Room, asker: Asker, body: Json) -> None:
    target = await room.engine.desk.flag_target(await _meant(room, asker, body))
    await open_form(room, asker, body["trigger_id"], Origin("flag", target, asker.channel))
