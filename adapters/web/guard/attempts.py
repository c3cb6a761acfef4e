"""How often somebody was refused lately: who tries too often is not looked at for a while."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.errors import StoreError
from bot.ports.store import Store

log = structlog.get_logger()

#: Seconds within which refusals are counted.
WINDOW = 60
_MOST_KEPT = 10_000


class Attempts:
    """Counts refusals by who is behind them, in memory; of more than ten thousand the oldest are forgotten.

    Where several processes show the pages, those of all of them are counted in their store.
    """

    def __init__(
        self,
        most: int,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        of: str = "",
        shared: Store | None = None,
    ) -> None:
        """Allow so many within a minute; in a shared store `of` says of what they are."""
        self._most = most
        self._of = of
        self._shared = shared
        self._monotonic = monotonic
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    async def count(self, who: str) -> None:
        """Take note of one more."""
        self._count_here(who)
        if self._shared is None:
            return
        place, within = self._place(who), timedelta(seconds=WINDOW)
        try:
            await self._shared.call(lambda tx: tx.limits.tried(place, self._most, within))
        except StoreError as error:
            log.warning("other processes are not told of a refusal", error=str(error))

    async def are_too_many(self, who: str) -> bool:
        """Say whether they were refused too often to be looked at now."""
        if self._are_too_many_here(who) or self._shared is None:
            return self._are_too_many_here(who)
        place = self._place(who)
        try:
            return await self._shared.read(lambda tx: tx.limits.held(place)) > 0
        except StoreError as error:
            log.warning("refusals are counted without those of other processes", error=str(error))
            return False

    def _place(self, who: str) -> str:
        return f"refused {self._of} {who}"

    def _count_here(self, who: str) -> None:
        now = self._monotonic()
        since, number = self._counted.pop(who, (now, 0))
        self._counted[who] = (since, number + 1) if now - since < WINDOW else (now, 1)
        while len(self._counted) > _MOST_KEPT:
            self._counted.popitem(last=False)

    def _are_too_many_here(self, who: str) -> bool:
        since, number = self._counted.get(who, (0.0, 0))
        return number >= self._most and self._monotonic() - since < WINDOW
