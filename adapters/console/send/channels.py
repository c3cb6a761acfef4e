"""The terminal's channels: there is one, unless a test has more."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports.channels import Channel

#: The one in which whoever sits at the terminal writes.
CHANNEL = "askaday"


@dataclass(frozen=True, slots=True)
class ConsoleChannels:
    """Knows channels by their names, which are their ids."""

    names: tuple[str, ...]

    async def find(self, workspace: str, channel: str) -> Channel | None:
        """Give a channel."""
        del workspace  # there is one terminal
        return Channel(channel, channel) if channel in self.names else None

    async def all(self, workspace: str) -> Sequence[Channel]:
        """Give all channels."""
        del workspace
        return [Channel(name, name) for name in self.names]

    async def uncallable(self, workspace: str, channel: str, group: str) -> str:
        """Say that there are none."""
        del workspace, channel, group
        return "a terminal has no groups."
