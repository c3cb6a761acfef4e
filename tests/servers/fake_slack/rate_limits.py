"""How often a method may be called: per method and workspace, and one message a second in each channel. Real time."""

import time
from collections import defaultdict, deque
from math import ceil

from tests.servers.fake_slack.errors import RateLimitedError
from tests.servers.fake_slack.rules import Rules

#: Calls a minute that each tier grants (docs.slack.dev/apis/web-api/rate-limits).
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
#: Messages a minute in a workspace; Slack says "several hundred".
MESSAGES = 300
#: A message may come this share of the pace early: clocks of two processes differ.
LEEWAY = 0.9


class RateLimits:
    """Counts calls over a sliding minute."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._calls: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._posted: dict[str, float] = {}

    def end_minute(self) -> None:
        """Let the minute be over, however long it is."""
        self._calls.clear()

    def count(self, method: str, tenant: str, tier: int | None) -> None:
        """Count one call of a method by a workspace; tier None is the special tier of posting.

        Raises:
            RateLimitedError: that was one too many.
        """
        allowed = MESSAGES if tier is None else TIERS[tier]
        if self._rules.strict_history and method in {"conversations.history", "conversations.replies"}:
            allowed = 1
        elif not self._rules.tiers:
            return
        now = time.monotonic()
        calls = self._calls[method, tenant]
        while calls and calls[0] <= now - self._rules.minute:
            calls.popleft()
        if len(calls) >= allowed:
            raise RateLimitedError(max(1, ceil(calls[0] + self._rules.minute - now)))
        calls.append(now)

    def count_message(self, channel: str) -> None:
        """Count one message in a channel.

        Raises:
            RateLimitedError: it came too soon after the one before.
        """
        now = time.monotonic()
        soonest = self._posted.get(channel, float("-inf")) + self._rules.message_pace * LEEWAY
        if now < soonest:
            raise RateLimitedError(max(1, ceil(soonest - now)))
        self._posted[channel] = now
