"""The tree of commands: which one was meant, that the end waits for it, and what becomes of its errors."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from adapters.discord.listen.commands import Commands
from adapters.discord.listen.listener import Room
from bot.engine import COMMANDS
from bot.errors import InputError

if TYPE_CHECKING:
    from adapters.discord.connect.client import DiscordClient


class Tree(app_commands.CommandTree["DiscordClient"]):
    """Calls the commands it was given."""

    def __init__(self, client: "DiscordClient", room: Room, commands: Commands) -> None:
        super().__init__(client)
        self._room = room
        self._commands = commands

    async def interaction_check(self, _interaction: discord.Interaction, /) -> bool:
        """Take every command, and let the end wait for it."""
        self._room.tasks.join()
        return True

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell who used a command what went wrong with it."""
        # Nobody can be told while they are typing.
        if interaction.type is discord.InteractionType.autocomplete:
            return
        if isinstance(error, app_commands.CommandNotFound) and (moved := self._moved(interaction)):
            word, name, values = moved
            await self._room.guarded(interaction, self._commands.run(interaction, word, name, values))
            return
        await self._room.problem(interaction, _reason(error))

    def _moved(self, interaction: discord.Interaction) -> tuple[str, str, dict[str, Any]] | None:
        """Give a subcommand, with its values, that a client sent under the command to which it belonged before.

        https://docs.discord.com/developers/interactions/application-commands#updating-and-deleting-a-command
        """
        data: Mapping[str, Any] = interaction.data or {}
        names = self._room.engine.names
        inner = [one for one in data.get("options") or () if one["name"] in COMMANDS]
        if data.get("name") not in {names.qotd, names.manage} or not inner:
            return None
        return data["name"], inner[0]["name"], {one["name"]: one["value"] for one in inner[0].get("options") or ()}


def _reason(error: app_commands.AppCommandError) -> Exception:
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        hint = "Start Discord again (Ctrl+R): it then shows the commands as they are now."
        return InputError("This command is from another version of Askaday.", hint=hint)
    return error
