"""Slack over HTTP: signed requests, whole rounds, and what strangers get to see."""

import json
import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from adapters.slack.connect.access import HttpAccess, SlackAccess
from adapters.slack.connect.http_mode import EVENTS_PATH
from adapters.slack.connection import SlackConnection
from bot.bootstrap import Connections, build
from bot.errors import AskadayError
from bot.ports.clock import TravelClock
from tests.memory_store import memory_store
from tests.servers.fake_slack import FakeSlack, Rules
from tests.waiting import PATIENCE
from tests.worlds.builders import MONDAY, Packs, options, without_word_of_words
from tests.worlds.slack import CHANNEL, PEOPLE, SlackWorld
from tests.worlds.slack_service import running, serving, staged

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIVE = datetime(2026, 12, 7, 17, tzinfo=UTC)
FULL = "It stores turquoise lanterns. Elephants guard marble gates."
#: Seconds for which Slack's requests are good.
GOOD = 300


async def test_round_is_played_in_two_workspaces_by_two_processes(tmp_path: Path) -> None:
    async with staged(database=tmp_path / "askaday.db") as stage:
        async with running(stage) as service:
            for team in stage.teams:
                await service.begin(team)
            await service.world.at(NINE)
            stage.slack.faults.repeat_events(4)
            for team in stage.teams:
                [card] = service.world.cards(team)
                await service.world.reply(team.user("ana"), FULL, card)
        async with running(stage) as again:
            for team in stage.teams:
                [card] = again.world.cards(team)
                await again.world.reply(team.user("bo"), "It stores drums.", card)
            drill = await again.world.command(
                stage.teams[1].user("bo"), "", "/aws-quiz", stage.teams[1].channel(CHANNEL)
            )
            await again.world.at(FIVE)

            shown = [again.shown(team) for team in stage.teams]
            answers = [await again.answers(team) for team in stage.teams]
    assert drill.acknowledged
    assert shown == [["Closed", "Revealed"]] * 2
    assert answers == [[(team.user("ana"), FULL), (team.user("bo"), "It stores drums.")] for team in stage.teams]


@pytest.fixture
async def single() -> AsyncIterator[SlackWorld]:
    """Serve one workspace, whose token is in the settings."""
    clock = TravelClock(MONDAY)
    async with FakeSlack(clock=clock, rules=Rules(message_pace=0, tiers=False, ack_seconds=PATIENCE)) as slack:
        app = slack.add_app(request_url="http://127.0.0.1:1/")
        team = slack.add_workspace("team", people=PEOPLE, channels=(CHANNEL,), app=app)
        boss = slack.add_user(team, "boss", is_admin=True)
        team.channels[team.channel(CHANNEL)].members.add(boss)
        http = HttpAccess(app.signing_secret)
        store = memory_store()
        access = SlackAccess([team.bot_token], "", "eyes", slack.base_url, 0.0, 0.05, http=http)
        connection = SlackConnection(access, store, clock)
        bot = build(options(), {"slack": connection.messenger}, store=store, packs=Packs(), clock=clock)
        without_word_of_words(bot)
        connections = Connections([connection], "127.0.0.1", 0)
        world = SlackWorld(bot, connection, slack, clock, [team], connections)
        await connections.start(bot)
        app.request_url = f"{world.address}{EVENTS_PATH}"
        yield world
        await connections.stop()
        await connections.close()
        await store.close()


async def test_round_is_played_in_one_workspace_without_installations(single: SlackWorld) -> None:
    boss = single.person("boss")
    await single.command(boss, "setup")
    await single.more(boss)
    form = {"zone": "UTC", "at": "09:00", "packs": ["basics"], "closes": "at 17:00", "channel": single.channel}
    saved = await single.submit(boss, form)
    await single.at(NINE)
    await single.reply(single.person("ana"), FULL)
    await single.at(FIVE)

    async with (
        aiohttp.ClientSession() as browser,
        browser.get(f"{single.address}/slack/install") as page,
    ):
        status = page.status
    assert (saved.error, saved.errors) == (None, {})
    assert await single.answers() == [(single.person("ana"), FULL)]
    assert [card.text.split()[0] for card in single.cards()] == ["Closed:", "Revealed:"]
    assert status == 404


@pytest.mark.parametrize(("age", "status"), [(0, 200), (GOOD + 10, 401)])
async def test_request_that_is_sent_later_again_is_refused(single: SlackWorld, age: int, status: int) -> None:
    [secret] = [app.signing_secret for app in single.slack.state.apps.values() if app.request_url]
    body = json.dumps({"type": "url_verification", "challenge": "c1"})
    then = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=then, body=body) or ""
    headers = {
        "X-Slack-Request-Timestamp": then,
        "X-Slack-Signature": signature,
        "Content-Type": "application/json",
    }

    async with (
        aiohttp.ClientSession() as replayer,
        replayer.post(f"{single.address}{EVENTS_PATH}", data=body, headers=headers) as answer,
    ):
        answered = answer.status

    assert answered == status


@pytest.mark.parametrize("headers", [{}, {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"}])
async def test_request_that_is_not_signed_is_refused(single: SlackWorld, headers: dict[str, str]) -> None:
    async with (
        aiohttp.ClientSession() as stranger,
        stranger.post(f"{single.address}{EVENTS_PATH}", data="{}", headers=headers) as answer,
    ):
        status = answer.status

    assert status == 401


async def test_request_that_says_too_much_is_refused(single: SlackWorld) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 100_000

    async with (
        aiohttp.ClientSession() as stranger,
        stranger.post(f"{single.address}{EVENTS_PATH}", data=endless()) as answer,
    ):
        status = answer.status

    assert status == 413


async def test_url_of_the_app_passes_the_handshake() -> None:
    async with serving() as service:
        assert await service.world.slack.verify_request_url(service.stage.app)


async def test_sign_of_life_and_unknown_pages() -> None:
    async with (
        serving() as service,
        aiohttp.ClientSession() as browser,
        browser.get(f"{service.address}/healthz") as health,
        browser.get(f"{service.address}/") as other,
    ):
        found = (health.status, await health.text(), other.status)

    assert found == (200, "ok", 404)


async def test_port_that_is_taken_is_named(single: SlackWorld) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        http = HttpAccess("8f742231b10e8888abcd99yyyzzz85a5")
        access = SlackAccess([single.team.bot_token], base_url=single.slack.base_url, http=http)
        connection = SlackConnection(access, single.app.store, single.clock)
        connections = Connections([connection], "127.0.0.1", port)

        with pytest.raises(AskadayError, match=f"at 127.0.0.1, port {port}: Address already in use. ASKADAY_HTTP_HOST"):
            await connections.start(single.app)

        await connections.stop()
        await connections.close()
