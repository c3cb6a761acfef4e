"""Talk in the thread of a question, and replies that are no answers, as Discord shows them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.series import AnswerMode
from tests.servers.fake_discord.faults import Fault
from tests.servers.fake_discord.records import Message
from tests.worlds.discord import DiscordWorld, discord_world, shown

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FULL = "Because the data is kept three times."
SEND = "POST /channels/{channel_id}/messages"


def marks(message: Message) -> list[str]:
    return sorted(message.reactions)


def direct(world: DiscordWorld, who: str) -> list[str]:
    return [shown(one).splitlines()[0] for one in world.discord.direct(world.people[who])]


async def test_talk_is_marked_and_what_is_no_answer_is_told_in_a_direct_message_once() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        ana, thread = world.people["ana"], world.thread()

        talk = world.discord.say(ana, thread, "// who is here?")
        await world.until(lambda: marks(talk))
        asked = world.discord.say(ana, thread, "what does HA mean?")
        await world.until(lambda: direct(world, "ana"))
        again = world.discord.say(ana, thread, "🎉")
        answer = world.discord.say(ana, thread, FULL)
        await world.until(lambda: marks(answer))

        found = [marks(one) for one in (talk, asked, again, answer)]
        told = direct(world, "ana")

    assert found == [["💬"], [], [], ["👀"]]
    assert told == ["## What counts"]


async def test_mark_follows_an_edit() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        message = world.discord.say(world.people["ana"], world.thread(), "// thinking aloud")
        await world.until(lambda: marks(message) == ["💬"])
        for text, mark in ((FULL, ["👀"]), ("// never mind", ["💬"]), (FULL, ["👀"]), ("🎉", [])):
            world.clock.travel(world.clock.now() + timedelta(seconds=1))
            world.discord.edit(message, text)
            await world.until(lambda mark=mark: marks(message) == mark)  # type: ignore[misc]  # mypy cannot infer it


async def test_who_takes_no_direct_messages_sees_a_mark() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        world.discord.faults.plan(SEND, Fault("status", status=403, code=50007))

        asked = world.discord.say(world.people["ana"], world.thread(), "what does HA mean?")
        await world.until(lambda: marks(asked))

        found, told = marks(asked), direct(world, "ana")

    assert (found, told) == (["❔"], [])


@pytest.mark.parametrize("mode", [AnswerMode.OPEN, AnswerMode.SEALED])
async def test_reply_in_the_thread_of_a_sealed_series_is_told_to_be_public(mode: AnswerMode) -> None:
    async with discord_world() as world:
        await world.set_up(answer_mode=mode)
        await world.at(NINE)
        answer = world.discord.say(world.people["ana"], world.thread(), FULL)
        await world.until(lambda: marks(answer) or direct(world, "ana"))

        found = marks(answer), direct(world, "ana")

    assert found == ((["👀"], []) if mode is AnswerMode.OPEN else ([], ["## Everybody can read this"]))
