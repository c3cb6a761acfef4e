"""Counting who is in the channel of each round while it is open: who takes part is compared with that."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.domain.members import platform_of
from bot.domain.statistics.ledger import Uncounted
from bot.errors import DeliveryError
from bot.ports.clock import Clock
from bot.ports.messenger import Messenger
from bot.ports.store import Store

log = structlog.get_logger()

#: So many rounds are looked at in one pass.
_BATCH = 100
#: So long a platform may take, and so much later a round that could not be counted is tried again.
_PATIENCE = timedelta(minutes=5)
_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Counting:
    """Asks platforms, and keeps what they say once a round; nobody waits for it."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    #: Until when, by the monotonic clock, rounds are left alone that could not be counted.
    _later: dict[int, timedelta] = field(default_factory=dict)

    async def count(self) -> None:
        """Count the channels of open rounds that nobody has counted; the same channel is asked for once."""
        now = self.clock.monotonic()
        uncounted = await self.store.call(lambda tx: tx.statistics.uncounted(_BATCH + len(self._later)))
        open_ones = {one.round_id for one in uncounted}
        for over in [one for one in self._later if one not in open_ones]:
            del self._later[over]
        places: dict[tuple[str, str], list[Uncounted]] = {}
        for one in uncounted:
            if self._later.get(one.round_id, now) <= now and platform_of(one.workspace) in self.messengers:
                places.setdefault((one.workspace, one.channel), []).append(one)
        for (workspace, channel), rounds in places.items():
            await self._count(workspace, channel, [one.round_id for one in rounds])

    async def _count(self, workspace: str, channel: str, rounds: list[int]) -> None:
        messenger = self.messengers[platform_of(workspace)]
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                people = await messenger.people.audience(workspace, channel)
        except (DeliveryError, TimeoutError) as error:
            log.warning("who is in a channel could not be counted", workspace=workspace, error=str(error))
            self._later.update(dict.fromkeys(rounds, self.clock.monotonic() + _AGAIN))
            return
        await self.store.call(lambda tx: tx.statistics.set_audience(rounds, people))
