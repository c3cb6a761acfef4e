"""The client that tells the listeners what comes over the connection."""

import asyncio
from dataclasses import dataclass
from typing import Any

import discord
import structlog

from adapters.discord.connect.client import DiscordClient
from adapters.discord.connect.delivery_errors import FAILURES
from adapters.discord.listen.answers import Answers
from adapters.discord.listen.catching_up import CatchingUp
from adapters.discord.listen.changes import Changes
from adapters.discord.listen.commands import Commands
from adapters.discord.listen.listener import Room
from adapters.discord.listen.presses import Presses
from adapters.discord.listen.talking import Talking
from adapters.discord.listen.tree import Tree
from adapters.discord.render.buttons import Pressed
from adapters.discord.render.command_tree import Handlers, commands, is_registered
from bot.engine import Reach
from bot.errors import DeliveryError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told of what happens."""

    room: Room
    commands: Commands
    presses: Presses
    answers: Answers
    changes: Changes
    talking: Talking


class ListeningClient(DiscordClient):
    """Hands what happens to the listeners; discord.py runs each of these methods in a task of its own."""

    def __init__(self, told: Listeners, *, pause: float, reach: Reach, **options: Any) -> None:
        """Make the client; `pause` are the most seconds before reading back is tried again."""
        super().__init__(**options)
        self._told = told
        self._reach = reach
        self._pause = pause
        #: The shards whose session goes on: a socket that is open may still be left without an answer.
        self._served: set[int] = set()
        self._missing: asyncio.Task[None] | None = None
        self._tree = Tree(self, told.room, told.commands)
        self.handlers = Handlers(
            told.commands.run, told.commands.best, told.commands.flag, told.commands.suggest, told.commands.complete
        )
        for command in commands(told.room.engine.names):
            self._tree.add_command(command)
        self.add_dynamic_items(Pressed)
        self._catching_up = CatchingUp(told.answers.open_rounds, told.answers.read_back, pause=pause)
        self._was_ready = False

    @property
    def was_ready(self) -> bool:
        """Say whether it was connected once, with all its servers known."""
        return self._was_ready

    async def setup_hook(self) -> None:
        """Register the commands, if they are not as they should be."""
        await super().setup_hook()
        if self.application_id is None:
            return
        ours = self._tree.get_commands()
        try:
            registered = await self._tree.fetch_commands()
            if not is_registered(ours, registered):
                registered = await self._tree.sync()
                log.info("commands registered", commands=[one.name for one in ours])
            self._told.room.links.learn(registered)
        except FAILURES as error:
            # The commands of the last start go on working; the next start tries again.
            log.warning("commands not registered", error=str(error))

    async def pressed(self, interaction: discord.Interaction, name: str, target: str) -> None:
        """Hear of a button that was pressed, or a select in which something was chosen."""
        await self._told.room.guarded(interaction, self._told.presses.press(interaction, name, target))

    async def on_shard_disconnect(self, shard: int) -> None:
        """Hear that a connection ended, or does not begin; the library tries again unless it was let go."""
        self._served.discard(shard)
        if not self.is_closed() and self._missing is None:
            self._missing = asyncio.create_task(self._miss())

    async def _miss(self) -> None:
        """Tell that there is no connection, if there is none after a while: Discord ends each now and then."""
        await asyncio.sleep(self._pause)
        self._reach.lost(DeliveryError("There is no connection to Discord just now.", permanent=False))

    def _connected(self, shard: int) -> None:
        self._served.add(shard)
        if len(self._served) < len(self.shard_ids or range(self.shard_count or 1)):
            return
        if self._missing is not None:
            self._missing.cancel()
            self._missing = None
        self._reach.found()

    async def on_shard_resumed(self, shard: int) -> None:
        """Hear that a session goes on."""
        self._connected(shard)

    async def on_shard_connect(self, shard: int) -> None:
        """Hear that a session began."""
        self._connected(shard)

    async def on_ready(self) -> None:
        """Catch up with what was missed: every new session lost what happened before it."""
        if self.shard_ids is None:
            await self._told.changes.left_meanwhile({guild.id for guild in self.guilds})
        self._was_ready = True
        await self._catching_up.begin()

    async def close(self) -> None:
        """Close the connection, and give up what is read back over it."""
        if self._missing is not None:
            self._missing.cancel()
        await super().close()
        await self._catching_up.end()

    async def on_message(self, message: discord.Message) -> None:
        """Hear of a new message."""
        self._told.room.tasks.join()
        await self._told.answers.posted(message)
        await self._told.talking.heard(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Hear of an edit."""
        self._told.room.tasks.join()
        await self._told.answers.edited(event)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Hear of a deletion."""
        self._told.room.tasks.join()
        await self._told.answers.deleted(event.guild_id, event.channel_id, {event.message_id})

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Hear of a purge, which is no deletion to Discord."""
        self._told.room.tasks.join()
        await self._told.answers.deleted(event.guild_id, event.channel_id, event.message_ids)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hear of a form that was sent.

        The library hands a form to the `Modal` that opened it, as long as the process runs that made this; it has no
        `DynamicItem` for forms. Read from here they outlive a restart.
        """
        if interaction.type is discord.InteractionType.modal_submit:
            await self._told.room.guarded(interaction, self._told.presses.submit(interaction))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Hear that a server invited Askaday."""
        await self._told.changes.joined(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Hear that a server is there: at the start, or after an outage of Discord's."""
        await self._told.changes.present(guild)

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Hear that a role allows something else."""
        if before.permissions != after.permissions:
            await self._told.changes.permitted(after.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Hear that a role is gone, and what it allowed."""
        await self._told.changes.permitted(role.guild)

    async def on_member_update(self, _before: object, after: discord.Member) -> None:
        """Hear that somebody's roles changed: Discord tells of the bot's own, whatever it may hear of others."""
        if after == after.guild.me:
            await self._told.changes.permitted(after.guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Hear that a server removed Askaday."""
        await self._told.changes.left(guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Hear that a channel was deleted."""
        await self._told.changes.deleted(channel)

    async def on_guild_channel_update(self, _before: object, after: discord.abc.GuildChannel) -> None:
        """Hear that a channel's name or permissions changed."""
        await self._told.changes.changed(after)
