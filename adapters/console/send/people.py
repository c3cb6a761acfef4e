"""The terminal's people: whoever sits there, of whom it knows nothing more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.members import Actor


@dataclass(frozen=True, slots=True)
class ConsolePeople:
    """Takes everybody for who they say they are."""

    @property
    def has_channel_managers(self) -> bool:
        """Say whether there is such a right that can be asked for."""
        return False

    async def administrators(self, workspace: str) -> Mapping[str, str]:
        """Give none: who plays administers."""
        del workspace
        return {}

    async def names(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the ids: nobody ever leaves a terminal."""
        del workspace
        return {member: member for member in members}

    async def actor(self, workspace: str, member: str, groups: Iterable[str]) -> Actor | None:
        """Give them without rights: only at the terminal itself is there somebody who has them."""
        del groups
        return Actor(workspace, member, "")

    @property
    def are_same_everywhere(self) -> bool:
        """Say no: there is one terminal."""
        return False

    async def readers(self, workspace: str, channel: str, members: Iterable[str]) -> frozenset[str]:
        """Give them all: nobody ever leaves a terminal."""
        del workspace, channel
        return frozenset(members)

    async def audience(self, workspace: str, channel: str) -> int | None:
        """Say that nobody is told: in a terminal there is no channel to be in."""
        del workspace, channel
        return None

    async def may_manage(self, workspace: str, channel: str, member: str) -> bool:
        """Say that there is no such right."""
        del workspace, channel, member
        return False
