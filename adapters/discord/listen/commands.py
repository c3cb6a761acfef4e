"""The slash commands, their completion, and the command in a message's menu."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from adapters.discord.listen.completion import fitting, fitting_last
from adapters.discord.listen.listener import Room
from adapters.discord.listen.setting_up import SettingUp
from adapters.discord.read.members import channel_of
from bot.commands.request import Reply, Request
from bot.domain.calendar.zones import zone_names

_PERIODS = ("week", "last week", "month", "last month", "quarter", "last quarter", "all")


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

    async def complete(self, interaction: discord.Interaction, option: str, typed: str) -> Sequence[str]:
        """Suggest values for the option in which somebody types."""
        known = await self._known(interaction, option)
        return fitting_last(known, typed) if option == "packs" else fitting(known, typed)

    async def _known(self, interaction: discord.Interaction, option: str) -> Sequence[str]:
        if option == "topic":
            return self._room.engine.services.drill_pool.topics()
        if option == "packs":
            return list(self._room.engine.services.managing.packs.packs())
        if option == "zone":
            return zone_names()
        if option == "period":
            return _PERIODS
        actor = await self._room.actors.of(interaction)
        services = self._room.engine.services
        return await self._room.engine.call(services.managing.names, actor.workspace)
