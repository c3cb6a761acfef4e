"""What people write to Askaday itself: direct messages, and messages that mention it; each is told what it can do."""

from functools import partial

import discord

from adapters.discord.connect.delivery_errors import delivering
from adapters.discord.connect.workspaces import own_workspace, workspace_id
from adapters.discord.listen.listener import Room
from adapters.discord.read.incoming import is_by_person, mentions
from adapters.discord.read.members import author, writer
from adapters.discord.render.messages import layout, messages
from bot.commands.request import SentFile
from bot.domain.card import Card
from bot.engine import MOST_BYTES, Background, digest_in


class Talking:
    """Answers who talks to Askaday; where a question is answered, nobody does."""

    def __init__(self, room: Room, background: Background) -> None:
        self._room = room
        #: Does what nobody waits for.
        self._background = background

    async def heard(self, message: discord.Message) -> None:
        """Say what Askaday can do, if somebody wrote to it."""
        if not is_by_person(message) or not await self._is_meant(message):
            return
        is_direct = message.guild is None
        workspace = own_workspace(message.author.id) if message.guild is None else workspace_id(message.guild.id)
        channel = "" if is_direct else _channel(message)
        desk, word = self._room.engine.desk, digest_in(message.content) if is_direct else ""
        who = writer(message, workspace)
        if is_direct and message.attachments and not word:
            self._background.start(workspace, partial(self._receive, message))
            return
        card = await (desk.appoint(who, word) if word else desk.greeting(who, channel))
        self._background.start(workspace, partial(self._reply, message, card))

    async def _receive(self, message: discord.Message) -> None:
        """Read a file that somebody sent: a pack, or a bank; for each server in which they run a series."""
        desk, (sent, *others) = self._room.engine.desk, message.attachments
        file = SentFile(sent.filename, partial(_content, sent), len(others))
        said = [await desk.receive(actor, file) for actor in await self._room.actors.senders(message.author)]
        told = [card for card in said if card is not None]
        if not told:
            told.append(await desk.greeting(author(message), is_file=True))
        for card in told:
            await self._reply(message, card)

    async def _is_meant(self, message: discord.Message) -> bool:
        if message.guild is None:
            return True
        if not mentions(message, message.guild.me.id):
            return False
        answering, workspace = self._room.engine.services.answering, workspace_id(message.guild.id)
        thread = str(message.channel.id)
        return not await self._room.engine.call(answering.concerns, workspace, _channel(message), thread)

    async def _reply(self, message: discord.Message, card: Card) -> None:
        for one in messages(card, self._room.links.linked):
            with delivering():
                await message.reply(view=layout(one), mention_author=False)


async def _content(sent: discord.Attachment) -> bytes:
    """Fetch a file; of one that is too large as much as tells that."""
    if sent.size > MOST_BYTES:
        return bytes(MOST_BYTES + 1)
    with delivering():
        return await sent.read()


def _channel(message: discord.Message) -> str:
    parent = message.channel.parent_id if isinstance(message.channel, discord.Thread) else None
    return str(parent or message.channel.id)
