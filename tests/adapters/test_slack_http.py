"""Slack over HTTP: installed through OAuth, signed requests, tokens that are kept encrypted and renewed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import aiohttp
import pytest

from adapters.slack.access import HttpAccess, SlackAccess
from adapters.slack.connection import SlackConnection
from adapters.slack.http_mode import EVENTS_PATH, Address
from adapters.slack.stored_workspaces import Credentials, StoredWorkspaces
from adapters.slack.vault import Secret, new_key
from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import build
from bot.domain.installations import Installed
from bot.errors import AskadayError
from bot.ports.clock import TravelClock
from tests.builders import MONDAY, Packs, options
from tests.servers.fake_slack import App, FakeSlack, Rules, Workspace
from tests.slack_world import CHANNEL, PEOPLE, SlackWorld

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."
KEY = new_key()


@dataclass
class Stage:
    """What there is before the service runs."""

    slack: FakeSlack
    app: App
    clock: TravelClock
    teams: list[Workspace]


@dataclass
class Service:
    """A service for many workspaces, and the browser of somebody who installs it."""

    world: SlackWorld
    stage: Stage
    store: SqliteStore

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.world.connection.port}"

    async def install(
        self, team: Workspace, *, cookie: str | None = None, wait: timedelta = timedelta()
    ) -> tuple[int, str]:
        """Walk from the first page to the last one, and give what it says."""
        async with aiohttp.ClientSession() as browser:
            async with browser.get(f"{self.address}/slack/install", allow_redirects=False) as begun:
                consent = begun.headers["Location"]
                # It is marked as secure, so a browser on plain HTTP would not send it back.
                state_cookie = begun.headers["Set-Cookie"].partition(";")[0]
            async with browser.get(f"{consent}&team={team.id}", allow_redirects=False) as agreed:
                back = urlparse(agreed.headers["Location"])
            self.world.clock.travel(self.world.clock.now() + wait)
            headers = {"Cookie": state_cookie if cookie is None else cookie}
            async with browser.get(f"{self.address}{back.path}?{back.query}", headers=headers) as done:
                return done.status, await done.text()

    async def read(self) -> bytes:
        """Give all that stands in the database."""
        return await self.store.call(lambda tx: "\n".join(tx.connection.iterdump()).encode())  # type: ignore[attr-defined]


@asynccontextmanager
async def serving(
    *, rotation: bool = False, keys: tuple[str, ...] = (KEY,), database: Path | str = ":memory:"
) -> AsyncIterator[Service]:
    clock = TravelClock(MONDAY)
    rules = Rules(message_pace=0, tiers=False, ack_seconds=2, retry_delays=(0, 0.02, 0.05))
    async with FakeSlack(clock=clock, rules=rules) as slack:
        app = slack.add_app(request_url="http://127.0.0.1:1/", rotation=rotation)
        teams = [slack.add_workspace(f"team{n}", people=PEOPLE, channels=(CHANNEL,), install=False) for n in range(2)]
        for team in teams:
            boss = slack.add_user(team, "boss", tz="Europe/Berlin", is_admin=True)
            team.channels[team.channel(CHANNEL)].members.add(boss)
        async with running(Stage(slack, app, clock, teams), keys, database) as service:
            yield service


@asynccontextmanager
async def running(stage: Stage, keys: tuple[str, ...], database: Path | str) -> AsyncIterator[Service]:
    """Run one process of the service."""
    slack, app, clock, teams = stage.slack, stage.app, stage.clock, stage.teams
    credentials = Credentials(app.client_id, app.client_secret)
    http = HttpAccess(app.signing_secret, Address("127.0.0.1", 0), credentials, keys, "https://askaday.example.com")
    store = SqliteStore.open(database)
    connection = SlackConnection(SlackAccess([], "", "eyes", slack.base_url, 0.0, 0.05, http=http), store, clock)
    bot = build(options(), {"slack": connection.messenger}, store=store, packs=Packs(), clock=clock)
    try:
        await connection.start(bot.services, bot.desk)
        app.request_url = f"http://127.0.0.1:{connection.port}{EVENTS_PATH}"
        yield Service(SlackWorld(bot, connection, slack, clock, teams), stage, store)
    finally:
        await connection.stop()
        await bot.ticking.finish()
        await connection.close()
        await store.close()


def joined(service: Service, team: Workspace) -> None:
    """Let the bot that was installed into the channel."""
    [installation] = [one for one in service.world.slack.state.installations if one.team_id == team.id and one.active]
    team.channels[team.channel(CHANNEL)].members.add(installation.bot_user)


async def round_in(service: Service, team: Workspace) -> None:
    """Ask a question in a workspace's channel and answer it."""
    world = service.world
    joined(service, team)
    await world.set_up(team)


async def test_round_is_played_in_two_workspaces_that_installed_it() -> None:
    async with serving() as service:
        world = service.world
        pages = [await service.install(team) for team in world.teams]
        for team in world.teams:
            await round_in(service, team)
        await world.at(NINE)
        for team in world.teams:
            card = world.slack.bot_messages(team.channel(CHANNEL))[0]
            await world.slack.say(team.user("ana"), card.channel, FULL, thread_ts=card.ts)
        await world.settled()
        command = await world.slack.command(world.teams[1].user("bo"), world.teams[1].channel(CHANNEL), "/aws-quiz", "")
        await world.connection.idle()
        await world.at(FIVE)

        shown = [
            [one.text.split()[0] for one in world.slack.bot_messages(team.channel(CHANNEL))] for team in world.teams
        ]
    assert [status for status, _ in pages] == [200, 200]
    assert "Invite it to a channel of team0" in pages[0][1]
    assert command.acknowledged
    assert shown == [["Closed:", "Leaderboard"]] * 2


async def test_no_token_stands_in_the_database_in_the_clear() -> None:
    async with serving(rotation=True) as service:
        await service.install(service.world.teams[0])

        kept = await service.read()

        tokens = [token.encode() for token in service.world.slack.state.tokens if token.encode() in kept]
    assert b"xox" not in kept
    assert tokens == []


@pytest.mark.parametrize(
    ("cookie", "wait", "status", "said"),
    [
        ("", timedelta(), 400, "not opened by the browser that began the installation"),
        (None, timedelta(minutes=11), 401, "more than ten minutes ago"),
    ],
)
async def test_installation_that_somebody_else_finishes_is_refused(
    cookie: str | None, wait: timedelta, status: int, said: str
) -> None:
    async with serving() as service:
        answered, page = await service.install(service.world.teams[0], cookie=cookie, wait=wait)

        installed = await service.store.call(lambda tx: tx.installations.all())
    assert (answered, installed) == (status, [])
    assert said in page


async def test_consent_that_is_not_given_is_told() -> None:
    async with (
        serving() as service,
        aiohttp.ClientSession() as browser,
        browser.get(f"{service.address}/slack/oauth_redirect?error=access_denied") as answer,
    ):
        page = await answer.text()

    assert "Nothing was installed, because the consent was not given." in page


async def test_state_is_good_once() -> None:
    async with serving() as service, aiohttp.ClientSession() as browser:
        async with browser.get(f"{service.address}/slack/install", allow_redirects=False) as begun:
            [state] = parse_qs(urlparse(begun.headers["Location"]).query)["state"]
        now = service.world.clock.now()

        taken = [await service.store.call(lambda tx: tx.installations.take_state(state, now)) for _ in range(2)]
    assert taken == [True, False]


@pytest.mark.parametrize("headers", [{}, {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"}])
async def test_request_that_is_not_signed_is_refused(headers: dict[str, str]) -> None:
    async with (
        serving() as service,
        aiohttp.ClientSession() as stranger,
        stranger.post(f"{service.address}/slack/events", data="{}", headers=headers) as answer,
    ):
        status = answer.status

    assert status == 401


async def test_sign_of_life_and_unknown_pages() -> None:
    async with (
        serving() as service,
        aiohttp.ClientSession() as browser,
        browser.get(f"{service.address}/healthz") as health,
        browser.get(f"{service.address}/") as other,
    ):
        found = (health.status, await health.text(), other.status)

    assert found == (200, "ok", 404)


async def test_url_of_the_app_passes_the_handshake() -> None:
    async with serving() as service:
        assert await service.world.slack.verify_request_url(service.stage.app)


async def test_token_is_renewed_for_a_message_that_nobody_asked_for() -> None:
    async with serving(rotation=True) as service:
        world, team = service.world, service.world.teams[0]
        await service.install(team)
        await round_in(service, team)
        before = len(world.slack.transcript.of("oauth.v2.access"))

        await world.at(NINE + timedelta(hours=3))
        await world.at(NINE + timedelta(days=2))

        refreshed = len(world.slack.transcript.of("oauth.v2.access")) - before
        posted = world.slack.bot_messages(team.channel(CHANNEL))
    assert refreshed == 1
    assert [one.text.split()[0] for one in posted][-1] == "Question"


async def test_token_is_renewed_once_for_all_who_wait_for_it() -> None:
    async with serving(rotation=True) as service:
        world, team = service.world, service.world.teams[0]
        await service.install(team)
        before = len(world.slack.transcript.of("oauth.v2.access"))
        world.clock.travel(world.clock.now() + timedelta(hours=11))

        found = await asyncio.gather(*(world.connection.workspaces.get(f"slack:{team.id}") for _ in range(5)))

        refreshed = len(world.slack.transcript.of("oauth.v2.access")) - before
    assert refreshed == 1
    assert len({one.client.token for one in found}) == 1


async def test_old_key_still_opens_and_is_replaced(tmp_path: Path) -> None:
    newer = new_key()
    database = tmp_path / "askaday.db"
    async with serving(database=database) as service:
        world = service.world
        await service.install(world.teams[0])
        before = await service.store.call(lambda tx: tx.installations.all()[0].secret)
        await world.connection.stop()
        await world.connection.close()
        await service.store.close()

        async with running(service.stage, (newer, KEY), database) as again:
            after = await again.store.call(lambda tx: tx.installations.all()[0].secret)
        async with running(service.stage, (newer,), database) as last:
            workspaces = last.world.connection.workspaces
            found = await workspaces.get(f"slack:{world.teams[0].id}")
        with pytest.raises(AskadayError, match="No key of ASKADAY_SECRET_KEYS opens a stored token"):
            async with running(service.stage, (KEY,), database):
                pass
    assert before != after
    assert found.team == world.teams[0].id


async def test_workspace_that_removes_it_is_forgotten_and_can_install_it_again() -> None:
    async with serving() as service:
        world, team = service.world, service.world.teams[0]
        await service.install(team)
        await round_in(service, team)
        await world.slack.uninstall(service.stage.app, team)
        await world.settled()
        gone = await service.store.call(lambda tx: (tx.installations.all(), tx.series.of_workspace(f"slack:{team.id}")))

        await service.install(team)
        await round_in(service, team)
        await world.at(NINE)

        assert (list(gone[0]), list(gone[1])) == ([], [])
        assert len(world.slack.bot_messages(team.channel(CHANNEL))) == 1


async def test_organization_opens_a_workspace_and_closes_it() -> None:
    async with serving() as service:
        world = service.world
        enterprise = world.slack.add_enterprise("Rockets")
        token = world.slack.install_org(service.stage.app, enterprise)
        team = world.slack.add_workspace(
            "org", people=PEOPLE, channels=(CHANNEL,), enterprise=enterprise, install=False
        )
        boss = world.slack.add_user(team, "boss", tz="Europe/Berlin", is_admin=True)
        team.channels[team.channel(CHANNEL)].members.add(boss)
        await install_org(service, enterprise, token.value, token.installation.bot_user, token.installation.bot_id)
        await world.slack.grant_access(token, team)
        team.channels[team.channel(CHANNEL)].members.add(token.installation.bot_user)

        await world.set_up(team)
        await world.at(NINE)
        asked = len(world.slack.bot_messages(team.channel(CHANNEL)))
        await world.slack.revoke_access(token, team)
        await world.settled()

        left = await service.store.call(lambda tx: [one.workspace for one in tx.installations.all()])
        series = await service.store.call(lambda tx: tx.series.of_workspace(f"slack:{team.id}"))
    assert (asked, left, list(series)) == (1, [f"slack:{enterprise}"], [])


async def install_org(service: Service, enterprise: str, token: str, bot_user: str, bot_id: str) -> None:
    """Keep an organization's installation as the last page of the consent would."""
    workspaces = service.world.connection.workspaces
    assert isinstance(workspaces, StoredWorkspaces)
    installed = Installed(f"slack:{enterprise}", enterprise, True, bot_user, bot_id, "", service.world.clock.now())
    await workspaces.keep(installed, Secret(token))
