"""What the two ways to an app have in common: one attempt at a time, with a deadline."""

from dataclasses import dataclass
from typing import Literal, Protocol

from tests.servers.fake_slack.records import App, Json

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True)
class Retry:
    """Which repeat of an event this is (0 is the first attempt) and why the one before failed."""

    number: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Attempt:
    """How one attempt ended."""

    acknowledged: bool
    #: What came with the acknowledgement.
    response: Json | None = None
    #: Why it failed, in Slack's words: timeout, http_timeout, connection_failed, http_error, no_connection …
    failure: str = ""
    #: Seconds until it was acknowledged or given up.
    elapsed: float = 0.0
    #: Whether the app asked not to be sent this again (`x-slack-no-retry: 1`).
    no_retry: bool = False


class Transport(Protocol):
    """A way to an app."""

    async def send(self, app: App, kind: Kind, payload: Json, retry: Retry) -> Attempt:
        """Make one attempt and wait for its acknowledgement, at most as long as Slack does."""
        ...
