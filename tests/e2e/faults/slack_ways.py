"""How events reach Askaday in schedules of faults on Slack, what its token is, and what can befall both."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

import aiohttp

from adapters.slack.connect.access import HttpAccess, SlackAccess
from adapters.slack.connect.http_mode import EVENTS_PATH
from adapters.slack.connect.tokens import Credentials
from adapters.slack.connection import SlackConnection
from adapters.storage.sqlite.store import SqliteStore
from tests.servers.fake_slack import Fault
from tests.worlds.slack_service import KEY, consent

if TYPE_CHECKING:
    from tests.e2e.faults.slack_schedule import Schedule

#: Seconds between two signs of life; a connection that shows none for half of that is given up.
PING = 0.2
#: So often in a row a token is not renewed.
REFUSALS = 5
REFUSED = (Fault("refuse", error="internal_error"), Fault("status", status=503), Fault("drop"), Fault("not_json"))


class Way(Protocol):
    """How events reach Askaday, and what its token is."""

    name: str
    #: Whether the workspace installs Askaday itself, and its token ends after twelve hours.
    rotates: bool

    def connection(self, schedule: "Schedule", store: SqliteStore, monotonic: Callable[[], float]) -> SlackConnection:
        """Put Askaday's side together, not yet started."""
        ...

    async def started(self, schedule: "Schedule") -> None:
        """Do what there is to do at Slack once Askaday has started."""
        ...

    def blows(self, schedule: "Schedule") -> Mapping[str, Callable[[], Awaitable[int]]]:
        """Give what can befall its connections; each says how many it met."""
        ...


class OverSocketMode:
    """Events come through a WebSocket that Askaday opens."""

    name = "socket"
    rotates = False

    def connection(self, schedule: "Schedule", store: SqliteStore, monotonic: Callable[[], float]) -> SlackConnection:
        """Put Askaday's side together, not yet started."""
        slack, token = schedule.slack, schedule.team.bot_token
        access = SlackAccess([token], slack.app.app_token, "eyes", slack.base_url, 0.0, PING, monotonic)
        return SlackConnection(access, store, schedule.clock)

    async def started(self, schedule: "Schedule") -> None:
        """Do nothing: Askaday has connected by itself."""

    def blows(self, schedule: "Schedule") -> Mapping[str, Callable[[], Awaitable[int]]]:
        """Give what can befall its connections; each says how many it met."""
        sockets, app = schedule.slack.sockets, schedule.slack.app

        async def fall_silent() -> int:
            met = await sockets.fall_silent(app)
            # Who closes a connection that has fallen silent waits ten seconds for the other side: not in a test.
            await sockets.wait_connected(app)
            return met

        return {
            "connection cut": lambda: sockets.cut(app),
            "connection closed": lambda: sockets.hang_up(app),
            "connection silent": fall_silent,
            "told: warning": lambda: sockets.disconnect(app, "warning"),
            "told: refresh_requested": lambda: sockets.disconnect(app, "refresh_requested"),
            "told: link_disabled": lambda: sockets.disconnect(app, "link_disabled"),
        }


#: Seconds for which Slack does not reach Askaday: less than it takes until Slack gives an event up.
UNREACHABLE = 0.01


class OverHttp:
    """Events are posted to Askaday, signed; nobody listens while it is down."""

    name = "http"
    rotates = False

    def connection(self, schedule: "Schedule", store: SqliteStore, monotonic: Callable[[], float]) -> SlackConnection:
        """Put Askaday's side together, not yet started."""
        slack, token = schedule.slack, schedule.team.bot_token
        http = HttpAccess(slack.app.signing_secret)
        access = SlackAccess([token], "", "eyes", slack.base_url, 0.0, PING, monotonic, http)
        return SlackConnection(access, store, schedule.clock)

    async def started(self, schedule: "Schedule") -> None:
        """Tell Slack where Askaday listens now."""
        schedule.slack.app.request_url = f"{schedule.world.address}{EVENTS_PATH}"

    def blows(self, schedule: "Schedule") -> Mapping[str, Callable[[], Awaitable[int]]]:
        """Give what can befall its connections; each says how many it met."""
        app = schedule.slack.app

        async def lose_sight() -> int:
            known = app.request_url
            # Nobody listens at the port that every system keeps for itself.
            app.request_url = "http://127.0.0.1:1/slack/events"
            await asyncio.sleep(UNREACHABLE)
            # Askaday may have been started anew meanwhile, and have said where it listens now.
            if app.request_url == "http://127.0.0.1:1/slack/events":
                app.request_url = known
            return 1

        return {"address unreachable": lose_sight}


class Installed(OverHttp):
    """As over HTTP, in a workspace that has installed Askaday itself: its token ends, and is renewed."""

    name = "installed"
    rotates = True

    def connection(self, schedule: "Schedule", store: SqliteStore, monotonic: Callable[[], float]) -> SlackConnection:
        """Put Askaday's side together, not yet started."""
        app = schedule.slack.app
        credentials = Credentials(app.client_id, app.client_secret)
        http = HttpAccess(app.signing_secret, credentials, (KEY,), "https://askaday.example.com")
        access = SlackAccess([], "", "eyes", schedule.slack.base_url, 0.0, PING, monotonic, http)
        return SlackConnection(access, store, schedule.clock, store.locks)

    async def started(self, schedule: "Schedule") -> None:
        """Tell Slack where Askaday listens now, and install it unless that was done."""
        await super().started(schedule)
        if not await schedule.app.call(lambda tx: tx.installations.all()):
            async with aiohttp.ClientSession() as browser:
                back, cookie = await consent(browser, schedule.world.address, schedule.team.id)
                async with browser.get(back, headers={"Cookie": cookie}) as done:
                    assert done.status == HTTPStatus.OK, await done.text()

    def blows(self, schedule: "Schedule") -> Mapping[str, Callable[[], Awaitable[int]]]:
        """Give what can befall its connections and its token; each says how many it met."""

        async def refuse_renewals() -> int:
            for _ in range(REFUSALS):
                schedule.slack.faults.plan("oauth.v2.access", schedule.chance.choice(REFUSED))
            return 1

        return {**super().blows(schedule), "renewals refused": refuse_renewals}


SOCKET_MODE = OverSocketMode()
HTTP_MODE = OverHttp()
INSTALLED = Installed()
