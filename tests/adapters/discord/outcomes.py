"""What people are shown in Discord, and an answer that says all."""

from tests.servers.fake_discord import Outcome
from tests.worlds.discord import DiscordWorld, shown

FULL = "It stores turquoise lanterns. Elephants guard marble gates."


async def said(world: DiscordWorld, outcome: Outcome) -> str:
    """Give what an outcome's message says once it is there."""
    await world.until(lambda: shown(outcome.message))
    return shown(outcome.message)
