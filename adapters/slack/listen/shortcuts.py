"""Shortcuts in the menu of a message. Each is acknowledged at once and worked on after.

An app whose manifest declares none never hears of one: https://docs.slack.dev/interactivity/implementing-shortcuts
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.connect.workspaces import workspace_of
from adapters.slack.listen.forms import open_form
from adapters.slack.listen.listener import Room
from adapters.slack.read.incoming import is_by_person
from adapters.slack.read.unescaping import mentioned, unescape
from adapters.slack.render.forms import Origin, fields_form
from adapters.slack.render.shortcuts import BEST, FLAG, SUGGEST
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.commands.request import OnMessage
from bot.errors import DeliveryError

log = structlog.get_logger()

#: So much of a thread makes a draft, and so many seconds are left for reading it.
_MOST_OF_THREAD = 50
_PATIENCE = 1.5


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

    async def suggest(ack: AsyncAck, shortcut: Json) -> None:
        await ack()
        asker = _asker(shortcut)
        room.work(asker, _suggest(room, asker, shortcut))

    app.message_shortcut(BEST)(best)
    app.message_shortcut(FLAG)(flag)
    app.message_shortcut(SUGGEST)(suggest)


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


async def _suggest(room: Room, asker: Asker, body: Json) -> None:
    meant = await _meant(room, asker, body)
    around = await _around(room, asker, meant.thread)
    text = (await _said(room, asker, [body["message"]]))[0][1]
    form = await room.engine.desk.suggestion_form(replace(meant, text=text, around=around))
    await room.open(asker, body["trigger_id"], fields_form(form, Origin("suggest", channel=asker.channel)))


async def _around(room: Room, asker: Asker, thread: str) -> tuple[tuple[str, str], ...]:
    """Give what people wrote in a thread; nothing where Slack does not tell it in time.

    A form opens within three seconds or never.
    """
    arguments = {"channel": asker.channel, "ts": thread, "limit": _MOST_OF_THREAD}
    try:
        async with asyncio.timeout(_PATIENCE):
            listed = await room.calls.read(asker.workspace, "conversations.replies", arguments)
            return await _said(room, asker, [one for one in listed.get("messages") or () if is_by_person(one)])
    except (DeliveryError, TimeoutError) as error:
        log.info("a suggestion begins without its thread", error=str(error))
        return ()


async def _said(room: Room, asker: Asker, messages: Sequence[Json]) -> tuple[tuple[str, str], ...]:
    texts = {str(one["ts"]): str(one.get("text") or "") for one in messages}
    people = frozenset[str]().union(*(mentioned(text) for text in texts.values()))
    names = await room.members.names(asker.workspace, people)
    return tuple((ts, unescape(text, names)) for ts, text in texts.items())
