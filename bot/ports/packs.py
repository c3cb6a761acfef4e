"""Where questions come from."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.question import Pack


class PackSource(Protocol):
    """Gives packs by name; what it gives does not change within a call."""

    def packs(self) -> Mapping[str, Pack]:
        """Give all packs that can be used, by name."""
        ...
