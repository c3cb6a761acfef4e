"""How often somebody was refused lately: who tries too often is not looked at for a while."""

import time
from collections import OrderedDict
from collections.abc import Callable

#: Seconds within which refusals are counted.
WINDOW = 60
_MOST_KEPT = 10_000


class Attempts:
    """Counts refusals by who is behind them, in memory alone; of more than ten thousand the oldest are forgotten."""

    def __init__(self, most: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Allow so many within a minute."""
        self._most = most
        self._monotonic = monotonic
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, who: str) -> None:
        """Take note of one more."""
        now = self._monotonic()
        since, number = self._counted.pop(who, (now, 0))
        self._counted[who] = (since, number + 1) if now - since < WINDOW else (now, 1)
        while len(self._counted) > _MOST_KEPT:
            self._counted.popitem(last=False)

    def are_too_many(self, who: str) -> bool:
        """Say whether they were refused too often to be looked at now."""
        since, number = self._counted.get(who, (0.0, 0))
        return number >= self._most and self._monotonic() - since < WINDOW
