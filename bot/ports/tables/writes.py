"""Knowing whether something has changed."""

from typing import Protocol


class WritesTable(Protocol):
    """Knows by workspace when something was last written that figures are made of, by whatever process."""

    def latest(self, workspace: str) -> str:
        """Say what was written last, in no words: where it is the same twice nothing was written in between.

        Only what is durable counts: ask within `Store.read`.
        """
        ...
