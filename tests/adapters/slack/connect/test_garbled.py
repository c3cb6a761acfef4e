"""Answers with status 200 that Slack would never give, as proxies do: ridden out like a server error, everywhere."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.slack.connect.access import SlackAccess
from adapters.slack.connection import SlackConnection
from bot.errors import DeliveryError
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from bot.services.lifecycle import Lifecycle
from tests.memory_store import memory_store
from tests.servers.fake_slack import FakeSlack, Rules
from tests.waiting import PATIENCE, until
from tests.worlds.builders import MONDAY
from tests.worlds.slack import RESTLESS, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
GARBLED: dict[str, dict[str, Any]] = {
    "a page of HTML": {},
    "a page of HTML as JSON": {"content_type": "application/json"},
    "HTML as text": {"content_type": "text/plain"},
    "truncated JSON": {"body": b'{"ok": true, "ts": "17', "content_type": "application/json"},
    "nothing": {"body": b"", "content_type": "application/json"},
    "nothing as text": {"body": b"", "content_type": "text/plain"},
    "a list": {"body": b"[]", "content_type": "application/json"},
    "a list of things": {"body": b"[1]", "content_type": "application/json"},
    "null": {"body": b"null", "content_type": "application/json"},
    "a number": {"body": b"200", "content_type": "application/json"},
    "a text": {"body": b'"ok"', "content_type": "application/json"},
    "bytes that are no text": {"body": b'{"ok": "\xff\xfe"}', "content_type": "application/json"},
    "nested without end": {"body": b"[" * 100_000, "content_type": "application/json"},
    "an archive": {"body": b"\x1f\x8b", "content_type": "application/gzip"},
}


@pytest.mark.parametrize("shown", GARBLED.values(), ids=GARBLED.keys())
async def test_answer_that_is_no_object_of_slacks_passes(shown: dict[str, Any]) -> None:
    async with FakeSlack(rules=Rules(message_pace=0, tiers=False)) as slack:
        team = slack.add_workspace("acme", people=("ana",), channels=("general",))
        store = memory_store()
        access = SlackAccess([team.bot_token], slack.app.app_token, "eyes", slack.base_url, 0.0, 0.05)
        connection = SlackConnection(access, store, TravelClock(MONDAY))
        refused = []
        for method, work in (
            ("auth.test", connection.workspaces.all),
            ("users.info", lambda: connection.members.person(f"slack:{team.id}", team.user("ana"))),
        ):
            slack.faults.garble(method, **shown)
            with pytest.raises(DeliveryError) as caught:
                await work()
            refused.append(caught.value.permanent)
        installed = await connection.workspaces.all()
        person = await connection.members.person(f"slack:{team.id}", team.user("ana"))
        await connection.close()
        await store.close()

    assert (refused, list(installed), person.name) == ([False, False], [f"slack:{team.id}"], "ana")


@pytest.mark.parametrize("shown", GARBLED.values(), ids=GARBLED.keys())
async def test_start_goes_on_where_slacks_first_answers_are_garbled(shown: dict[str, Any]) -> None:
    async with slack_world(connect=False, ping=RESTLESS) as world:
        world.slack.faults.garble("auth.test", **shown)
        world.slack.faults.garble("apps.connections.open", 2, **shown)

        await world.connection.start(world.app)
        async with asyncio.timeout(PATIENCE):
            await world.slack.sockets.wait_connected(world.slack.app)

        assert list(await world.connection.workspaces.all()) == [f"slack:{world.team.id}"]


@pytest.mark.parametrize("shown", [GARBLED["HTML as text"], GARBLED["truncated JSON"], GARBLED["an archive"]])
async def test_card_whose_answer_was_garbled_stands_once_after_the_next_try(shown: dict[str, Any]) -> None:
    async with slack_world() as world:
        await world.set_up()
        world.slack.faults.garble("chat.postMessage", **shown)
        await world.at(NINE)
        early = len(world.slack.bot_messages(world.channel))

        await world.at(NINE + timedelta(minutes=2))

        assert (early, len(world.slack.bot_messages(world.channel))) == (0, 1)


async def test_app_token_that_is_good_no_more_is_the_end_of_slack() -> None:
    async with slack_world(ping=RESTLESS) as world:
        gone = asyncio.create_task(world.connection.gone())
        world.slack.faults.refuse("apps.connections.open", "invalid_auth", times=1000)
        await world.slack.sockets.cut(world.slack.app)

        reason = await asyncio.wait_for(gone, PATIENCE)

    assert str(reason) == (
        'SLACK_APP_TOKEN: Slack does not accept it (invalid_auth). Under "Basic Information", App-Level Tokens, '
        "generate one with connections:write, and set it."
    )


async def test_mistake_while_finding_out_what_the_tokens_are_for_is_logged_and_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.slack.connection._FIRST_WAIT", 0.01)
    async with slack_world(connect=False) as world:
        world.slack.faults.garble("auth.test")
        back, tried = Lifecycle.workspace_back, list[str]()

        def fail_once(self: Lifecycle, tx: Transaction, workspace: str) -> None:
            tried.append(workspace)
            if len(tried) == 1:
                raise ZeroDivisionError
            back(self, tx, workspace)

        monkeypatch.setattr(Lifecycle, "workspace_back", fail_once)
        with capture_logs() as logs:
            await world.connection.start(world.app)
            await until(lambda: len(tried) == 2)

    assert "Askaday failed at finding out what the tokens are for" in [entry["event"] for entry in logs]
