"""Tokens of workspaces that installed it: kept encrypted, and renewed before they end."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.slack.connect.stored_workspaces import StoredWorkspaces
from adapters.slack.connect.vault import Vault, new_key
from bot.errors import AskadayError, DeliveryError
from tests.waiting import PATIENCE, until
from tests.worlds.slack_service import KEY, Service, running, serving, staged

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

SIX = datetime(2026, 12, 7, 6, tzinfo=UTC)
NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
#: A token that was given at six is renewed from four in the afternoon on, and ends at six in the evening.
DUE, END = SIX + timedelta(hours=10), SIX + timedelta(hours=12)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."


async def test_no_secret_stands_in_the_database_in_the_clear() -> None:
    async with serving(rotation=True) as service:
        stage = service.stage
        await service.install(stage.teams[0].id)

        dump = await service.store.call(lambda tx: "\n".join(tx.connection.iterdump()))  # type: ignore[attr-defined]  # SQLite's own
        [installed] = await service.installed()
    secrets = [*stage.slack.state.tokens, Vault([KEY]).open(installed.secret).refresh_token]
    secrets += [stage.app.client_secret, stage.app.signing_secret, KEY]
    assert [secret for secret in secrets if secret in dump] == []
    assert "xox" not in dump


async def test_token_is_renewed_in_the_middle_of_a_round() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        await world.at(NINE)
        [card] = world.cards(team)
        before = service.refreshed()
        world.clock.travel(DUE)
        answered = await world.reply(team.user("ana"), FULL, card)
        reactions = world.slack.state.message(card.channel, answered).reactions
        await world.at(FIVE)

        refreshed = service.refreshed()
    assert (before, refreshed) == (0, 1)
    assert reactions == {"eyes": [team.bot_user]}
    assert service.shown(team) == ["Closed", "Revealed"]


async def test_token_is_renewed_for_a_message_that_nobody_asked_for() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)

        await world.at(NINE + timedelta(days=2))

        assert service.refreshed() == 1
        # Which of the two comes first is nobody's rule: the question, and that two were missed.
        assert sorted(service.shown(team)) == ["2", "Question"]


async def test_token_is_renewed_once_for_all_who_wait_for_it() -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        service.world.clock.travel(END)

        found = await asyncio.gather(*(service.token() for _ in range(5)))

        assert (service.refreshed(), len(set(found))) == (1, 1)


async def test_nobody_waits_for_the_next_token_while_theirs_is_good() -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        first = await service.token()
        service.world.clock.travel(DUE)
        service.world.slack.faults.hold("oauth.v2.access")

        found = [await service.token() for _ in range(5)]
        service.world.slack.faults.let_go()

        assert found == [first] * 5
        assert await service.renewed() != first
        assert service.refreshed() == 1


async def test_new_token_is_kept_although_nobody_waits_for_it_any_more() -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        first = await service.token()
        service.world.clock.travel(END)
        service.world.slack.faults.hold("oauth.v2.access")
        waiting = asyncio.create_task(service.token())
        await until(lambda: service.world.slack.faults.happened["delay"])
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        service.world.slack.faults.let_go()
        await service.world.connection.stop()

        [installed] = await service.installed()
        assert Vault([KEY]).open(installed.secret).token != first
        assert service.refreshed() == 1


async def test_nothing_is_known_of_a_token_whose_installation_has_ended() -> None:
    async with serving(rotation=True, start=SIX) as service:
        workspace = f"slack:{service.stage.teams[0].id}"
        await service.install(service.stage.teams[0].id)
        service.world.clock.travel(DUE)
        workspaces = service.world.connection.workspaces
        assert isinstance(workspaces, StoredWorkspaces)
        lock = await service.store.locks.acquire(f"token of {workspace}")
        await service.token()

        await service.store.call(lambda tx: tx.upkeep.purge(workspace))
        await workspaces.forget(workspace)
        await lock.release()
        with capture_logs() as logs:
            await workspaces.finish()

        assert (logs, workspaces._tokens.refusal(workspace)) == ([], None)


async def test_after_the_end_only_tokens_that_have_ended_are_renewed() -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        first = await service.token()
        await service.world.connection.stop()

        service.world.clock.travel(DUE)
        still = await service.renewed(), service.refreshed()
        service.world.clock.travel(END)
        last = await service.token(), service.refreshed()

    assert still == (first, 0)
    assert (last[0] != first, last[1]) == (True, 1)


async def renewal_at_slack(service: Service) -> asyncio.Task[str]:
    """Have the token renewed, and give the renewal once Slack has it; it is held there."""
    faults = service.world.slack.faults
    before = faults.happened["delay"]
    faults.hold("oauth.v2.access")
    waiting = asyncio.create_task(service.token())
    await until(lambda: faults.happened["delay"] > before)
    return waiting


async def test_end_gives_a_renewal_up_that_does_not_end() -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        service.world.clock.travel(END)
        workspaces = service.world.connection.workspaces
        assert isinstance(workspaces, StoredWorkspaces)
        waiting = await renewal_at_slack(service)

        await asyncio.wait_for(workspaces._tokens.finish(patience=0), PATIENCE)
        service.world.slack.faults.let_go()

        with pytest.raises(asyncio.CancelledError):
            await waiting


async def test_installation_that_ends_while_its_token_is_renewed_stays_ended() -> None:
    async with serving(rotation=True, start=SIX) as service:
        workspace = f"slack:{service.stage.teams[0].id}"
        await service.install(service.stage.teams[0].id)
        service.world.clock.travel(END)
        waiting = await renewal_at_slack(service)

        await service.store.call(lambda tx: tx.upkeep.purge(workspace))
        service.world.slack.faults.let_go()
        with pytest.raises(DeliveryError, match="Askaday is not installed"):
            await waiting

        assert await service.installed() == []


async def test_newer_installation_is_not_undone_by_the_renewal_of_an_older_one() -> None:
    async with serving(rotation=True, start=SIX) as service:
        team = service.stage.teams[0]
        await service.install(team.id)
        service.world.clock.travel(END)
        waiting = await renewal_at_slack(service)

        await service.install(team.id)
        service.world.slack.faults.let_go()
        await waiting

        asked = service.world.slack.transcript.of("oauth.v2.access")
        [_, newest] = [one.response["access_token"] for one in asked if "code" in one.arguments]
        assert await service.token() == newest


async def test_token_that_slack_does_not_renew_yet_is_used_to_its_end() -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        first = await service.token()
        service.world.slack.faults.refuse("oauth.v2.access", "internal_error", times=6)
        service.world.clock.travel(DUE)

        with capture_logs() as logs:
            used = [await service.renewed() for _ in range(3)]
            service.world.clock.travel(DUE + MINUTE)
            used += [await service.renewed() for _ in range(3)]
            asked = len(service.world.slack.transcript.of("oauth.v2.access"))
            service.world.clock.travel(DUE + 2 * MINUTE)
            last = await service.renewed()

    assert used == [first] * 6
    assert last != first
    assert asked == 7
    assert [line["event"] for line in logs] == ["a token was not renewed"]


async def test_renewal_whose_reply_is_lost_is_asked_for_again_at_once() -> None:
    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        first = await service.token()
        service.world.slack.faults.drop("oauth.v2.access", times=2, takes_effect=True)
        service.world.clock.travel(DUE)

        second = await service.renewed()
        service.world.clock.travel(DUE + timedelta(hours=10))

        assert await service.renewed() not in {first, second}
    assert service.refreshed() == 4


async def test_call_whose_token_ended_under_way_is_made_with_the_next_one() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        world.slack.faults.drop("oauth.v2.access", takes_effect=True)
        world.slack.faults.hold("users.info")
        held = world.slack.faults.happened["delay"]
        asked = asyncio.create_task(
            world.connection.calls.read(f"slack:{team.id}", "users.info", {"user": team.user("ana")})
        )
        await until(lambda: world.slack.faults.happened["delay"] > held)
        world.clock.travel(DUE)
        await service.renewed()
        world.slack.faults.let_go()

        assert (await asked)["user"]["id"] == team.user("ana")


async def test_token_that_has_ended_earlier_than_the_clock_said_is_renewed_for_the_call() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        first = await service.token()
        world.forget_people()
        world.slack.faults.refuse("users.info", "token_expired")

        found = await world.connection.calls.read(f"slack:{team.id}", "users.info", {"user": team.user("ana")})

        assert found["user"]["id"] == team.user("ana")
        assert (await service.token() != first, service.refreshed()) == (True, 1)


async def test_token_that_never_ends_is_not_renewed_whatever_slack_says_of_it() -> None:
    async with serving() as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        world.slack.faults.refuse("users.info", "token_expired")

        with pytest.raises(DeliveryError, match="token_expired"):
            await world.connection.calls.read(f"slack:{team.id}", "users.info", {"user": team.user("ana")})

        assert service.refreshed() == 0


async def test_call_that_slack_refused_waits_for_the_token_that_is_on_its_way() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        world.slack.faults.drop("oauth.v2.access", takes_effect=True)
        world.slack.faults.hold("oauth.v2.access", takes_effect=True)
        world.clock.travel(DUE)
        await service.token()
        # Two tokens came after the one that is used: it has ended before anybody knows of them.
        await until(lambda: service.refreshed() == 2)
        about = {"user": team.user("ana")}
        asked = asyncio.create_task(world.connection.calls.read(f"slack:{team.id}", "users.info", about))
        await until(lambda: [one for one in world.slack.transcript.of("users.info") if one.arguments == about])
        world.slack.faults.let_go()

        assert (await asked)["user"]["id"] == team.user("ana")


async def test_old_key_still_opens_and_is_replaced(tmp_path: Path) -> None:
    newer = new_key()
    async with staged(database=tmp_path / "askaday.db") as stage:
        async with running(stage) as service:
            await service.install(stage.teams[0].id)
            [before] = await service.installed()
            first = await service.token()

        stage.keys = (newer, KEY)
        async with running(stage) as service:
            [after] = await service.installed()
        stage.keys = (newer,)
        async with running(stage) as service:
            last = await service.token()
        stage.keys = (KEY,)
        with pytest.raises(AskadayError, match="No key of ASKADAY_SECRET_KEYS opens a stored token"):
            async with running(stage):
                pass
    assert before.secret != after.secret
    assert last == first


@pytest.mark.parametrize(
    ("keys", "said"),
    [((), "ASKADAY_SECRET_KEYS is needed"), (("too short",), "ASKADAY_SECRET_KEYS holds something that is no key")],
)
async def test_keys_that_are_none_are_named(keys: tuple[str, ...], said: str) -> None:
    async with staged() as stage:
        stage.keys = keys

        with pytest.raises(AskadayError, match=said):
            async with running(stage):
                pass
