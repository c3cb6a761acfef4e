"""Brings events and interactions to the apps: who gets what, with repeats when nobody acknowledges."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from tests.servers.fake_slack.events.http_events import HttpEvents
from tests.servers.fake_slack.events.socket_mode import SocketMode
from tests.servers.fake_slack.events.subscriptions import wants
from tests.servers.fake_slack.events.transport import Attempt, Kind, Retry, Transport
from tests.servers.fake_slack.faults import Faults
from tests.servers.fake_slack.records import App, Channel, Installation, Json, Workspace
from tests.servers.fake_slack.rules import Rules
from tests.servers.fake_slack.state import State


@dataclass
class Delivered:
    """One event or interaction and the attempts to deliver it."""

    app_id: str
    kind: Kind
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def acknowledged(self) -> bool:
        """Whether one of the attempts was acknowledged."""
        return any(attempt.acknowledged for attempt in self.attempts)


class Delivery:
    """The way from the fake to its apps."""

    def __init__(self, state: State, rules: Rules, faults: Faults, sockets: SocketMode, http: HttpEvents) -> None:
        self._state = state
        self._rules = rules
        self._faults = faults
        self._sockets = sockets
        self._http = http
        self._tasks: set[asyncio.Task[None]] = set()
        #: The place in the log of the latest event that was sent for the first time.
        self._newest = 0
        #: Everything sent, in the order in which it happened.
        self.log: list[Delivered] = []

    def publish(self, workspace: Workspace, event: Json, channel: Channel | None = None) -> None:
        """Send an event to each app that subscribes to it, has the scope and (for a channel's events) may see it."""
        for installation in self._state.installations_in(workspace):
            if wants(installation, event, channel):
                self.tell(installation, workspace, event)

    def tell(self, installation: Installation, workspace: Workspace, event: Json) -> None:
        """Send an event to one installation, whatever it subscribes to."""
        payload = self._callback(installation, workspace, event)
        for _ in range(self._faults.copies(event)):
            delivered = Delivered(installation.app.id, "events_api", payload)
            self.log.append(delivered)
            self._start(self._deliver(installation.app, delivered, len(self.log)))

    def repeat(self, app: App, delivered: Delivered) -> None:
        """Deliver an event once more."""
        self._start(self._deliver(app, delivered, len(self.log)))

    async def ask(self, app: App, kind: Kind, payload: Json) -> Attempt:
        """Send a command or interaction, once, and wait for what the app says to it."""
        delivered = Delivered(app.id, kind, payload)
        self.log.append(delivered)
        attempt = await self._transport(app).send(app, kind, payload, Retry())
        delivered.attempts.append(attempt)
        return attempt

    async def settled(self) -> None:
        """Wait until every event is acknowledged or given up."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, app: App, delivered: Delivered, place: int) -> None:
        await asyncio.sleep(self._faults.hold_up())
        self._faults.happened["event overtaken"] += place < self._newest
        self._newest = max(place, self._newest)
        retry = Retry()
        for number, wait in enumerate((0.0, *self._rules.retry_delays)):
            if number:
                await asyncio.sleep(wait)
                retry = Retry(number, delivered.attempts[-1].failure)
            attempt = await self._transport(app).send(app, delivered.kind, delivered.payload, retry)
            if attempt.acknowledged and self._faults.loses_ack():
                attempt = Attempt(acknowledged=False, failure="timeout", elapsed=attempt.elapsed)
            delivered.attempts.append(attempt)
            if attempt.acknowledged or attempt.no_retry:
                return

    def _transport(self, app: App) -> Transport:
        return self._http if app.request_url else self._sockets

    def _callback(self, installation: Installation, workspace: Workspace, event: Json) -> Json:
        kind = event["type"]
        channel = event.get("channel")
        place = f"-{channel}" if isinstance(channel, str) else ""
        return {
            "token": "verification-token",
            "team_id": workspace.id,
            "context_team_id": workspace.id,
            "context_enterprise_id": workspace.enterprise_id,
            "api_app_id": installation.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._state.new_id("Ev"),
            "event_time": self._state.now(),
            "authorizations": [
                {
                    "enterprise_id": installation.enterprise_id,
                    "team_id": installation.team_id,
                    "user_id": installation.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": installation.team_id is None,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"1-{kind}-{workspace.id}{place}",
        }
