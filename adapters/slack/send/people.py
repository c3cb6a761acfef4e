"""Who people are in Slack, for the engine; Slack has no right to manage one channel that an app could ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.slack.connect.members import Members
from bot.domain.members import Actor


@dataclass(frozen=True, slots=True)
class SlackPeople:
    """Asks Slack; raises nothing but `DeliveryError`."""

    members: Members

    @property
    def has_channel_managers(self) -> bool:
        """Say whether there is such a right that can be asked for."""
        return False

    async def administrators(self, workspace: str) -> Mapping[str, str]:
        """Give administrators and owners, as far as they are among the first thousand people."""
        return await self.members.administrators(workspace)

    async def names(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the names of those whose accounts are in use."""
        return await self.members.present(workspace, members)

    async def actor(self, workspace: str, member: str, groups: Iterable[str]) -> Actor | None:
        """Give somebody as they were at most a minute ago; None: their account is no longer in use."""
        if member not in await self.members.present(workspace, [member]):
            return None
        return await self.members.actor(workspace, member, groups)

    @property
    def are_same_everywhere(self) -> bool:
        """Say no: an id is unique within a workspace or an organization."""
        return False

    async def readers(self, workspace: str, channel: str, members: Iterable[str]) -> frozenset[str]:
        """Give those who are in the channel with an account in use."""
        there = await self.members.in_channel(workspace, channel, frozenset(members))
        return frozenset(await self.members.present(workspace, there))

    async def audience(self, workspace: str, channel: str) -> int | None:
        """Count those in the channel with an account in use that is no app's."""
        return await self.members.audience(workspace, channel)

    async def may_manage(self, workspace: str, channel: str, member: str) -> bool:
        """Say no: channel managers of Slack's larger plans are nothing that an app can ask for."""
        del workspace, channel, member
        return False
