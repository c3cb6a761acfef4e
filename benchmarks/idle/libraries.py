"""discord.py and slack-bolt in one process, nothing else: `python -m benchmarks.idle.libraries` and what both need."""

import asyncio
import sys

from benchmarks.discord import bare as discord_bare
from benchmarks.slack import bare as slack_bare

COMMAND = "bare"


async def serve(address: str, token: str, base_url: str, bot_token: str, app_token: str) -> None:
    await asyncio.gather(
        discord_bare.serve(address, token, COMMAND), slack_bare.serve(base_url, bot_token, app_token, f"/{COMMAND}")
    )


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
