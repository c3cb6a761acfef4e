"""The two slash commands. Each is acknowledged at once and worked on after."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from adapters.slack.connect.workspaces import workspace_id
from adapters.slack.listen.forms import open_form
from adapters.slack.listen.listener import Room
from adapters.slack.read.unescaping import unescape
from adapters.slack.render.forms import Origin
from adapters.slack.render.help_page import help_modal
from adapters.slack.send.private_replies import Asker
from adapters.slack.wire import Json
from bot.commands.request import Request


def register(app: AsyncApp, room: Room) -> None:
    """Listen for the commands."""

    async def typed(ack: AsyncAck, command: Json) -> None:
        await ack()
        asker = _asker(command)
        room.work(asker, _run(room, asker, command))

    for word in (room.engine.names.qotd, room.engine.names.quiz):
        app.command(f"/{word}")(typed)


def _asker(command: Json) -> Asker:
    return Asker(
        workspace_id(command["team_id"]),
        command["user_id"],
        command["channel_id"],
        response_url=command["response_url"],
    )


async def _run(room: Room, asker: Asker, command: Json) -> None:
    word, text = command["command"].removeprefix("/"), str(command.get("text") or "").strip()
    if word == room.engine.names.qotd and text.casefold() in {"", "help"}:
        page = await room.engine.desk.help(await room.actor(asker))
        await room.open(asker, command["trigger_id"], help_modal(page))
    elif word == room.engine.names.qotd and text.casefold() in {"setup", "suggest"}:
        await open_form(room, asker, command["trigger_id"], Origin(text.casefold(), channel=asker.channel))
    else:
        actor = await room.actor(asker)
        await room.answer(asker, await room.engine.desk.run(Request(actor, asker.channel, word, _readable(text))))


def _readable(text: str) -> str:
    """Undo Slack's escapes, but not its mentions: those hold the ids that commands are about."""
    kept = text.replace("<@", "\0@").replace("<#", "\0#").replace("<!subteam", "\0!subteam")
    return unescape(kept).replace("\0", "<")
