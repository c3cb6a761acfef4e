"""The tree of commands: which one was meant, that the end waits for it, and what becomes of its errors."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from adapters.discord.listen.listener import Room
from bot.errors import InputError

if TYPE_CHECKING:
    from adapters.discord.connect.client import DiscordClient


class Tree(app_commands.CommandTree["DiscordClient"]):
    """Calls the commands it was given."""

    def __init__(self, client: "DiscordClient", room: Room) -> None:
        super().__init__(client)
        self._room = room

    async def interaction_check(self, _interaction: discord.Interaction, /) -> bool:
        """Take every command, and let the end wait for it."""
        self._room.tasks.join()
        return True

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell who used a command what went wrong with it."""
        # Nobody can be told while they are typing.
        if interaction.type is not discord.InteractionType.autocomplete:
            await self._room.problem(interaction, _reason(error))


def _reason(error: app_commands.AppCommandError) -> Exception:
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        hint = "Start Discord again (Ctrl+R): it then shows the commands as they are now."
        return InputError("This command is from another version of Askaday.", hint=hint)
    return error
