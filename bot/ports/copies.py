"""What a store may offer besides its transactions: copies of itself, and a look for damage."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from bot.errors import StoreError
from bot.ports.store import Store


@runtime_checkable
class Copies(Protocol):
    """A store that a file can hold."""

    @property
    def ending(self) -> str:
        """Give what names of such files end with, a dot before it."""
        ...

    async def backup(self, target: str) -> None:
        """Write a consistent copy to a file while in use; a half-written one is never left under that name."""
        ...

    async def check(self) -> Sequence[str]:
        """Look for damage and give what was found, a sentence each; nothing is an empty list."""
        ...


def copies_of(store: Store) -> Copies:
    """Give the store as one that copies itself.

    Raises:
        StoreError: it does not.
    """
    if not isinstance(store, Copies):
        raise StoreError("Askaday makes no copies of this database.", hint="Use the database's own way of backing up.")
    return store
