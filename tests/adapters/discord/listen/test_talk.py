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
OPEN = "POST /channels/{channel_id}/messages/{message_id}/threads"


def marks(message: Message) -> list[str]:
    return sorted(message.reactions)


def waiting(world: DiscordWorld) -> int:
    """Count the messages that wait for a card that is on its way."""
    return len(world.connection._waiting._running)


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


async def test_reply_that_comes_before_its_card_is_recorded_is_marked_once_that_is() -> None:
    async with discord_world() as world:
        await world.set_up()
        lunch = world.discord.say(world.people["bo"], world.place, "Lunch?")
        elsewhere = world.discord.backend.start_thread(world.place, lunch, "Lunch", world.people["bo"].id, 60)
        world.discord.faults.plan(OPEN, Fault("drop", takes_effect=True))
        await world.at(NINE)
        ana = world.people["ana"]
        thread = world.thread()
        said = [world.discord.say(ana, place, FULL) for place in (thread, elsewhere)]
        await world.until(lambda: waiting(world) == 2)

        before = [marks(one) for one in said]
        await world.at(NINE + timedelta(minutes=1))
        await world.until(lambda: marks(said[0]))
        await world.until(lambda: waiting(world) == 0)
        after = [marks(one) for one in said]

    assert (before, after) == ([[], []], [["👀"], []])


async def test_reply_that_is_read_back_before_it_was_heard_of_is_marked() -> None:
    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        gateway = world.discord.gateway
        gateway.forget_sessions()
        answer = world.discord.say(world.people["ana"], world.thread(), FULL)
        await gateway.cut()

        await world.until(lambda: marks(answer))

    assert marks(answer) == ["👀"]


async def test_reply_that_waits_for_its_card_does_not_keep_the_process_from_ending() -> None:
    async with discord_world() as world:
        await world.set_up()
        world.discord.faults.plan(OPEN, Fault("drop", takes_effect=True))
        await world.at(NINE)
        world.discord.say(world.people["ana"], world.thread(), FULL)
        await world.until(lambda: waiting(world) == 1)

        await world.stop()

        assert waiting(world) == 0


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
