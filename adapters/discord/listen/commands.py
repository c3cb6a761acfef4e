"""The slash commands, their completion, and the command in a message's menu."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
import structlog

from adapters.discord.connect.delivery_errors import FAILURES
from adapters.discord.listen.completion import fitting, fitting_last
from adapters.discord.listen.listener import Room
from adapters.discord.listen.setting_up import SettingUp
from adapters.discord.read.members import channel_of
from adapters.discord.render.command_tree import BEST
from bot.commands.request import Reply, Request
from bot.domain.calendar.zones import zone_names

log = structlog.get_logger()

_PERIODS = ("week", "last week", "month", "last month", "quarter", "last quarter", "all")


class Commands:
    """Listens for commands."""

    def __init__(self, room: Room, setting_up: SettingUp) -> None:
        self._room = room
        self._setting_up = setting_up

    async def run(self, interaction: discord.Interaction) -> None:
        """Run a command."""
        data: Mapping[str, Any] = interaction.data or {}
        name, values = _called(data)
        if data["name"] == BEST:
            await self._room.work(interaction, self._best(interaction, data))
        elif name == "setup" and not values:
            await self._setting_up.open(interaction)
        else:
            await self._room.work(interaction, self._run(interaction, data["name"], name, values))

    async def _run(self, interaction: discord.Interaction, word: str, name: str, values: Mapping[str, Any]) -> Reply:
        actor = await self._room.actors.of(interaction)
        return await self._room.engine.desk.run(Request(actor, channel_of(interaction), word, name, values))

    async def _best(self, interaction: discord.Interaction, data: Mapping[str, Any]) -> Reply:
        """Choose the answer whose message's menu was opened."""
        [message] = data["resolved"]["messages"].values()
        actor = await self._room.actors.of(interaction)
        values = {"member": message["author"]["id"]}
        engine = self._room.engine
        return await engine.desk.run(Request(actor, channel_of(interaction), engine.names.qotd, "best", values))

    async def complete(self, interaction: discord.Interaction) -> None:
        """Suggest values for the option in which somebody types."""
        focused, typed = _focused(interaction.data or {})
        known = await self._known(interaction, focused)
        suggested = fitting_last(known, typed) if focused == "packs" else fitting(known, typed)
        choices = [discord.app_commands.Choice(name=one, value=one) for one in suggested]
        try:
            await interaction.response.autocomplete(choices)
        except FAILURES as error:  # they go on typing
            log.info("no completion", error=str(error))

    async def _known(self, interaction: discord.Interaction, focused: str) -> Sequence[str]:
        if focused == "topic":
            return self._room.engine.services.drill_pool.topics()
        if focused == "packs":
            return list(self._room.engine.services.managing.packs.packs())
        if focused == "zone":
            return zone_names()
        if focused == "period":
            return _PERIODS
        actor = await self._room.actors.of(interaction)
        services = self._room.engine.services
        return await self._room.engine.call(services.managing.names, actor.workspace)


def _called(data: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the subcommand (empty: there is none) and the values of its options."""
    options = data.get("options") or []
    if options and options[0]["type"] == 1:
        return options[0]["name"], {one["name"]: one["value"] for one in options[0].get("options") or []}
    return "", {one["name"]: one["value"] for one in options}


def _focused(data: Mapping[str, Any]) -> tuple[str, str]:
    for option in data.get("options") or []:
        if option.get("focused"):
            return option["name"], str(option["value"])
        if option.get("options"):
            return _focused(option)
    return "", ""
