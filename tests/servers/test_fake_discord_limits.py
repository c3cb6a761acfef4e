"""The fake Discord's limits of requests, and what discord.py and Askaday make of them."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest

from adapters.discord.connect.delivery_errors import delivering
from bot.errors import DeliveryError
from bot.ports.clock import TravelClock
from tests.servers.discord_stage import Stage, staged
from tests.servers.fake_discord import FakeDiscord, Fault, Rules

SEND = "POST /channels/{channel_id}/messages"


async def asked(session: aiohttp.ClientSession, method: str, address: str, body: Any = None) -> tuple[int, Any, Any]:
    async with session.request(method, address, json=body) as answer:
        return answer.status, answer.headers.copy(), await answer.json()


@pytest.mark.parametrize("kind", ["channel", "thread"])
async def test_third_name_within_ten_minutes_has_to_wait(kind: str) -> None:
    clock = TravelClock(datetime.fromisoformat("2026-12-07T09:00:00+00:00"))
    async with FakeDiscord(clock=clock) as server:
        owner = server.add_user("ann")
        guild = server.add_guild("Rockets", owner)
        place = server.add_channel(guild, "general")
        app = server.add_app()
        server.invite(app, guild)
        guild.owner_id = app.user.id
        if kind == "thread":
            place = server.backend.start_thread(place, None, "Question", app.user.id, 1440)
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {app.token}"}) as session:
            address = f"{server.address}/api/v10/channels/{place.id}"
            for name in ("one", "two"):
                assert (await asked(session, "PATCH", address, {"name": name}))[0] == 200
                clock.travel(clock.now() + timedelta(minutes=1))

            status, headers, said = await asked(session, "PATCH", address, {"name": "three"})
            assert (status, said) == (
                429,
                {"message": "You are being rate limited.", "retry_after": 480.0, "global": False},
            )
            assert (headers["Retry-After"], place.name) == ("480.0", "two")
            # Everything else of it may change.
            assert (await asked(session, "PATCH", address, {"name": "two"}))[0] == 200

            clock.travel(clock.now() + timedelta(minutes=8))
            assert (await asked(session, "PATCH", address, {"name": "three"}))[0] == 200


async def test_third_name_is_given_up_by_the_client_that_would_wait_too_long() -> None:
    async with staged() as stage:
        stage.client.http.max_ratelimit_timeout = 5.0
        message = await stage.channel(stage.text).send("Question")
        thread = await message.create_thread(name="Answers")
        await thread.edit(name="two")
        await thread.edit(name="three")

        with pytest.raises(DeliveryError) as refused, delivering():
            await thread.edit(name="four")

    assert (refused.value.permanent, 590 < (refused.value.retry_after or 0) <= 600) == (False, True)


async def test_requests_of_all_routes_together_are_limited() -> None:
    async with FakeDiscord(rules=Rules(limits=True, bucket_size=100, global_size=3)) as server:
        app = server.add_app()
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {app.token}"}) as session:
            paths = ("/users/@me", "/gateway/bot", "/applications/@me", "/users/1")
            answers = [await asked(session, "GET", f"{server.address}/api/v10{path}") for path in paths]

    assert [status for status, _, _ in answers] == [200, 200, 200, 429]
    _, headers, said = answers[-1]
    assert (headers["X-RateLimit-Global"], headers["X-RateLimit-Scope"], said["global"]) == ("true", "global", True)


async def test_global_limit_holds_everything_up() -> None:
    async with staged() as stage:
        stage.server.faults.plan(SEND, Fault("global limit", seconds=0.2))

        await asyncio.gather(stage.channel(stage.text).send("One"), stage.client.http.get_user(int(stage.guest.id)))

        shown = [one.content for one in stage.server.messages(stage.text)]
    assert shown == ["One"]


async def refused_at_the_edge(stage: Stage, fault: Fault) -> DeliveryError:
    stage.server.faults.plan(SEND, fault)
    with pytest.raises(DeliveryError) as refused, delivering():
        await stage.channel(stage.text).send("One")
    return refused.value


async def test_ban_of_the_edge_is_waited_for_as_long_as_it_says() -> None:
    async with staged() as stage:
        error = await refused_at_the_edge(stage, Fault("ban", seconds=900))

    assert (error.permanent, error.retry_after) == (False, 900.0)
    assert isinstance(error.__cause__, discord.HTTPException)


async def test_trouble_that_names_no_time_is_waited_for_as_usual() -> None:
    async with staged() as stage:
        error = await refused_at_the_edge(stage, Fault("status", status=503))

    assert (error.permanent, error.retry_after) == (False, None)
