"""What people are shown in Discord, and an answer that says all."""

from tests.servers.fake_discord import Outcome
from tests.servers.fake_discord.content import walk
from tests.servers.fake_discord.records import Message, User
from tests.worlds.discord import DiscordWorld, shown

FULL = "It stores turquoise lanterns. Elephants guard marble gates."


async def said(world: DiscordWorld, outcome: Outcome) -> str:
    """Give what an outcome's message says once it is there."""
    await world.until(lambda: shown(outcome.message))
    return shown(outcome.message)


async def choose(world: DiscordWorld, who: User, message: Message, label: str) -> Outcome:
    """Choose an entry of a message's menu."""
    menus = [part for part in walk(message.components) if part.get("options")]
    [(menu, value)] = [(menu, one["value"]) for menu in menus for one in menu["options"] if one["label"] == label]
    return await world.discord.press(who, message, menu["custom_id"], [value])
