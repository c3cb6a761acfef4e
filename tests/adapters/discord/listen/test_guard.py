"""What goes wrong with something a person asked for is told them once, whatever it was that they used."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.commands.desk import Desk
from bot.commands.request import Reply
from bot.domain.answers import Inbound
from bot.domain.series import AnswerMode
from bot.ports.store import Transaction
from bot.services.rounds.answering import Answering, Recorded
from tests.servers.fake_discord import Outcome
from tests.servers.fake_discord.records import Message
from tests.waiting import PATIENCE
from tests.worlds.discord import DiscordWorld, discord_world, shown

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
APOLOGY = "Something went wrong. It is in Askaday's log; please try again in a moment."
#: The types of answers that are a message at once, and one that comes later.
AT_ONCE, LATER = 4, 5

Use = Callable[[DiscordWorld], Awaitable[Outcome]]


async def command(world: DiscordWorld) -> Outcome:
    return await world.discord.command(world.people["ana"], world.place, "qotd me")


async def menu(world: DiscordWorld) -> Outcome:
    said = world.discord.say(world.people["bo"], world.place, "Lanterns.")
    return await world.discord.message_command(world.people["boss"], said, "Best answer")


async def button(world: DiscordWorld) -> Outcome:
    return await world.discord.press(world.people["ana"], world.card(), "Hint")


async def form_that_opens(world: DiscordWorld) -> Outcome:
    return await world.discord.press(world.people["ana"], world.card(), "Answer privately")


async def form_that_is_sent(world: DiscordWorld) -> Outcome:
    opened = await world.discord.press(world.people["ana"], world.card(), "Flag")
    return await world.discord.submit(world.people["ana"], opened, {"text": "Wrong."})


def answers(outcome: Outcome) -> list[Message]:
    used = outcome.interaction
    return [one for one in (used.original, *used.followups) if one is not None]


@pytest.mark.parametrize(
    ("use", "method", "first"),
    [
        (command, "run", LATER),
        (menu, "choose_best", LATER),
        (button, "press", LATER),
        (form_that_opens, "answer_form", AT_ONCE),
        (form_that_is_sent, "press", LATER),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
async def test_error_is_told_and_logged_once(
    use: Use, method: str, first: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> Reply:
        raise ZeroDivisionError(method)

    async with discord_world() as world:
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)
        monkeypatch.setattr(Desk, method, broken)
        with capture_logs() as logs:
            outcome = await use(world)
            await world.until(lambda: answers(outcome) and shown(answers(outcome)[0]))
            await world.stop()

    response: Any = outcome.interaction.response
    assert (response["type"], [shown(one) for one in answers(outcome)]) == (first, [APOLOGY])
    failed = [one["exc_info"] for one in logs if one["event"] == "a request failed"]
    assert [type(one) for one in failed] == [ZeroDivisionError]
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []


async def test_refusal_is_told_once_without_a_word_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with discord_world() as world:
        with capture_logs() as logs:
            outcome = await command(world)
            await world.until(lambda: shown(outcome.message))

    assert len(answers(outcome)) == 1
    assert shown(outcome.message) != APOLOGY
    assert [one for one in logs if one["event"] == "a request failed"] == []
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []


async def test_command_of_another_version_is_explained() -> None:
    async with discord_world() as world:
        qotd = world.bot.commands[None][0]
        qotd["options"].append({"type": 1, "name": "quit", "description": "An old one", "options": []})

        outcome = await world.discord.command(world.people["ana"], world.place, "qotd quit")

        await world.until(lambda: shown(outcome.message))
    assert [shown(one) for one in answers(outcome)] == [
        (
            "This command is from another version of Askaday.\n\n"
            "Start Discord again (Ctrl+R): it then shows the commands as they are now."
        )
    ]


@pytest.mark.parametrize("use", [command, button], ids=lambda one: one.__name__)
async def test_what_is_under_way_is_finished_before_the_end(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    method = "run" if use is command else "press"
    done, begun, held = getattr(Desk, method), asyncio.Event(), asyncio.Event()

    async def slow(desk: Desk, asked: object) -> Reply:
        begun.set()
        await held.wait()
        reply: Reply = await done(desk, asked)
        return reply

    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        monkeypatch.setattr(Desk, method, slow)
        outcome = await use(world)
        await begun.wait()

        ending = asyncio.create_task(world.stop())
        await asyncio.sleep(0)
        before = [shown(one) for one in answers(outcome)]
        held.set()
        await ending

    assert before == [""]
    assert [bool(shown(one)) for one in answers(outcome)] == [True]


async def test_message_under_way_is_kept_before_the_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looked_up, kept = Answering.channel_of, Answering.record
    begun, held, recorded = asyncio.Event(), threading.Event(), []
    loop = asyncio.get_running_loop()

    def slow(answering: Answering, tx: Transaction, workspace: str, thread: str) -> str:
        loop.call_soon_threadsafe(begun.set)
        held.wait(PATIENCE)
        return looked_up(answering, tx, workspace, thread)

    def record(answering: Answering, tx: Transaction, inbound: Inbound) -> Recorded:
        recorded.append(inbound.revision.text)
        return kept(answering, tx, inbound)

    async with discord_world() as world:
        await world.set_up()
        await world.at(NINE)
        monkeypatch.setattr(Answering, "channel_of", slow)
        monkeypatch.setattr(Answering, "record", record)
        world.discord.say(world.people["bo"], world.thread(), "Lanterns.")
        world.discord.say(world.people["bo"], world.place, "Talk of the channel.")
        try:
            await asyncio.wait_for(begun.wait(), PATIENCE)
            ending = asyncio.create_task(world.stop())
            await asyncio.sleep(0)
        finally:
            held.set()
        await ending

    assert sorted(recorded) == ["Lanterns.", "Talk of the channel."]
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []
