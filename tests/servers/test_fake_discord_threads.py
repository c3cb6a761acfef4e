"""Threads, posts of forums and threads of announcements, through real discord.py."""

import discord
import pytest

from tests.servers.discord_stage import staged
from tests.servers.fake_discord.records import ANNOUNCEMENT, FORUM, Channel, Guild
from tests.servers.fake_discord.server import FakeDiscord


async def test_second_thread_on_a_message_is_refused() -> None:
    async with staged() as stage:
        message = await stage.channel(stage.text).send("Question")

        thread = await message.create_thread(name="Answers", auto_archive_duration=1440)
        with pytest.raises(discord.HTTPException) as refused:
            await message.create_thread(name="Answers")

    assert (thread.id, refused.value.code) == (message.id, 160004)


async def test_thread_begins_with_a_reference_to_its_starter() -> None:
    async with staged() as stage:
        message = await stage.channel(stage.text).send("Question")
        thread = await message.create_thread(name="Answers")
        stage.server.say(stage.guest, stage.server.thread_of(stage.server.messages(stage.text)[0]), "Mine")

        read = [(one.type, one.content) async for one in thread.history(oldest_first=True)]
    assert read == [(discord.MessageType.thread_starter_message, ""), (discord.MessageType.default, "Mine")]


async def test_thread_started_changes_nothing_of_the_words() -> None:
    async with staged() as stage:
        said = stage.server.say(stage.guest, stage.text, "Question")
        message = await stage.channel(stage.text).fetch_message(int(said.id))

        await message.create_thread(name="Answers")

        await stage.until(lambda: ("edit", "Question") in stage.client.heard)
        assert said.edited_at is None


async def test_thread_renamed_and_archived_takes_no_edits() -> None:
    async with staged() as stage:
        message = await stage.channel(stage.text).send("Question")
        thread = await message.create_thread(name="Answers")
        sent = await thread.send("Reveal")

        await thread.edit(name="Closed", archived=True)
        with pytest.raises(discord.HTTPException) as refused:
            await sent.edit(content="Other")

        kept = stage.server.thread_of(stage.server.messages(stage.text)[0])
        assert (kept.name, kept.archived, refused.value.code) == ("Closed", True, 50083)


async def test_post_that_wakes_a_thread_unarchives_it() -> None:
    async with staged() as stage:
        message = await stage.channel(stage.text).send("Question")
        thread = await message.create_thread(name="Answers")
        await thread.edit(archived=True)

        stage.server.say(stage.guest, stage.server.backend.state.channel(str(thread.id)), "Late")

        assert not stage.server.backend.state.channel(str(thread.id)).archived


async def test_forum_post_has_the_id_of_its_first_message() -> None:
    async with staged() as stage:
        forum = await _known(stage.server, stage.guild, FORUM, stage.client)

        made = await forum.create_thread(name="Question", content="What is S3?")

        assert (made.thread.id, made.message.content) == (made.message.id, "What is S3?")


async def test_forum_that_needs_a_tag_refuses_a_post_without_one() -> None:
    async with staged() as stage:
        forum = await _known(stage.server, stage.guild, FORUM, stage.client, needs_tag=True)

        with pytest.raises(discord.HTTPException) as refused:
            await forum.create_thread(name="Question", content="What is S3?")
        made = await forum.create_thread(name="Question", content="What is S3?", applied_tags=forum.available_tags)

        assert (refused.value.code, len(made.thread.applied_tags)) == (40067, 1)


async def test_thread_of_an_announcement_is_of_its_kind() -> None:
    async with staged() as stage:
        news = stage.server.add_channel(stage.guild, "news", ANNOUNCEMENT)
        await stage.until(lambda: stage.client.get_channel(int(news.id)))

        message = await stage.channel(news).send("Question")
        thread = await message.create_thread(name="Answers")

        assert thread.type is discord.ChannelType.news_thread


async def _known(
    server: FakeDiscord, guild: Guild, kind: int, client: discord.Client, *, needs_tag: bool = False
) -> discord.ForumChannel:
    made: Channel = server.add_channel(guild, "questions", kind, needs_tag=needs_tag)
    found = await client.fetch_channel(int(made.id))
    assert isinstance(found, discord.ForumChannel)
    return found
