"""How many deliveries of one workspace go side by side."""

from collections import Counter
from collections.abc import Mapping


class Places:
    """How many deliveries of each workspace may still be claimed."""

    def __init__(self, busy: Mapping[str, int], most_each: int | None) -> None:
        self._taken = Counter(busy)
        self._most = most_each

    def take(self, workspace: str) -> bool:
        """Take a place; False: there is none left."""
        if self._most is not None and self._taken[workspace] >= self._most:
            return False
        self._taken[workspace] += 1
        return True

    def full(self) -> list[str]:
        """Give the workspaces that have no place left."""
        return [] if self._most is None else [one for one, taken in self._taken.items() if taken >= self._most]
