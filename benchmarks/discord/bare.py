"""A discord.py client that only acknowledges commands: `python -m benchmarks.discord.bare ADDRESS TOKEN COMMAND`."""

import asyncio
import sys

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class Bare(discord.AutoShardedClient):
    """Answers every command with the word that it is being worked on."""

    def __init__(self, command: str) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True, message_content=True))
        self._command = command

    async def setup_hook(self) -> None:
        """Register the command."""
        command = {"name": self._command, "description": "Ask", "type": 1}
        await self.http.bulk_upsert_global_commands(self.application_id or 0, [command])

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Acknowledge a command."""
        await interaction.response.defer(ephemeral=True, thinking=True)


def reach(address: str) -> None:
    """Let discord.py find Discord at an address."""
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws{address.removeprefix('http')}/gateway/")


async def serve(address: str, token: str, command: str) -> None:
    reach(address)
    async with Bare(command) as client:
        await client.start(token)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
