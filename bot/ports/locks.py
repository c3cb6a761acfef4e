"""What one process at a time may have, of all that share a database: the connection to a platform, say."""

import asyncio
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from bot.ports.store import Store


def _nothing() -> None:
    """Do nothing while waiting."""


class Lock(Protocol):
    """Something that this process alone has."""

    async def lost(self) -> None:
        """Wait until others may have it, too: whoever holds it has to let go of what it stands for at once."""
        ...

    async def release(self) -> None:
        """Let others have it."""
        ...


class Locks(Protocol):
    """Gives locks; those of who dies are free at once, of a lost machine or a suspended process in half a minute."""

    async def acquire(self, *names: str, shared: str = "", on_wait: Callable[[], None] = _nothing) -> Lock:
        """Wait until no other process has any of the names, and take them all.

        Args:
            names: what nobody else may have.
            shared: what others may have as well, as long as they share it, too; empty: nothing.
            on_wait: called once another process is found to have one of them.
        """
        ...


class _Alone:
    async def lost(self) -> None:
        """Wait for ever: there is nobody else."""
        await asyncio.Event().wait()

    async def release(self) -> None:
        """Do nothing."""


class LocksAlone:
    """Fulfils `Locks` for a process that has the database for itself."""

    async def acquire(self, *names: str, shared: str = "", on_wait: Callable[[], None] = _nothing) -> Lock:  # noqa: ARG002 - the port's
        """Give what is asked for at once."""
        return _Alone()


@runtime_checkable
class Locking(Protocol):
    """A store that gives locks to those who share its database."""

    locks: Locks


def locks_of(store: Store) -> Locks:
    """Give the locks of those who share a store's database; of one that has none, locks for one process alone."""
    return store.locks if isinstance(store, Locking) else LocksAlone()
