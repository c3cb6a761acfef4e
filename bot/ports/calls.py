"""Counting calls that cost something, where every process sees it."""

from datetime import date
from typing import Protocol


class CallCount(Protocol):
    """Counts calls by day; several threads and processes may ask at once, outside the store's transactions."""

    def take(self, day: date, most: int) -> bool:
        """Count a call of a day, unless so many were counted already: then False, and nothing is counted.

        Raises:
            StoreError: calls cannot be counted; nothing was.
        """
        ...
