"""A service for many workspaces for tests: Askaday over HTTP, and the browsers of those who install it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlparse

import aiohttp

from adapters.slack.connect.access import HttpAccess, SlackAccess
from adapters.slack.connect.http_mode import EVENTS_PATH
from adapters.slack.connect.tokens import Credentials
from adapters.slack.connect.vault import new_key
from adapters.slack.connection import SlackConnection
from adapters.storage.postgres import PostgresStore
from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import Connections, build
from bot.domain.installations import Installed
from bot.domain.series import Series
from bot.ports.clock import TravelClock
from tests.memory_store import file_store, memory_store
from tests.servers.fake_slack import App, FakeSlack, Rules, Workspace
from tests.waiting import PATIENCE
from tests.worlds.builders import MONDAY, Packs, options, without_word_of_words
from tests.worlds.slack import CHANNEL, PEOPLE, SlackWorld

KEY = new_key()


@dataclass
class Stage:
    """What there is before the service runs, and what outlives it."""

    slack: FakeSlack
    app: App
    clock: TravelClock
    teams: list[Workspace]
    #: A file, the address of a server, or nothing: then each process has one in memory.
    database: Path | str | None = None
    keys: tuple[str, ...] = field(default=(KEY,))

    def add_team(self, name: str, enterprise: str | None = None) -> Workspace:
        """Add a workspace that has not installed Askaday yet, with an administrator and a channel."""
        team = self.slack.add_workspace(name, people=PEOPLE, channels=(CHANNEL,), enterprise=enterprise, install=False)
        boss = self.slack.add_user(team, "boss", tz="Europe/Berlin", is_admin=True)
        team.channels[team.channel(CHANNEL)].members.add(boss)
        return team

    def invite(self, team: Workspace) -> None:
        """Let the bot of a workspace, or of its organization, into the channel."""
        [installed] = [one for one in self.slack.state.installations_in(team) if one.app is self.app]
        team.bot_user = installed.bot_user
        team.channels[team.channel(CHANNEL)].members.add(installed.bot_user)


async def consent(browser: aiohttp.ClientSession, address: str, where: str) -> tuple[str, str]:
    """Begin an installation for a team or an organization, agree, and give the last page's address and the cookie."""
    async with browser.get(f"{address}/slack/install", allow_redirects=False) as begun:
        asked = begun.headers["Location"]
        # It is marked as secure, so a browser on plain HTTP would not send it back.
        cookie = begun.headers["Set-Cookie"].partition(";")[0]
    async with browser.get(f"{asked}&team={where}", allow_redirects=False) as agreed:
        back = urlparse(agreed.headers["Location"])
    return f"{address}{back.path}?{back.query}", cookie


@dataclass
class Service:
    """One process of the service."""

    world: SlackWorld
    stage: Stage
    store: SqliteStore | PostgresStore

    @property
    def address(self) -> str:
        return self.world.address

    async def install(self, where: str, *, cookie: str | None = None, wait: timedelta = timedelta()) -> tuple[int, str]:
        """Walk from the first page to the last one, for a team or an organization, and give what it says."""
        async with aiohttp.ClientSession() as browser:
            back, own_cookie = await consent(browser, self.address, where)
            self.world.clock.travel(self.world.clock.now() + wait)
            headers = {"Cookie": own_cookie if cookie is None else cookie}
            async with browser.get(back, headers=headers) as done:
                return done.status, await done.text()

    async def begin(self, team: Workspace) -> Series:
        """Install it in a workspace, invite it to the channel, and set a series up."""
        await self.install(team.id)
        self.stage.invite(team)
        return await self.world.set_up(team)

    async def installed(self) -> list[Installed]:
        return list(await self.store.call(lambda tx: tx.installations.all()))

    async def series(self, team: Workspace) -> list[Series]:
        return list(await self.store.call(lambda tx: tx.series.of_workspace(f"slack:{team.id}")))

    async def answers(self, team: Workspace) -> list[tuple[str, str]]:
        """Give who answered what in a workspace's newest round, as it was frozen."""
        newest = (await self.world.rounds(team))[-1].id
        return [(one.member, one.text) for one in await self.store.call(lambda tx: tx.answers.frozen(newest))]

    async def token(self) -> str:
        """Give the token that the first workspace is spoken to with now."""
        return (await self.world.connection.workspaces.get(f"slack:{self.stage.teams[0].id}")).api.token

    async def renewed(self) -> str:
        """Have that token renewed if it is time, and give it once that has ended."""
        await self.token()
        return (await self.world.connection.workspaces.renewed(f"slack:{self.stage.teams[0].id}")).api.token

    def shown(self, team: Workspace) -> list[str]:
        """Give the first word of each message in the channel."""
        return [message.text.split()[0].rstrip(":") for message in self.world.cards(team)]

    def refreshed(self) -> int:
        """Say how often a token was asked for with a refresh token."""
        asked = self.world.slack.transcript.of("oauth.v2.access")
        return sum(one.arguments.get("grant_type") == "refresh_token" for one in asked)


@asynccontextmanager
async def staged(
    *, start: datetime = MONDAY, rotation: bool = False, teams: int = 2, database: Path | str | None = None
) -> AsyncIterator[Stage]:
    """Set the stage."""
    clock = TravelClock(start)
    rules = Rules(message_pace=0, tiers=False, ack_seconds=PATIENCE, retry_delays=(0, 0.02, 0.05))
    async with FakeSlack(clock=clock, rules=rules) as slack:
        app = slack.add_app(request_url="http://127.0.0.1:1/", rotation=rotation)
        stage = Stage(slack, app, clock, [], database)
        stage.teams += [stage.add_team(f"team{number}") for number in range(teams)]
        yield stage


@asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[Service]:
    """Run one process of the service on a stage."""
    slack, app, clock = stage.slack, stage.app, stage.clock
    credentials = Credentials(app.client_id, app.client_secret)
    http = HttpAccess(app.signing_secret, credentials, stage.keys, "https://askaday.example.com")
    store = _opened(stage.database)
    access = SlackAccess([], "", "eyes", slack.base_url, 0.0, 0.05, http=http)
    connection = SlackConnection(access, store, clock, store.locks)
    bot = build(options(), {"slack": connection.messenger}, store=store, packs=Packs(), clock=clock)
    without_word_of_words(bot)
    connections = Connections([connection], "127.0.0.1", 0)
    world = SlackWorld(bot, connection, slack, clock, stage.teams, connections)
    try:
        await connections.start(bot)
        app.request_url = f"{world.address}{EVENTS_PATH}"
        yield Service(world, stage, store)
    finally:
        await connections.stop()
        await bot.ticking.finish()
        await connections.close()
        await store.close()


def _opened(database: Path | str | None) -> SqliteStore | PostgresStore:
    if isinstance(database, str):
        return PostgresStore.open(database)
    return file_store(database) if database else memory_store()


@asynccontextmanager
async def serving(*, start: datetime = MONDAY, rotation: bool = False, teams: int = 2) -> AsyncIterator[Service]:
    """Run one process of the service on a stage of its own."""
    async with staged(start=start, rotation=rotation, teams=teams) as stage, running(stage) as service:
        yield service
