"""The slash commands, their completion, and the command in a message's menu."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from adapters.discord.listen.listener import Room
from adapters.discord.listen.setting_up import SettingUp
from adapters.discord.read.members import channel_of, workspace_of
from adapters.discord.render import limits
from bot.commands.request import Reply, Request
from bot.engine import Argument


class Commands:
    """Listens for commands."""

    def __init__(self, room: Room, setting_up: SettingUp) -> None:
        self._room = room
        self._setting_up = setting_up

    async def run(self, interaction: discord.Interaction, word: str, name: str, values: Mapping[str, Any]) -> None:
        """Run a command: the word behind the slash, the subcommand (empty: there is none), and its options."""
        if name == "setup" and not values:
            await self._setting_up.open(interaction)
        else:
            await self._room.work(interaction, self._run(interaction, word, name, values))

    async def _run(self, interaction: discord.Interaction, word: str, name: str, values: Mapping[str, Any]) -> Reply:
        actor = await self._room.actors.of(interaction)
        return await self._room.engine.desk.run(Request(actor, channel_of(interaction), word, name, values))

    async def best(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Choose the answer whose message's menu was opened."""
        values = {"member": str(message.author.id)}
        await self._room.work(interaction, self._run(interaction, self._room.engine.names.qotd, "best", values))

    async def complete(self, interaction: discord.Interaction, argument: Argument, typed: str) -> Sequence[str]:
        """Suggest values for the argument in which somebody types, as many and as long as Discord shows."""
        fitting = await self._room.engine.desk.complete(workspace_of(interaction), argument, typed)
        return [one for one in fitting if len(one) <= limits.CHOICE][: limits.CHOICES]
