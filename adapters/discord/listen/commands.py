"""The slash commands, their completion, and the commands in a message's menu."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord

from adapters.discord.listen.listener import Room
from adapters.discord.listen.presses import Presses
from adapters.discord.listen.setting_up import SettingUp
from adapters.discord.read.incoming import readable
from adapters.discord.read.members import channel_of, workspace_of
from adapters.discord.render import limits
from adapters.discord.send.history import History
from bot.commands.request import OnMessage, Reply, Request
from bot.engine import Argument


class Commands:
    """Listens for commands."""

    def __init__(self, room: Room, setting_up: SettingUp, presses: Presses) -> None:
        self._room = room
        self._setting_up = setting_up
        self._presses = presses

    async def run(self, interaction: discord.Interaction, word: str, name: str, values: Mapping[str, Any]) -> None:
        """Run a command: the word behind the slash, the subcommand (empty: there is none), and its options."""
        if name == "suggest" and not values:
            await self._presses.press(interaction, name, "")
        elif name == "setup" and not values:
            await self._setting_up.open(interaction)
        else:
            await self._room.work(interaction, self._run(interaction, word, name, values))

    async def _run(self, interaction: discord.Interaction, word: str, name: str, values: Mapping[str, Any]) -> Reply:
        actor = await self._room.actors.of(interaction)
        return await self._room.engine.desk.run(Request(actor, channel_of(interaction), word, name, values))

    async def best(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Choose the answer whose message's menu was opened."""
        await self._room.work(interaction, self._best(interaction, message))

    async def _best(self, interaction: discord.Interaction, message: discord.Message) -> Reply:
        return await self._room.engine.desk.choose_best(await self._meant(interaction, message))

    async def flag(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Open the form that flags the question to which a message belongs."""
        target = await self._room.engine.desk.flag_target(await self._meant(interaction, message))
        await self._presses.press(interaction, "flag", target)

    async def suggest(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Open the form of a suggestion, with a message or its thread as the draft."""
        meant = await self._meant(interaction, message)
        around = await History(self._room.actors.places).around(interaction.channel, message)
        form = await self._room.engine.desk.suggestion_form(
            replace(meant, text=readable(message), around=tuple((str(one.id), readable(one)) for one in around))
        )
        await self._presses.show(interaction, form, "suggest")

    async def _meant(self, interaction: discord.Interaction, message: discord.Message) -> OnMessage:
        actor = await self._room.actors.of(interaction)
        # The thread of a message bears its id.
        is_in_thread = isinstance(interaction.channel, discord.Thread)
        thread = str(interaction.channel_id if is_in_thread else message.id)
        return OnMessage(actor, channel_of(interaction), thread, str(message.id), str(message.author.id))

    async def complete(self, interaction: discord.Interaction, argument: Argument, typed: str) -> Sequence[str]:
        """Suggest values for the argument in which somebody types, as many and as long as Discord shows."""
        fitting = await self._room.engine.desk.complete(workspace_of(interaction), argument, typed)
        return [one for one in fitting if len(one) <= limits.CHOICE][: limits.CHOICES]
