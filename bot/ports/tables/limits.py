"""The table of what several processes may do together only so often, or once."""

from datetime import timedelta
from typing import Protocol


class LimitsTable(Protocol):
    """Goes by the store's own clock; what has passed is forgotten with signs of life (`UpkeepTable.beat`)."""

    def turn(self, place: str, pace: float) -> float:
        """Take the next turn at a place where there is one each `pace` seconds, and give how long it is until then."""
        ...

    def hold(self, place: str, seconds: float) -> None:
        """Leave a place alone for so many seconds."""
        ...

    def held(self, place: str) -> float:
        """Give for how many seconds a place is to be left alone; 0: it is not."""
        ...

    def tried(self, place: str, most: int, within: timedelta) -> None:
        """Count a try at a place; after so many within the time it is left alone for as long (`held`)."""
        ...

    def see(self, request: str, holds: timedelta) -> int | None:
        """Note that a request has come; None: for the first time. Else its status, or 0: that is not known yet."""
        ...

    def settle(self, request: str, status: int | None) -> None:
        """Note what a request came to; None: to nothing, and it may come again."""
        ...
