"""Rate limits: a bucket for each route and channel; real time (docs.discord.com/developers/topics/rate-limits)."""

import time
from collections import defaultdict, deque
from dataclasses import dataclass
from zlib import crc32

from tests.servers.fake_discord.rules import Rules

#: Seconds in which an app may send `Rules.global_size` requests.
GLOBAL_WINDOW = 1.0


@dataclass(frozen=True)
class Verdict:
    """What a bucket says of one request."""

    headers: dict[str, str]
    #: Seconds to wait; None if the request may pass.
    retry_after: float | None
    #: Whether it is the limit for all routes together.
    is_global: bool = False


class RateLimits:
    """Counts the requests of each bucket."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._taken: defaultdict[str, deque[float]] = defaultdict(deque)
        self._all: deque[float] = deque()

    def count(self, route: str, major: str) -> Verdict:
        """Count a request; interactions are free of limits."""
        if not self._rules.limits or "/interactions/" in route or "/webhooks/" in route:
            return Verdict({}, None)
        now, window = time.monotonic(), self._rules.bucket_window
        _forget(self._all, now - GLOBAL_WINDOW)
        if len(self._all) >= self._rules.global_size:
            return Verdict({}, self._all[0] + GLOBAL_WINDOW - now, is_global=True)
        self._all.append(now)
        taken = self._taken[f"{route} {major}"]
        _forget(taken, now - window)
        is_over = len(taken) >= self._rules.bucket_size
        if not is_over:
            taken.append(now)
        wait = taken[0] + window - now
        headers = {
            "X-RateLimit-Limit": str(self._rules.bucket_size),
            "X-RateLimit-Remaining": str(self._rules.bucket_size - len(taken)),
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Bucket": f"{crc32(route.encode()):x}",
        }
        return Verdict(headers, wait if is_over else None)


def _forget(taken: deque[float], before: float) -> None:
    while taken and taken[0] <= before:
        taken.popleft()
