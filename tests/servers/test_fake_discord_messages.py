"""Messages through real discord.py: sent, read back, edited, deleted, with nonces."""

import discord
import pytest

from tests.servers.discord_stage import staged
from tests.servers.fake_discord.permissions import SEND


async def test_client_that_starts_knows_its_guild() -> None:
    async with staged() as stage:
        known = [(guild.name, [channel.name for channel in guild.text_channels]) for guild in stage.client.guilds]

    assert known == [("Rockets", ["general"])]


async def test_message_sent_stands_in_the_channel() -> None:
    async with staged() as stage:
        sent = await stage.channel(stage.text).send("Hello.", embed=discord.Embed(title="T", description="D"))

        shown = [(one.id, one.content, one.embeds[0]["title"]) for one in stage.server.messages(stage.text)]
    assert shown == [(str(sent.id), "Hello.", "T")]


async def test_nonce_sent_twice_gives_the_first_message() -> None:
    async with staged() as stage:
        channel = stage.channel(stage.text)

        first = await channel.send("Once.", nonce="q1-20261121")
        again = await channel.send("Once.", nonce="q1-20261121")

        count = len(stage.server.messages(stage.text))
    assert (again.id, count) == (first.id, 1)


async def test_message_too_long_is_refused() -> None:
    async with staged() as stage:
        with pytest.raises(discord.HTTPException) as refused:
            await stage.channel(stage.text).send("x" * 2001)

    assert (refused.value.status, refused.value.code) == (400, 50035)


async def test_what_people_do_is_heard() -> None:
    async with staged() as stage:
        said = stage.server.say(stage.guest, stage.text, "One")
        more = [stage.server.say(stage.guest, stage.text, text) for text in ("Two", "Three")]
        # discord.py changes the message it has kept while its handlers still wait for their turn.
        await stage.until(lambda: len(stage.client.heard) == 3)
        stage.server.edit(said, "One, changed")
        stage.server.delete(said)
        stage.server.delete(*more)

        await stage.until(lambda: len(stage.client.heard) == 6)
    assert stage.client.heard == [
        ("message", "One"),
        ("message", "Two"),
        ("message", "Three"),
        ("edit", "One, changed"),
        ("delete", said.id),
        ("purge", sorted(one.id for one in more)),
    ]


async def test_messages_without_the_intent_are_blank() -> None:
    async with staged(message_content=False) as stage:
        stage.server.say(stage.guest, stage.text, "Secret")
        await stage.until(lambda: stage.client.heard)

        read = [message.content async for message in stage.channel(stage.text).history()]
    assert (stage.client.heard, read) == ([("message", "")], [""])


async def test_history_comes_in_pages() -> None:
    async with staged() as stage:
        first = stage.server.say(stage.guest, stage.text, "0")
        for number in range(1, 251):
            stage.server.say(stage.guest, stage.text, str(number))

        channel = stage.channel(stage.text)
        read = [one.content async for one in channel.history(limit=None, after=discord.Object(int(first.id)))]

        pages = len(stage.server.transcript.of("GET /channels/{channel_id}/messages"))
    assert (read, pages) == ([str(number) for number in range(1, 251)], 3)


async def test_message_of_somebody_else_is_not_edited() -> None:
    async with staged() as stage:
        said = stage.server.say(stage.guest, stage.text, "Mine")
        message = await stage.channel(stage.text).fetch_message(int(said.id))

        with pytest.raises(discord.Forbidden) as refused:
            await message.edit(content="Yours")

    assert (refused.value.code, said.content) == (50005, "Mine")


async def test_message_without_permission_is_refused() -> None:
    async with staged() as stage:
        stage.server.forbid(stage.app, stage.text, SEND)

        with pytest.raises(discord.Forbidden) as refused:
            await stage.channel(stage.text).send("Hello.")

    assert refused.value.code == 50013


async def test_reaction_is_kept_once() -> None:
    async with staged() as stage:
        said = stage.server.say(stage.guest, stage.text, "Answer")
        message = await stage.channel(stage.text).fetch_message(int(said.id))

        await message.add_reaction("👀")
        await message.add_reaction("👀")

    assert said.reactions == {"👀": [stage.app.user.id]}


async def test_direct_message_reaches_its_reader() -> None:
    async with staged() as stage:
        person = await stage.client.fetch_user(int(stage.guest.id))

        await person.send("Psst.")

        assert [one.content for one in stage.server.direct(stage.guest)] == ["Psst."]
