"""Tokens that Slack has given and the store did not take: they are nowhere else, and Slack gives each once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from adapters.slack.connect import tokens
from adapters.slack.connect.stored_workspaces import StoredWorkspaces
from adapters.slack.connect.vault import Vault
from bot.domain.installations import Installed
from bot.errors import DeliveryError, Scope, StoreError
from bot.ports.store import Transaction
from tests.worlds.slack_service import KEY, Service, serving

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

SIX = datetime(2026, 12, 7, 6, tzinfo=UTC)
#: A token that was given at six is renewed from four in the afternoon on, and ends at six in the evening.
DUE, END = SIX + timedelta(hours=10), SIX + timedelta(hours=12)
#: By then Slack gives nothing more for a refresh token that was used.
LATER = timedelta(hours=1)

#: Has the store refuse so many tokens from now on.
Refuse = Callable[[int], None]


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    keep, refused = tokens._keep, list[StoreError]()

    def kept(tx: Transaction, renewed: Installed) -> Installed | None:
        if refused:
            raise refused.pop()
        return keep(tx, renewed)

    monkeypatch.setattr(tokens, "_keep", kept)
    return lambda times: refused.extend(StoreError("The server is away.") for _ in range(times))


async def installed(service: Service) -> str:
    """Install it, and give its token."""
    await service.install(service.stage.teams[0].id)
    return await service.token()


async def tried(service: Service) -> None:
    """Have the token renewed if it is time, once."""
    await service.token()
    workspaces = service.world.connection.workspaces
    assert isinstance(workspaces, StoredWorkspaces)
    await workspaces._tokens.settled(f"slack:{service.stage.teams[0].id}")


async def stored(service: Service) -> str:
    [found] = await service.installed()
    return Vault([KEY]).open(found.secret).token


async def asks_who_ana_is(service: Service) -> str:
    team = service.stage.teams[0]
    service.world.forget_people()
    said = await service.world.connection.calls.read(f"slack:{team.id}", "users.info", {"user": team.user("ana")})
    return str(said["user"]["id"])


async def test_kept_with_the_next_try(refuse: Refuse) -> None:
    async with serving(rotation=True, start=SIX) as service:
        first = await installed(service)
        refuse(2)
        for now in (DUE, DUE + LATER):
            service.world.clock.travel(now)
            await tried(service)
        before = await service.token()

        assert before == first
        assert await service.renewed() == await stored(service) != first
        assert service.refreshed() == 1


async def test_kept_where_slack_called_the_one_before_expired_and_the_clock_does_not(refuse: Refuse) -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        first = await service.token()
        refuse(1)
        world.slack.faults.refuse("users.info", "token_expired")
        with pytest.raises(DeliveryError):
            await asks_who_ana_is(service)
        world.clock.travel(SIX + LATER)

        assert await asks_who_ana_is(service) == team.user("ana")
        assert await service.token() == await stored(service) != first
        assert service.refreshed() == 1


async def test_kept_where_the_clock_was_ahead_and_is_put_right(refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(rotation=True, start=SIX) as service:
        first = await installed(service)
        refuse(1)
        with monkeypatch.context() as ahead:
            ahead.setattr(tokens, "_EARLY", END - SIX)
            await tried(service)
        service.world.clock.travel(SIX + LATER)
        await tried(service)

        assert await service.token() == await stored(service) != first
        assert service.refreshed() == 1


async def test_not_taken_for_that_of_a_newer_installation(refuse: Refuse) -> None:
    async with serving(rotation=True, start=SIX) as service:
        await installed(service)
        refuse(1)
        service.world.clock.travel(DUE)
        await tried(service)
        service.world.clock.travel(END)
        await service.install(service.stage.teams[0].id)
        await tried(service)

        asked = service.world.slack.transcript.of("oauth.v2.access")
        [_, newest] = [one.response["access_token"] for one in asked if "code" in one.arguments]
        assert await service.token() == await stored(service) == newest
        assert service.refreshed() == 1


async def test_kept_at_the_end(refuse: Refuse) -> None:
    async with serving(rotation=True, start=SIX) as service:
        first = await installed(service)
        refuse(1)
        service.world.clock.travel(DUE)
        await tried(service)
        before = await stored(service)

        await service.world.connection.stop()

        assert before == first != await stored(service)
        assert service.refreshed() == 1


async def test_end_says_which_workspace_has_to_install_it_again(refuse: Refuse) -> None:
    async with serving(rotation=True, start=SIX) as service:
        await installed(service)
        refuse(2)
        service.world.clock.travel(DUE)
        await tried(service)

        with capture_logs() as logs:
            await service.world.connection.stop()

        lost = "a token is not kept: once the old one ends, Askaday has to be installed there again"
        assert [line["workspace"] for line in logs if line["event"] == lost] == [f"slack:{service.stage.teams[0].id}"]


async def test_end_leaves_alone_what_another_process_has_renewed_meanwhile(refuse: Refuse) -> None:
    async with serving(rotation=True, start=SIX) as service:
        await installed(service)
        refuse(1)
        service.world.clock.travel(DUE)
        await tried(service)
        service.world.clock.travel(END)
        # Its refresh token is another one, as if another process had kept it.
        await service.install(service.stage.teams[0].id)
        newer = await stored(service)

        await service.world.connection.stop()

        assert await stored(service) == newer
        assert service.refreshed() == 1


async def test_who_calls_slack_hears_of_it_as_of_trouble_that_passes(refuse: Refuse) -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.begin(service.stage.teams[0])
        refuse(1)
        service.world.clock.travel(END)

        with pytest.raises(DeliveryError) as raised:
            await asks_who_ana_is(service)

        error = raised.value
        assert (error.permanent, error.scope) == (False, Scope.WORKSPACE)
        assert str(error) == "Askaday's token cannot be had: The server is away."


@pytest.mark.parametrize("way", ["get", "renewed", "named", "all"])
async def test_where_no_installation_can_be_read_that_is_trouble_that_passes(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(rotation=True, start=SIX) as service:
        await installed(service)
        workspaces = service.world.connection.workspaces

        async def away(*_work: object) -> None:
            raise StoreError("The server is away.")

        asked = [] if way == "all" else [f"slack:{service.stage.teams[0].id}"]
        with monkeypatch.context() as changed:
            changed.setattr(service.store, "call", away)
            with pytest.raises(DeliveryError) as raised:
                await getattr(workspaces, way)(*asked)

        assert (raised.value.permanent, raised.value.scope) == (False, Scope.WORKSPACE)
