"""Suggesting questions in Discord: from a command, from a thread, and what becomes of mistakes."""

from datetime import UTC, datetime

import pytest

from tests.adapters.discord.outcomes import said
from tests.servers.fake_discord.content import walk
from tests.worlds.discord import DiscordWorld, discord_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FIELDS = {
    "title": "A pager at night",
    "prompt": "A pager rings at three in the night because a disk is full. What do you do first, and why that?",
    "answer": "Look at what fills the disk before deleting anything. Then free space that can be made again.",
}

pytestmark = pytest.mark.documents(also_without=True)


async def waiting(world: DiscordWorld) -> list[str]:
    found = await world.app.call(lambda tx: tx.suggestions.waiting(world.workspace))
    return [one.written.title for one in found]


def shown(modal: dict[str, object]) -> dict[str, str]:
    parts = (part for part in walk(modal["components"]) if part.get("custom_id"))  # type: ignore[arg-type]
    return {part["custom_id"]: part.get("value") or "" for part in parts}


async def test_command_opens_the_form_and_what_is_sent_waits() -> None:
    async with discord_world() as world:
        await world.set_up()
        ana = world.people["ana"]
        form = await world.discord.command(ana, world.place, "qotd suggest")
        sent = await world.discord.submit(ana, form, FIELDS)
        told = await said(world, sent)
        kept = await waiting(world)

    assert shown(form.modal) == dict.fromkeys(("title", "prompt", "answer", "topic", "choices"), "")
    assert "Your question waits for a reviewer" in told
    assert kept == ["A pager at night"]


async def test_what_is_wrong_is_said_and_what_was_written_is_handed_back() -> None:
    async with discord_world() as world:
        await world.set_up()
        ana = world.people["ana"]
        form = await world.discord.command(ana, world.place, "qotd suggest")
        sent = await world.discord.submit(ana, form, {**FIELDS, "answer": "\u202e"})
        told = await said(world, sent)
        kept = await waiting(world)

    assert "A suggestion needs an answer." in told
    assert "A pager rings at three in the night" in told
    assert kept == []


async def test_reply_in_a_thread_is_the_answer_to_what_began_it() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, bo = world.people["ana"], world.people["bo"]
        world.discord.say(ana, world.thread(), "Who rotates the password?")
        reply = world.discord.say(bo, world.thread(), "The vault does, every week.")
        form = await world.discord.message_command(bo, reply, "Suggest as question")

    found = shown(form.modal)
    assert (found["prompt"], found["answer"]) == ("Who rotates the password?", "The vault does, every week.")


async def test_edit_opens_the_form_as_it_was_written() -> None:
    async with discord_world() as world:
        await world.set_up()
        ana = world.people["ana"]
        form = await world.discord.command(ana, world.place, "qotd suggest")
        sent = await world.discord.submit(ana, form, FIELDS)
        await said(world, sent)
        edit = await world.discord.press(ana, sent.message, "Edit")
        await world.discord.submit(ana, edit, {"title": "A full disk"})
        kept = await world.kept(
            lambda tx: [one.written.title for one in tx.suggestions.waiting(world.workspace)],
            lambda titles: titles == ["A full disk"],
        )

    assert {name: shown(edit.modal)[name] for name in FIELDS} == FIELDS
    assert kept == ["A full disk"]
