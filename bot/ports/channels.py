"""What a platform knows of the channels in which a series can ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that Askaday sees."""

    id: str
    #: Without the sign before it.
    name: str
    #: Whether only some may know that it is there.
    is_private: bool = False
    #: What keeps Askaday from asking there, each with what to do about it and without a full stop; empty: nothing.
    lacking: tuple[str, ...] = ()
    #: What may keep it from asking there.
    doubtful: tuple[str, ...] = ()


class Channels(Protocol):
    """The channels of one platform. Raises nothing but `DeliveryError`."""

    async def find(self, workspace: str, channel: str) -> Channel | None:
        """Give a channel by its id, with what is lacking; None: there is none, or Askaday does not see it."""
        ...

    async def all(self, workspace: str) -> Sequence[Channel]:
        """Give those in which a series can ask, without what is lacking."""
        ...

    async def uncallable(self, workspace: str, channel: str, group: str) -> str:
        """Say what keeps Askaday from calling a group in a channel; empty: nothing, as far as the platform tells."""
        ...
