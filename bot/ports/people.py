"""What a platform knows of the people in a workspace; it is asked when something depends on it."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.domain.members import Actor


class People(Protocol):
    """The people of one platform. Raises nothing but `DeliveryError`."""

    @property
    def has_channel_managers(self) -> bool:
        """Say whether there is a right to manage one channel (`may_manage`)."""
        ...

    async def administrators(self, workspace: str) -> Mapping[str, str]:
        """Give the names of those administrators whom the platform tells of, by id."""
        ...

    async def names(self, workspace: str, members: Iterable[str]) -> Mapping[str, str]:
        """Give the names, by id, of those who are still in the workspace; who has left is not among them."""
        ...

    async def actor(self, workspace: str, member: str, groups: Iterable[str]) -> Actor | None:
        """Give somebody with the rights they have now, and those of the groups they are in; None: they have left.

        An empty name: the platform tells none.
        """
        ...

    async def readers(self, workspace: str, channel: str, members: Iterable[str]) -> frozenset[str]:
        """Give those who can still read a channel; who has left it, or the workspace, cannot."""
        ...

    async def audience(self, workspace: str, channel: str) -> int | None:
        """Say how many people are in a channel, without bots; None: the platform does not tell.

        It may take minutes, and many calls: nobody should wait for it.
        """
        ...

    @property
    def are_same_everywhere(self) -> bool:
        """Say whether an id means the same person in all workspaces of the platform."""
        ...

    async def may_manage(self, workspace: str, channel: str, member: str) -> bool:
        """Say whether the platform lets somebody manage a channel, where it knows such a right."""
        ...
