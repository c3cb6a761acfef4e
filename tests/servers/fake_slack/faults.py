"""Failures on demand, planned one by one or drawn from a seed."""

import asyncio
import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from tests.servers.fake_slack.records import Json
from tests.servers.occurrences import Occurrences

Kind = Literal["refuse", "limit", "status", "drop", "not_json", "delay"]


@dataclass(frozen=True)
class Fault:
    """How one call goes wrong."""

    kind: Kind
    #: Slack's error code for `refuse`.
    error: str = "internal_error"
    #: The HTTP status for `status`.
    status: int = 503
    #: What `not_json` answers, and as what.
    body: bytes = b"<html>We are looking into it.</html>"
    content_type: str = "text/html"
    #: Seconds to wait for `delay`, or to ask for in `Retry-After` for `limit`.
    seconds: float = 1.0
    #: Whether the call took effect although its answer says otherwise or never arrives.
    takes_effect: bool = False

    @property
    def name(self) -> str:
        """What it is counted as: the kind, the code or status, and whether the call took effect."""
        detail = {"refuse": f" {self.error}", "status": f" {self.status}"}.get(self.kind, "")
        return f"{self.kind}{detail}{' after the effect' if self.takes_effect else ''}"


#: What a storm draws from; a refusal or limit has no effect, the rest may have had one.
STORM = (
    Fault("refuse", error="internal_error"),
    Fault("limit", seconds=1),
    Fault("status", status=503),
    Fault("status", status=500, takes_effect=True),
    Fault("drop"),
    Fault("drop", takes_effect=True),
    Fault("not_json"),
    Fault("delay", seconds=0.02),
)


class Faults:
    """The failures that wait for their call, and the disorder of events."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        #: Methods and events draw from streams of their own: what comes first does not change what befalls the others.
        self._streams: dict[str, Random] = {}
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._share = 0.0
        self._kinds: tuple[Fault, ...] = STORM
        self._methods: frozenset[str] | None = None
        self._repeats = 0
        self._repeat_share = 0.0
        self._jitter = 0.0
        self._lost_acks = 0.0
        self._lost_events = 0.0
        self._let_go = asyncio.Event()
        #: What has befallen calls, events and connections so far, by its name.
        self.happened: Counter[str] = Counter()
        #: What was left to chance of that, each with a name of its own.
        self.occurrences = Occurrences()

    def plan(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a method go wrong; `*` stands for whichever method comes next."""
        self._planned[method].extend([fault] * times)

    def refuse(self, method: str, error: str, times: int = 1) -> None:
        """Refuse the next calls with an error code."""
        self.plan(method, Fault("refuse", error=error), times)

    def limit(self, method: str, retry_after: int = 1, times: int = 1) -> None:
        """Answer the next calls with 429 and `Retry-After`."""
        self.plan(method, Fault("limit", seconds=retry_after), times)

    def break_off(self, method: str, status: int = 503, times: int = 1, *, takes_effect: bool = False) -> None:
        """Answer the next calls with a server error."""
        self.plan(method, Fault("status", status=status, takes_effect=takes_effect), times)

    def drop(self, method: str, times: int = 1, *, takes_effect: bool = False) -> None:
        """Cut the connection before the next calls take effect, or after (a lost reply)."""
        self.plan(method, Fault("drop", takes_effect=takes_effect), times)

    def garble(self, method: str, times: int = 1, *, takes_effect: bool = False, **shown: Any) -> None:
        """Answer the next calls with status 200 and a page of HTML, or with another `body` and `content_type`."""
        self.plan(method, Fault("not_json", takes_effect=takes_effect, **shown), times)

    def delay(self, method: str, seconds: float, times: int = 1) -> None:
        """Hold up the next calls."""
        self.plan(method, Fault("delay", seconds=seconds), times)

    def hold(self, method: str, times: int = 1, *, takes_effect: bool = False) -> None:
        """Hold up the next calls until they are let go, or their answers alone."""
        self.plan(method, Fault("delay", seconds=math.inf, takes_effect=takes_effect), times)

    def let_go(self) -> None:
        """Let the calls that are held go on, and those that would be."""
        self._let_go.set()

    async def hold_up_call(self, seconds: float) -> None:
        """Wait so many seconds; for ever means until held calls are let go."""
        await (self._let_go.wait() if seconds == math.inf else asyncio.sleep(seconds))

    def repeat_events(self, times: int = 0, *, share: float = 0.0) -> None:
        """Deliver the next events twice, or from now on a random share of them."""
        self._repeats, self._repeat_share = times, share

    def reorder_events(self, spread: float) -> None:
        """From now on hold up each event by a random time of at most `spread` seconds; 0 keeps the order."""
        self._jitter = spread

    def lose_acks(self, share: float) -> None:
        """From now on a random share of acknowledged events is taken as not acknowledged, and sent again."""
        self._lost_acks = share

    def lose_events(self, share: float) -> None:
        """From now on a random share of the messages and edits of people is never told; deletions always are."""
        self._lost_events = share

    def storm(self, share: float, kinds: tuple[Fault, ...] = STORM, methods: frozenset[str] | None = None) -> None:
        """From now on let a random share of all calls (or of those of some methods) go wrong; 0 ends it."""
        self._share, self._kinds, self._methods = share, kinds, methods

    def calm(self) -> None:
        """End everything that was left to chance."""
        self._share = self._repeat_share = self._jitter = self._lost_acks = self._lost_events = 0.0

    def take(self, method: str) -> Fault | None:
        """Give the fault for a call that has just arrived."""
        fault = self._next(method)
        if fault is not None:
            self.happened[fault.name] += 1
        return fault

    def copies(self, event: Json) -> int:
        """Say how often an event is delivered."""
        source = f"{event['type']} {event.get('subtype')} {event.get('user')}"
        if _is_persons_text(event) and self._hits(f"lost {source}", self._lost_events, "event lost"):
            return 0
        if self._repeats > 0:
            self._repeats -= 1
            return 2
        return 2 if self._hits(f"repeated {source}", self._repeat_share, "event repeated") else 1

    def hold_up(self) -> float:
        """Say for how many seconds the next event is held up."""
        return self._stream("hold up").random() * self._jitter

    def loses_ack(self) -> bool:
        """Say whether the acknowledgement that has just arrived is lost."""
        return self._hits("acknowledgement", self._lost_acks, "acknowledgement lost")

    def _next(self, method: str) -> Fault | None:
        for queue in (self._planned[method], self._planned["*"]):
            if queue:
                return queue.popleft()
        is_among = self._methods is None or method in self._methods
        if is_among and self._stream(method).random() < self._share:
            fault = self._stream(method).choice(self._kinds)
            return fault if self.occurrences.befalls(f"{method}: {fault.name}") else None
        return None

    def _hits(self, stream: str, share: float, name: str) -> bool:
        is_hit = self._stream(stream).random() < share and self.occurrences.befalls(f"{name}: {stream}")
        self.happened[name] += is_hit
        return is_hit

    def _stream(self, name: str) -> Random:
        return self._streams.setdefault(name, Random(f"{self._seed} {name}"))


def _is_persons_text(event: Json) -> bool:
    message = event.get("message") or event
    return event["type"] == "message" and event.get("subtype") != "message_deleted" and not message.get("bot_id")
