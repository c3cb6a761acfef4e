"""What people write in the threads of questions.

discord.py runs every event in a task of its own, in no order; the store keeps revisions, for which none is needed.
What the connection missed is read back: after every new session, and again before a question closes.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import discord
import structlog

from adapters.discord.connect.delivery_errors import delivering
from adapters.discord.connect.places import Place, Places
from adapters.discord.connect.workspaces import PLATFORM, guild_id, workspace_id
from adapters.discord.listen.listener import Room
from adapters.discord.read.incoming import deletion, is_by_person, is_by_webhook, revision_of
from adapters.discord.read.members import author
from adapters.discord.send.history import History
from adapters.discord.send.messenger import DiscordMessenger
from bot.domain.answers import Inbound, Revision
from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.rounds import Round
from bot.engine import Background, Recorded, Tasks
from bot.errors import DeliveryError
from bot.ports.messenger import Destination

log = structlog.get_logger()


#: Says at a reply in the channel that it belongs in the thread.
_IN_THREAD = "🧵"
#: Marks talk among the answers, and what is no answer where its author cannot be told.
_TALK, _WHAT = "💬", "❔"
#: Seconds before a message is looked at again of which nobody could say yet whether its thread is ours.
_LOOK_AGAIN = 1.0


class Answers:
    """Records messages, and acknowledges them."""

    def __init__(
        self,
        room: Room,
        places: Places,
        messenger: DiscordMessenger,
        background: Background,
        *,
        waiting: Tasks,
        reaction: str = "",
    ) -> None:
        self._room = room
        self._messenger = messenger
        self._places = places
        self._history = History(places)
        #: Does what nobody waits for.
        self._background = background
        self._reaction = reaction
        #: Messages that wait for a card that is on its way.
        self._waiting = waiting

    async def posted(self, message: discord.Message) -> None:
        """Record a new message of a person in a thread."""
        if message.guild is not None and is_by_webhook(message):
            await self._copied(message.guild.id, message)
        if message.guild is None or not is_by_person(message):
            return
        recorded = await self._record(message)
        if recorded is not None and recorded.waits:
            self._wait(partial(self.posted, message))
        elif recorded is not None and recorded.round_id is not None:
            self._respond(message.guild.id, message, recorded)
        elif await self._is_misplaced(message):
            self._react(message.guild.id, message, _IN_THREAD)

    def _respond(self, guild: int, message: discord.Message, recorded: Recorded) -> None:
        """Mark a message for whoever reads the thread, and tell its author what there is to tell."""
        response = recorded.response
        if response.mark and self._reaction:
            self._react(guild, message, self._emoji_of(response.mark))
        if response.stale and self._reaction:
            taking = partial(_remove_reaction, message, self._emoji_of(response.stale), self._places.known.user)
            self._background.start(workspace_id(guild), taking)
        if response.hint is not None:
            self._background.start(workspace_id(guild), partial(self._tell, guild, message, response.hint))

    def _emoji_of(self, mark: str) -> str:
        return _TALK if mark == "talk" else self._reaction

    async def _tell(self, guild: int, message: discord.Message, hint: Card) -> None:
        """Tell an author in a direct message; who takes none sees a mark instead."""
        place = Destination(workspace_id(guild), str(message.author.id), direct=True)
        try:
            await self._messenger.send(place, hint, key=f"hint{message.id}")
        except DeliveryError as error:
            if not error.permanent:
                raise
            await _add_reaction(message, _WHAT)

    async def _copied(self, guild: int, message: discord.Message) -> None:
        """Take note of what a webhook says: it may stand for an answer that a proxy bot deletes."""
        workspace, thread, services = workspace_id(guild), str(message.channel.id), self._room.engine.services
        channel = await self._room.engine.call(services.answering.channel_of, workspace, thread)
        if channel:
            inbound = Inbound(workspace, channel, thread, revision_of(message), None)
            await self._room.engine.call(services.answering.record_copy, inbound)

    async def _is_misplaced(self, message: discord.Message) -> bool:
        """Say whether it replies to a question's card in the channel; its author is told where answers go."""
        replied = (
            message.reference.message_id if message.type is discord.MessageType.reply and message.reference else None
        )
        if replied is None or isinstance(message.channel, discord.Thread):
            return False
        services, channel = self._room.engine.services, str(message.channel.id)
        return await self._room.engine.call(services.answering.misplaced, author(message), channel, str(replied))

    async def edited(self, event: discord.RawMessageUpdateEvent) -> None:
        """Record an edit; Discord tells of a thread that began, or of a preview, in the same way."""
        message = event.message
        if message.guild is not None and message.edited_at is not None and is_by_person(message):
            recorded = await self._record(message)
            if recorded is not None and recorded.waits:
                self._wait(partial(self.edited, event))
            elif recorded is not None:
                self._respond(message.guild.id, message, recorded)

    async def deleted(self, guild: int | None, channel: int, messages: set[int]) -> None:
        """Record that messages are gone, one or a purge of many."""
        if guild is None:
            return
        now = self._room.engine.clock.now()
        for message in sorted(messages):
            recorded = await self._keep(guild, channel, deletion(message, now), None)
            if recorded.waits:
                self._wait(partial(self.deleted, guild, channel, {message}))

    def _wait(self, hear: Callable[[], Awaitable[None]]) -> None:
        """Hear of something once more in a while: nobody can say yet whether its thread is ours."""
        self._waiting.start(_later(hear))

    async def _record(self, message: discord.Message) -> Recorded | None:
        """Keep a message as it stands, and say what became of it; None: Discord hides its words."""
        guild = message.guild.id if message.guild else 0
        if self._is_hidden(message):
            await self._unreadable(workspace_id(guild), message.channel.id)
            return None
        return await self._keep(guild, message.channel.id, revision_of(message), author(message))

    def _is_hidden(self, message: discord.Message) -> bool:
        """Say whether Discord keeps the words of a message back.

        An empty message says nothing about that: it may be a sticker, a poll or a picture. The client asks for contents
        wherever Discord's flags allow it, and what mentions Askaday is shown to it all the same:
        https://docs.discord.com/developers/events/gateway#message-content-intent
        """
        return not message.content and not self._places.known.intents.message_content

    async def _keep(self, guild: int, thread: int, revision: Revision, actor: Actor | None) -> Recorded:
        workspace, services = workspace_id(guild), self._room.engine.services
        channel = await self._room.engine.call(services.answering.channel_of, workspace, str(thread))
        # Else it comes late, or the card of that thread is still on its way: then the thread knows its channel.
        inbound = Inbound(workspace, channel or self._parent(thread), str(thread), revision, actor)
        return await self._room.engine.call(services.answering.record, inbound)

    def _parent(self, thread: int) -> str:
        found = self._places.known.get_channel(thread)
        parent = found.parent_id if isinstance(found, discord.Thread) else thread
        return str(parent)

    async def _unreadable(self, workspace: str, thread: int) -> None:
        services = self._room.engine.services
        channel = await self._room.engine.call(services.answering.channel_of, workspace, str(thread))
        if channel:
            await self._room.engine.call(services.lifecycle.words_hidden, workspace, channel)

    def _react(self, guild: int, message: discord.Message, emoji: str) -> None:
        self._background.start(workspace_id(guild), partial(_add_reaction, message, emoji))

    async def open_rounds(self) -> list[Round]:
        """Give the open questions of all servers."""
        services = self._room.engine.services
        return await self._room.engine.call(services.lifecycle.open_rounds_of, PLATFORM)

    async def read_back(self, played: Round) -> bool:
        """Read a question's thread: what happened without a connection was told to nobody.

        False if that has to be tried again: posts and edits are found once more when the question closes, but by then
        nobody can say whether a deletion came in time.
        """
        if played.thread is None:
            return True
        try:
            thread = await self._places.place(played.thread)
            listed = await self._history.messages(thread)
            for message in listed:
                if is_by_person(message):
                    # Who reads it first responds: to the one that was told of it, it is not new any more.
                    recorded = await self._record(message)
                    if recorded is not None and message.guild is not None:
                        self._respond(message.guild.id, message, recorded)
            await self._find_deletions(played, thread, {str(message.id) for message in listed})
        except DeliveryError as error:
            log.warning("a thread could not be read back", thread=played.thread, error=str(error))
            # Whose token was refused logs in anew, and reads all threads back then.
            return error.permanent
        return True

    async def _find_deletions(self, played: Round, thread: Place, listed: set[str]) -> None:
        """Record what is no longer there, as Discord says of each message: a list can be too short."""
        services = self._room.engine.services
        for message in await self._room.engine.call(services.answering.standing, played):
            if message not in listed and await self._history.is_gone(thread, int(message)):
                await self.deleted(guild_id(played.workspace), thread.id, {int(message)})


async def _later(hear: Callable[[], Awaitable[None]]) -> None:
    await asyncio.sleep(_LOOK_AGAIN)
    await hear()


async def _remove_reaction(message: discord.Message, emoji: str, own: discord.ClientUser | None) -> None:
    if own is not None:
        with delivering():
            await message.remove_reaction(emoji, own)


async def _add_reaction(message: discord.Message, emoji: str) -> None:
    with delivering():
        await message.add_reaction(emoji)
