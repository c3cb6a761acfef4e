"""What a store may tell of itself: how long it took."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.ports.store import Store


@dataclass(slots=True)
class Timing:
    """How many calls were answered since the start, and how many seconds their callers waited in all."""

    calls: int = 0
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        """Count a call."""
        self.calls += 1
        self.seconds += seconds


@runtime_checkable
class Timed(Protocol):
    """A store that counts how long its calls take."""

    @property
    def timing(self) -> Timing:
        """Give what was counted so far."""
        ...


def timing_of(store: Store) -> Timing | None:
    """Give how long the calls of a store took; None: it does not count."""
    return store.timing if isinstance(store, Timed) else None
