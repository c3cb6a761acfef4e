"""What the app asked and was answered, in order, so that a test can compare it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.servers.fake_slack.records import Json


@dataclass(frozen=True)
class Asked:
    """One call of a Web API method, or of a response URL (method `response_url`)."""

    method: str
    #: The workspace; None where the token was of no use or belongs to an organization.
    team_id: str | None
    arguments: Json
    #: What the fake answered, even if a fault kept the answer from arriving.
    response: Json
    at: datetime
    #: The fault that met the call, such as `refuse` or `drop`.
    fault: str | None = None

    @property
    def error(self) -> str | None:
        """Slack's error code, or None for a call that went well."""
        return None if self.response.get("ok") else str(self.response.get("error"))


@dataclass
class Transcript:
    """All calls so far."""

    calls: list[Asked] = field(default_factory=list)
    #: Called with each new entry.
    watchers: list[Callable[[Asked], None]] = field(default_factory=list)

    def add(self, asked: Asked) -> None:
        """Write one down and tell the watchers."""
        self.calls.append(asked)
        for watcher in self.watchers:
            watcher(asked)

    def of(self, method: str) -> list[Asked]:
        """Give the calls of one method."""
        return [asked for asked in self.calls if asked.method == method]

    def __iter__(self) -> Iterator[Asked]:
        return iter(self.calls)

    def outline(self) -> list[tuple[str, str | None, str | None]]:
        """Give (method, team, error) of each call: what two runs can be compared by."""
        return [(asked.method, asked.team_id, asked.error) for asked in self.calls]
