"""The gateway and failures through real discord.py: resumption, new sessions, intents, limits, lost answers."""

import aiohttp
import discord
import pytest

from tests import documents
from tests.servers.discord_stage import Listener, staged
from tests.servers.fake_discord import FakeDiscord, Fault, Rules
from tests.servers.fake_discord.connecting import pointed_at

SEND = "POST /channels/{channel_id}/messages"


async def test_connection_cut_is_resumed_and_misses_nothing() -> None:
    async with staged() as stage:
        await stage.server.gateway.cut()
        stage.server.say(stage.guest, stage.text, "Meanwhile")

        await stage.until(lambda: ("resumed", None) in stage.client.heard)
        assert (stage.client.heard, stage.client.ready) == ([("message", "Meanwhile"), ("resumed", None)], 1)


async def test_reconnect_asked_for_is_followed() -> None:
    async with staged() as stage:
        await stage.server.gateway.ask_to_reconnect()

        await stage.until(lambda: stage.server.gateway.resumed)
        assert stage.server.gateway.identified == [(0, 1)]


async def test_session_forgotten_begins_anew_and_loses_what_happened() -> None:
    async with staged() as stage:
        stage.server.gateway.forget_sessions()
        await stage.server.gateway.cut()
        stage.server.say(stage.guest, stage.text, "Meanwhile")

        await stage.until(lambda: stage.client.ready == 2)
        assert stage.client.heard == []


async def test_intent_not_switched_on_ends_the_client() -> None:
    async with FakeDiscord() as server:
        app = server.add_app(message_content=False)
        with pointed_at(server):
            client = Listener()

            with pytest.raises(discord.PrivilegedIntentsRequired):
                await client.start(app.token)
            await client.close()


async def test_wrong_token_ends_the_client() -> None:
    async with FakeDiscord() as server:
        with pointed_at(server):
            client = Listener()

            with pytest.raises(discord.LoginFailure):
                await client.start("wrong")
            await client.close()


async def test_bucket_that_is_full_is_waited_for() -> None:
    async with staged(Rules(limits=True, bucket_size=2, bucket_window=0.1)) as stage:
        for number in range(5):
            await stage.channel(stage.text).send(str(number))

        shown = [one.content for one in stage.server.messages(stage.text)]
    assert shown == ["0", "1", "2", "3", "4"]


async def test_too_many_requests_are_asked_again() -> None:
    async with staged() as stage:
        stage.server.faults.plan(SEND, Fault("limit", seconds=0.01))

        await stage.channel(stage.text).send("Hello.")

        assert [one.fault for one in stage.server.transcript.of(SEND)] == ["limit", None]


async def test_answer_lost_surfaces_as_a_connection_error_after_it_took_effect() -> None:
    async with staged() as stage:
        stage.server.faults.plan(SEND, Fault("drop", takes_effect=True))

        with pytest.raises((aiohttp.ClientError, OSError)):
            await stage.channel(stage.text).send("Hello.", nonce="n1")

        again = await stage.channel(stage.text).send("Hello.", nonce="n1")
        assert [one.id for one in stage.server.messages(stage.text)] == [str(again.id)]


async def test_service_unavailable_is_not_repeated_by_the_library() -> None:
    async with staged() as stage:
        stage.server.faults.plan(SEND, Fault("status", status=503))

        with pytest.raises(discord.DiscordServerError):
            await stage.channel(stage.text).send("Hello.")

        assert len(stage.server.transcript.of(SEND)) == 1


async def test_events_repeated_and_out_of_order_all_arrive() -> None:
    async with staged() as stage:
        stage.server.faults.disorder(repeat=0.3, swap=0.3)
        for number in range(40):
            stage.server.say(stage.guest, stage.text, str(number))

        await stage.until(lambda: {text for _, text in stage.client.heard} == {str(number) for number in range(40)})
        met = stage.server.faults.met
    assert len(stage.client.heard) == 40 + met["repeat"]
    assert [text for _, text in stage.client.heard] != sorted((text for _, text in stage.client.heard), key=int)


@pytest.mark.documents(also_without=True)
async def test_request_that_departs_from_the_document_is_refused() -> None:
    async with FakeDiscord() as server:
        owner = server.add_user("ann")
        guild = server.add_guild("Rockets", owner)
        text = server.add_channel(guild, "general")
        app = server.add_app()
        server.invite(app, guild)
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {app.token}"}) as session:
            address = f"{server.address}/api/v10/channels/{text.id}/messages"

            async with session.post(address, json={"content": 5}) as answer:
                status, said = answer.status, await answer.json()

    of_document = ["5 is not of type 'string', 'null' at /content"] if documents.folder() else []
    assert (status, said["code"], server.transcript.violations) == (400, 50035, of_document)


async def test_bot_kicked_hears_of_it() -> None:
    async with staged() as stage:
        stage.server.kick(stage.app, stage.guild)

        await stage.until(lambda: not stage.client.guilds)
        assert stage.app.guilds == set()
