"""Requests that are given up while Discord's limit for all of them holds: the library forgets that it passes."""

import asyncio
import threading
from typing import Any, cast

import pytest

from adapters.discord.connect import client
from tests.servers.fake_discord import Fault
from tests.waiting import PATIENCE, until
from tests.worlds.discord import discord_world, shown


async def test_request_that_is_given_up_while_all_have_to_wait_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "_LONGEST_WAIT", 0.5)
    met, clear = asyncio.Event(), client._GlobalLimitOver.clear

    def noted(over: client._GlobalLimitOver) -> None:
        clear(over)
        met.set()

    monkeypatch.setattr(client._GlobalLimitOver, "clear", noted)
    async with discord_world() as world:
        messenger = world.connection.messenger
        world.discord.faults.plan("GET /guilds/{guild_id}", Fault("global limit", seconds=0.4))

        asking = asyncio.create_task(messenger.is_reached(world.workspace))
        await asyncio.wait_for(met.wait(), PATIENCE)
        asking.cancel()
        await asyncio.wait({asking})

        assert asking.cancelled()
        assert await messenger.is_reached(world.workspace)


async def test_limit_that_is_met_again_is_waited_for_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_LONGEST_WAIT", 1000.0)
    over = client._GlobalLimitOver()
    over.clear()
    first = over._letting_go

    over.clear()

    assert first is not None
    assert over._letting_go is not None
    assert (first.cancelled(), over._letting_go.cancelled()) == (True, False)
    over._letting_go.cancel()


async def test_who_waits_for_an_answer_gets_it_although_the_token_is_refused_meanwhile() -> None:
    async with discord_world() as world:
        gate, connection = threading.Event(), cast("Any", world.connection)
        held = asyncio.create_task(world.app.call(lambda _tx: gate.wait(20)))

        asked = await world.discord.command(world.people["ana"], world.place, "qotd me")
        world.discord.faults.plan("GET /guilds/{guild_id}", Fault("status", status=401))
        await connection.messenger.is_reached(world.workspace)
        # It is over at once where nobody is waited for.
        closed, _ = await asyncio.wait({connection._closing}, timeout=0.5)
        gate.set()
        await held
        await until(lambda: shown(asked.message))

        assert closed == set()
        await until(lambda: connection.is_ready and connection._closing is None)
