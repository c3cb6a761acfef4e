"""Tokens that Slack refuses to renew: who is told, what is kept meanwhile, and how it ends."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.slack.connect.access import HttpAccess, SlackAccess
from adapters.slack.connect.stored_workspaces import StoredWorkspaces
from adapters.slack.connect.tokens import Credentials
from adapters.slack.connection import SlackConnection
from adapters.storage.sqlite.store import SqliteStore
from bot.cards.samples import cards
from bot.domain.question import Choice
from bot.domain.rounds import Form
from bot.domain.series import AnswerMode, ChannelLoss, SeriesState
from bot.errors import DeliveryError, StoreError
from tests.worlds.builders import pack, question
from tests.worlds.slack import CHANNEL
from tests.worlds.slack_service import running, serving, staged

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

SIX = datetime(2026, 12, 7, 6, tzinfo=UTC)
NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
#: A token that was given at six is renewed from four in the afternoon on, and ends at six in the evening.
DUE, END = SIX + timedelta(hours=10), SIX + timedelta(hours=12)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
INSTALL_AT = "https://askaday.example.com/slack/install"
SAID = "Slack refused: it no longer renews Askaday's token: install Askaday again (invalid_refresh_token)."
KEPT = "until then replies in threads and quick answers are kept."
HOW = f"If its log says invalid_refresh_token, open {INSTALL_AT}; {KEPT}"
REFUSED = f"{SAID} {HOW}"
CHOICES = (Choice("lanterns", right=True), Choice("drums"))
FULL = "It stores turquoise lanterns. Elephants guard marble gates."


async def test_refusal_that_was_not_told_for_trouble_of_the_store_is_told_at_the_next_one() -> None:
    told: list[str] = []

    async def tell(workspace: str, _error: DeliveryError, _ends_at: datetime) -> None:
        told.append(workspace)
        if len(told) == 1:
            raise StoreError

    async with serving(rotation=True, start=SIX) as service:
        await service.install(service.stage.teams[0].id)
        workspaces = service.world.connection.workspaces
        assert isinstance(workspaces, StoredWorkspaces)
        workspaces.on_refused(tell)
        first = await service.token()
        service.world.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token", times=2)
        with capture_logs() as logs:
            service.world.clock.travel(DUE)
            used = [await service.renewed()]
            service.world.clock.travel(DUE + MINUTE)
            used.append(await service.renewed())

    assert used == [first] * 2
    assert [line["event"] for line in logs] == [
        "a token was not renewed",
        "nobody was told that a token is not renewed",
    ]
    assert told == [f"slack:{service.stage.teams[0].id}"] * 2


async def test_refusal_after_a_new_installation_is_told_and_logged_anew() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        counts = []
        with capture_logs() as logs:
            for due in (DUE, DUE + MINUTE + timedelta(hours=10)):
                world.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token")
                world.clock.travel(due)
                await service.renewed()
                await world.at(due)
                counts.append(len(world.slack.bot_messages(world.slack.direct_message(team.user("boss")))))
                world.clock.travel(due + MINUTE)
                await service.install(team.id)
                found = [one.text for one in await world.connection.check([], {}) if one.is_wrong]
                assert found == []

    assert counts == [1, 2]
    assert [line["event"] for line in logs].count("a token was not renewed") == 2


async def test_refresh_token_that_was_used_up_in_vain_is_told_in_time_and_loses_nothing() -> None:
    # The token ends at four, and the question closes at five.
    async with serving(rotation=True, start=SIX - timedelta(hours=2)) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        await world.at(NINE)
        [card] = world.cards(team)
        world.slack.faults.drop("oauth.v2.access", takes_effect=True)
        world.slack.faults.drop("oauth.v2.access", times=2)
        await world.reply(team.user("bo"), FULL, card)
        world.clock.travel(DUE - timedelta(hours=2))
        await service.renewed()
        await world.at(DUE - timedelta(hours=1))
        told = world.slack.bot_messages(world.slack.direct_message(team.user("boss")))
        found = [one.text for one in await world.connection.check(await service.series(team), {}) if one.is_wrong]

        await world.at(FIVE - MINUTE)
        await world.reply(team.user("ana"), FULL, card)
        await world.at(FIVE + MINUTE)
        await world.at(NINE + timedelta(days=1))
        gone = service.shown(team)
        await service.install(team.id)
        await world.at(NINE + timedelta(days=1, minutes=1))

        answers = sorted(await service.answers(team))
        shown = service.shown(team)

    assert [f"{SAID} Ask somebody who may install apps to open {INSTALL_AT}" in one.text for one in told] == [True]
    assert found == [f"slack:{team.id}: {REFUSED}"]
    assert gone == ["Question"]
    assert answers == [(team.user("ana"), FULL), (team.user("bo"), FULL)]
    assert shown == ["Closed", "Revealed"]


async def test_private_answers_are_taken_where_a_token_has_ended() -> None:
    # The token ends at four, and the question closes at five.
    async with serving(rotation=True, start=SIX - timedelta(hours=2)) as service:
        world, team = service.world, service.stage.teams[0]
        packs: Any = world.app.services.drill_pool.packs
        packs.held["basics"] = pack(question(1, choices=CHOICES))
        await service.install(team.id)
        service.stage.invite(team)
        await world.set_up(team, answer_mode=AnswerMode.SEALED, form=Form.BOTH)
        await world.at(NINE)
        [card] = world.cards(team)
        ana, bo, boss = (team.user(name) for name in ("ana", "bo", "boss"))
        await world.press(ana, card, "answer")
        world.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token")
        world.clock.travel(FIVE - MINUTE)
        world.forget_people()

        await world.submit(ana, {"text": FULL})
        await world.press(bo, card, "quick")
        await world.press(bo, world.slack.ephemerals(bo)[0], "a")
        await world.press(boss, card, "answer")
        await world.press(boss, card, "flag")
        seen = await service.store.call(lambda tx: tx.members.names(f"slack:{team.id}"))
        await service.install(team.id)
        await world.at(FIVE + MINUTE)

        answers = sorted(member for member, _ in await service.answers(team))

    assert answers == [ana, bo]
    assert seen == {ana: "ana", bo: "bo", boss: "boss"}
    no_form = "Askaday cannot open a form here"
    later = "Trying again does not help before that is put right."
    assert world.whispered(boss) == [
        f"{no_form}; where a question has Quick answer, that still works. {SAID}\n{later}",
        f"{no_form}. {SAID}\n{later}",
    ]


async def test_doctor_looks_at_the_other_workspaces_where_one_token_has_ended() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, (ended, good) = service.world, service.stage.teams
        await service.install(ended.id)
        world.clock.travel(END)
        await service.install(good.id)
        world.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token", times=9)

        found = [one.text for one in await world.connection.check([], {}, question(1))]

    assert [one for one in found if ended.id in one or good.id in one] == [
        f"slack:{ended.id}: {REFUSED}",
        f"The token for slack:{good.id} is good",
    ]
    assert [one for one in found if "card" in one] == [f"Slack takes a card of each kind ({len(cards(question(1)))})"]


@pytest.mark.parametrize("now", [DUE, END])
async def test_token_is_not_used_up_by_who_cannot_keep_the_next_one(now: datetime, tmp_path: Path) -> None:
    path = tmp_path / "askaday.db"
    async with staged(rotation=True, start=SIX, database=path) as stage:
        async with running(stage) as service:
            await service.install(stage.teams[0].id)
        stage.clock.travel(now)
        looking, app = SqliteStore.open(path, read_only=True), stage.app
        http = HttpAccess(
            app.signing_secret,
            Credentials(app.client_id, app.client_secret),
            stage.keys,
            INSTALL_AT.removesuffix("/slack/install"),
        )
        access = SlackAccess([], "", "eyes", stage.slack.base_url, http=http)
        doctor = SlackConnection(access, looking, stage.clock, looking.locks)
        found = next(one.text for one in await doctor.check([], {}))
        await doctor.close()
        await looking.close()
        asked = service.refreshed()
        stage.clock.travel(now + timedelta(minutes=5))
        async with running(stage) as service:
            before = await service.installed()
            await service.renewed()
            after = await service.installed()

    workspace = f"slack:{stage.teams[0].id}"
    assert asked == 0
    unable = "Askaday's token is not renewed: only a running Askaday does that, where its database can be written."
    assert found == (f"The token for {workspace} is good" if now == DUE else f"{workspace}: {unable} {HOW}")
    assert before != after


async def test_people_come_and_go_where_a_token_has_ended() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        channel = team.channel(CHANNEL)
        world.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token", times=99)
        world.clock.travel(END)

        cid = world.slack.add_user(team, "cid")
        await world.slack.join(cid, channel)
        await world.slack.leave(team.bot_user, channel)
        await world.settled()
        [series] = await service.series(team)
        met = await service.store.call(lambda tx: tx.contacts.of_member(series.workspace, cid))

        assert series.pause_reason == ChannelLoss.REMOVED.value
        assert met is not None


async def test_token_that_cannot_be_renewed_pauses_the_series_once() -> None:
    async with serving(rotation=True, start=SIX) as service:
        world, team = service.world, service.stage.teams[0]
        await service.begin(team)
        world.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token", times=99)

        with capture_logs() as logs:
            await world.at(NINE + timedelta(days=1))
            await world.at(NINE + timedelta(days=2))
        [series] = await service.series(team)

    assert series.state is SeriesState.PAUSED
    assert series.pause_reason == SAID
    assert [line["event"] for line in logs].count("a token was not renewed") == 1
    assert service.shown(team) == []
