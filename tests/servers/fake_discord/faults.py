"""Failures on demand, planned one by one or drawn from a seed."""

import asyncio
from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.servers.occurrences import Occurrences

#: `global limit` holds for all routes, `ban` comes from the edge: without `Via`, and without JSON.
#: What meets `hold` waits until it is let go.
Kind = Literal["status", "limit", "global limit", "ban", "drop", "delay", "hold"]


@dataclass(frozen=True)
class Fault:
    """How one request goes wrong."""

    kind: Kind
    status: int = 500
    #: Discord's own code for `status`; 0: the answer is not Discord's but that of something before it.
    code: int = 0
    #: Seconds to wait for `delay`, or to ask for in `retry_after` for `limit`, `global limit` and `ban`.
    seconds: float = 0.02
    #: Whether the request took effect although its answer says otherwise or never arrives.
    takes_effect: bool = False

    @property
    def name(self) -> str:
        """Name it as it is counted, such as "status 502 after the effect"."""
        told = f"{self.kind} {self.status}" if self.kind == "status" else self.kind
        return f"{told} after the effect" if self.takes_effect else told


#: What a storm draws from.
STORM = (
    Fault("limit"),
    Fault("status", status=500),
    Fault("status", status=503),
    Fault("status", status=502, takes_effect=True),
    Fault("drop"),
    Fault("drop", takes_effect=True),
    Fault("delay"),
)


class Faults:
    """The failures that wait for their request, and the disorder of gateway events."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._planned: deque[tuple[str, str, Fault]] = deque()
        self._let_go = asyncio.Event()
        self._share = 0.0
        self._kinds: tuple[Fault, ...] = STORM
        self._stormy: frozenset[str] | None = None
        self._repeat_share = 0.0
        self._swap_share = 0.0
        #: How often each has happened, by name.
        self.met: dict[str, int] = {}
        #: What was left to chance of that, each with a name of its own.
        self.occurrences = Occurrences()

    def plan(self, route: str, fault: Fault, times: int = 1, *, about: str = "") -> None:
        """Let the next requests whose "METHOD /path/{template}" begins so go wrong; an empty text fits all.

        `about` is an id that has to be in the path.
        """
        self._planned.extend([(route, about, fault)] * times)

    def hold(self, route: str, times: int = 1, *, about: str = "", takes_effect: bool = False) -> None:
        """Let the next requests of a route wait until they are let go, or their answers alone."""
        self._let_go.clear()
        self.plan(route, Fault("hold", takes_effect=takes_effect), times, about=about)

    def let_go(self) -> None:
        """Answer what waits, and what would have."""
        self._planned = deque(entry for entry in self._planned if entry[2].kind != "hold")
        self._let_go.set()

    async def held(self) -> None:
        """Wait until what is held is let go."""
        await self._let_go.wait()

    def storm(self, share: float, kinds: tuple[Fault, ...] = STORM, routes: frozenset[str] | None = None) -> None:
        """From now on let a random share of all requests go wrong, or of those of some routes; 0 ends it."""
        self._share, self._kinds, self._stormy = share, kinds, routes

    def disorder(self, *, repeat: float = 0.0, swap: float = 0.0) -> None:
        """From now on send a random share of the gateway's events twice, or after the next one."""
        self._repeat_share, self._swap_share = repeat, swap

    def take(self, route: str, path: str) -> Fault | None:
        """Give the fault for a request that has just arrived."""
        for entry in self._planned:
            planned, about, fault = entry
            if route.startswith(planned) and (not about or about in path.split("/")):
                self._planned.remove(entry)
                return self._noted(fault)
        if (self._stormy is None or route in self._stormy) and self._random.random() < self._share:
            fault = self._random.choice(self._kinds)
            return self._noted(fault) if self.occurrences.befalls(f"{route}: {fault.name}") else None
        return None

    def repeats(self) -> bool:
        """Say whether the next event is sent twice."""
        return self._count("repeat", self._repeat_share)

    def swaps(self) -> bool:
        """Say whether the next event waits for the one after it."""
        return self._count("swap", self._swap_share)

    def _count(self, kind: str, share: float) -> bool:
        happens = self._random.random() < share and self.occurrences.befalls(kind)
        if happens:
            self.met[kind] = self.met.get(kind, 0) + 1
        return happens

    def _noted(self, fault: Fault) -> Fault:
        self.met[fault.name] = self.met.get(fault.name, 0) + 1
        return fault
