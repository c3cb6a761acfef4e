"""Which kinds of blocks a workspace does not take: Slack brings new ones to workspaces step by step."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from bot.errors import StoreError
from bot.ports.clock import Clock
from bot.ports.store import Store

log = structlog.get_logger()

#: After this a kind that was refused is tried again: it may have come meanwhile.
_TRIED_AGAIN = timedelta(days=30)


class RefusedBlocks:
    """Remembers them in the store, and reads what it knows of a workspace once a day."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._known: dict[str, tuple[datetime, frozenset[str]]] = {}

    async def of(self, workspace: str) -> frozenset[str]:
        """Give the kinds that a workspace does not take."""
        now = self._clock.now()
        known = self._known.get(workspace)
        if known is None or not timedelta() <= now - known[0] < timedelta(days=1):
            since = now - _TRIED_AGAIN
            try:
                found = await self._store.call(lambda tx: tx.installations.refused(workspace, since))
            except StoreError as error:
                # Slack says it again.
                log.warning("it is not known which blocks a workspace refused", workspace=workspace, error=str(error))
                return frozenset()
            known = self._known[workspace] = (now, found)
        return known[1]

    async def remember(self, workspace: str, kinds: Iterable[str]) -> None:
        """Remember kinds that a workspace refused: the message without them is there, kept or not."""
        refused, now = frozenset(kinds), self._clock.now()
        try:
            await self._store.call(lambda tx: tx.installations.refuse(workspace, refused, now))
        except StoreError as error:
            log.warning("it is not kept which blocks a workspace refused", workspace=workspace, error=str(error))
        self._known.pop(workspace, None)
