"""Installing it from a web page and removing it again: by workspaces, and by organizations."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlparse

import aiohttp
import pytest

from bot.domain.series import SeriesState
from bot.errors import DeliveryError
from tests.servers.fake_slack import Workspace
from tests.worlds.slack import CHANNEL
from tests.worlds.slack_service import Service, serving

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."
MINUTE = timedelta(minutes=1)
BOTH = ("tokens_revoked", "app_uninstalled")
FORM = {"zone": "UTC", "at": "09:00", "packs": ["basics"], "closes": "at 17:00"}


async def test_last_page_says_how_to_go_on() -> None:
    async with serving() as service:
        team = service.stage.teams[0]
        status, page = await service.install(team.id)

        [installed] = await service.installed()
    assert (status, installed.workspace, installed.is_org) == (200, f"slack:{team.id}", False)
    assert "Invite it to a channel of team0 with <code>/invite @Askaday</code>" in page


@pytest.mark.parametrize(
    ("cookie", "wait", "status", "said"),
    [
        ("", timedelta(), 400, "This page was not opened by the browser that began the installation."),
        (None, 11 * MINUTE, 401, "The installation was begun more than ten minutes ago, or was finished already."),
    ],
)
async def test_installation_that_somebody_else_finishes_is_refused(
    cookie: str | None, wait: timedelta, status: int, said: str
) -> None:
    async with serving() as service:
        answered, page = await service.install(service.stage.teams[0].id, cookie=cookie, wait=wait)

        installed = await service.installed()
    assert (answered, installed) == (status, [])
    assert f'{said} <a href="install">Begin again</a>.' in page


async def test_consent_that_is_not_given_is_told() -> None:
    async with (
        serving() as service,
        aiohttp.ClientSession() as browser,
        browser.get(f"{service.address}/slack/oauth_redirect?error=access_denied") as answer,
    ):
        page = await answer.text()

    assert "Nothing was installed, because the consent was not given." in page


async def test_code_that_slack_does_not_confirm_is_told() -> None:
    async with serving() as service:
        service.world.slack.faults.refuse("oauth.v2.access", "code_already_used")
        service.world.slack.faults.drop("oauth.v2.access")

        pages = [await service.install(service.stage.teams[0].id) for _ in range(2)]

        installed = await service.installed()
    assert [status for status, _ in pages] == [401, 401]
    assert ["Slack did not confirm the installation." in page for _, page in pages] == [True, True]
    assert installed == []


async def test_installation_that_cannot_be_kept_is_told() -> None:
    async with serving() as service:
        full = "CREATE TRIGGER full BEFORE INSERT ON installations BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        await service.store.call(lambda tx: tx.connection.execute(full))  # type: ignore[attr-defined]  # SQLite's own

        status, page = await service.install(service.stage.teams[0].id)
    assert status == 500
    assert "Askaday could not keep the installation. Please try again later." in page


async def test_state_is_good_once() -> None:
    async with serving() as service, aiohttp.ClientSession() as browser:
        async with browser.get(f"{service.address}/slack/install", allow_redirects=False) as begun:
            [state] = parse_qs(urlparse(begun.headers["Location"]).query)["state"]
        now = service.world.clock.now()

        taken = [await service.store.call(lambda tx: tx.installations.take_state(state, now)) for _ in range(2)]
    assert taken == [True, False]


@pytest.mark.parametrize("kinds", [BOTH, BOTH[::-1], ("app_uninstalled",)])
async def test_workspace_that_removes_it_is_forgotten_and_can_install_it_again(kinds: tuple[str, ...]) -> None:
    async with serving() as service:
        world, slack, team = service.world, service.world.slack, service.stage.teams[0]
        await service.begin(team)
        slack.faults.repeat_events(2)
        await slack.uninstall(service.stage.app, team, kinds)
        await world.settled()
        gone = (await service.installed(), await service.series(team))
        with pytest.raises(DeliveryError, match="not installed"):
            await world.connection.workspaces.get(f"slack:{team.id}")

        last = slack.deliveries[-1]
        world.clock.travel(world.clock.now() + MINUTE)
        await service.begin(team)
        await slack.repeat(last)
        await world.settled()
        await world.at(NINE)

        assert gone == ([], [])
        assert service.shown(team) == ["Question"]


async def test_token_that_is_revoked_is_deleted_and_its_series_wait_for_the_next() -> None:
    async with serving() as service:
        world, slack, team = service.world, service.world.slack, service.stage.teams[0]
        await service.begin(team)
        await slack.uninstall(service.stage.app, team, ["tokens_revoked"])
        await world.settled()
        installed, [paused] = await service.installed(), await service.series(team)
        world.clock.travel(world.clock.now() + MINUTE)

        await service.install(team.id)
        service.stage.invite(team)
        [again] = await service.series(team)
        await world.at(NINE)

        assert (installed, paused.state, paused.pause_reason) == (
            [],
            SeriesState.PAUSED,
            "Askaday's token was revoked",
        )
        assert again.state is SeriesState.ACTIVE
        assert service.shown(team) == ["Question"]


@dataclass
class Organization:
    """An organization that has installed it, and opened two of its workspaces to it."""

    service: Service
    id: str
    teams: list[Workspace]
    #: The last page of its installation.
    page: str

    async def open(self) -> None:
        [token] = [one for one in self.service.world.slack.state.tokens.values() if one.installation.team_id is None]
        for team in self.teams:
            await self.service.world.slack.grant_access(token, team)
            self.service.stage.invite(team)

    async def close(self, team: Workspace) -> None:
        [token] = [one for one in self.service.world.slack.state.tokens.values() if one.installation.team_id is None]
        await self.service.world.slack.revoke_access(token, team)
        await self.service.world.settled()

    async def installed(self) -> list[str]:
        return [one.workspace for one in await self.service.installed()]

    async def begin(self) -> None:
        """Set a series up in each workspace, by a form."""
        for team in self.teams:
            boss, channel = team.user("boss"), team.channel(CHANNEL)
            await self.service.world.command(boss, "setup", channel=channel)
            await self.service.world.more(boss)
            outcome = await self.service.world.submit(boss, {**FORM, "channel": channel})
            assert (outcome.error, outcome.errors) == (None, {})


@pytest.fixture
async def organization() -> AsyncIterator[Organization]:
    async with serving(teams=0) as service:
        enterprise = service.world.slack.add_enterprise("Rockets")
        teams = [service.stage.add_team(name, enterprise) for name in ("red", "blue")]
        _, page = await service.install(enterprise)
        found = Organization(service, enterprise, teams, page)
        await found.open()
        yield found


async def test_round_is_played_in_workspaces_that_an_organization_opened(organization: Organization) -> None:
    world, teams = organization.service.world, organization.teams
    await organization.begin()
    await world.at(NINE)
    for team in teams:
        [card] = world.cards(team)
        await world.reply(team.user("ana"), FULL, card)
    hint = await world.press(teams[0].user("bo"), world.cards(teams[0])[0], "hint")
    await world.at(FIVE)

    assert await organization.installed() == [f"slack:{one}" for one in (organization.id, teams[0].id, teams[1].id)]
    assert [organization.service.shown(team) for team in teams] == [["Closed", "Revealed"]] * 2
    assert [[played.state.value for played in await world.rounds(team)] for team in teams] == [["closed"]] * 2
    assert "Add it to workspaces of Rockets in Slack's administration." in organization.page
    assert hint.acknowledged
    assert len(world.whispered(teams[0].user("bo"))) == 1


async def test_doctor_finds_nothing_wrong_with_an_organization(organization: Organization) -> None:
    service, (red, blue) = organization.service, organization.teams
    await organization.begin()
    series = [*await service.series(red), *await service.series(blue)]

    found = await service.world.connection.check(series, {})

    assert [one.text for one in found if one.is_wrong] == []
    assert [one.text for one in found if one.text.startswith("The token for")] == [
        f"The token for slack:{one} is good" for one in (organization.id, red.id, blue.id)
    ]


async def test_workspace_that_its_organization_closes_is_forgotten(organization: Organization) -> None:
    red, blue = organization.teams
    await organization.begin()

    await organization.close(red)

    assert await organization.installed() == [f"slack:{one}" for one in (organization.id, blue.id)]
    assert [len(await organization.service.series(team)) for team in (red, blue)] == [0, 1]


@pytest.mark.parametrize("kinds", [BOTH, BOTH[::-1]])
async def test_organization_that_removes_it_takes_its_workspaces_with_it(
    organization: Organization, kinds: tuple[str, ...]
) -> None:
    service, (red, blue) = organization.service, organization.teams
    await organization.begin()
    own = service.stage.add_team("own", red.enterprise_id)
    await service.begin(own)

    await service.world.slack.uninstall_org(service.stage.app, red, kinds)
    await service.world.settled()

    assert await organization.installed() == [f"slack:{own.id}"]
    assert [len(await service.series(team)) for team in (red, blue, own)] == [0, 0, 1]


async def test_token_of_an_organization_that_is_revoked_pauses_its_workspaces(organization: Organization) -> None:
    service, (red, blue) = organization.service, organization.teams
    await organization.begin()
    await service.world.slack.uninstall_org(service.stage.app, red, ["tokens_revoked"])
    await service.world.settled()
    paused = [(await service.series(team))[0].state for team in (red, blue)]
    service.world.clock.travel(service.world.clock.now() + MINUTE)

    await service.install(organization.id)

    assert paused == [SeriesState.PAUSED] * 2
    assert [(await service.series(team))[0].state for team in (red, blue)] == [SeriesState.ACTIVE] * 2


async def test_organization_whose_token_is_dead_is_not_in_the_way_of_another() -> None:
    async with serving(teams=0) as service:
        stage = service.stage
        dead, living = (stage.slack.add_enterprise(name) for name in ("Dead", "Living"))
        await service.install(dead)
        [lost] = stage.slack.state.tokens
        stage.slack.revoke(lost)
        await service.install(living)
        team = stage.add_team("red", living)
        [token] = [one for one in stage.slack.state.tokens.values() if one.value != lost]
        await stage.slack.grant_access(token, team)

        found = await service.world.connection.workspaces.get(f"slack:{team.id}")

        with pytest.raises(DeliveryError, match="not installed"):
            await service.world.connection.workspaces.get("slack:T404")
    assert (found.team, found.bot_user) == (team.id, token.installation.bot_user)
