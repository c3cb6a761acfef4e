"""What the app asked and was answered, in order, so that a test can compare it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request."""

    #: Method and template, such as "POST /channels/{channel_id}/messages".
    route: str
    path: str
    body: Any
    status: int
    answer: Any
    #: The fault that met it, such as `drop`.
    fault: str | None = None


@dataclass
class Transcript:
    """All requests so far, and what was wrong with them by Discord's document."""

    requests: list[Asked] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    watchers: list[Callable[[Asked], None]] = field(default_factory=list)
    #: What was uploaded, by the name of the file; the latest of each.
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, asked: Asked) -> None:
        """Write one down and tell the watchers."""
        self.requests.append(asked)
        for watcher in self.watchers:
            watcher(asked)

    def of(self, route: str) -> list[Asked]:
        """Give the requests of one route."""
        return [asked for asked in self.requests if asked.route == route]
