"""What goes wrong with something a person asked for is told them once, whatever it was that they used."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.commands.desk import Desk
from bot.commands.request import Reply
from bot.domain.series import AnswerMode
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
APOLOGY = "Something went wrong. It is in Askaday's log; please try again in a moment."

#: Does something that fails, and gives what the person is told.
Use = Callable[[SlackWorld, str], Awaitable[list[str]]]


async def command(world: SlackWorld, who: str) -> list[str]:
    await world.command(who, "me")
    return world.whispered(who)


async def button(world: SlackWorld, who: str) -> list[str]:
    await world.press(who, world.cards()[0], "hint")
    return world.whispered(who)


async def form_that_opens(world: SlackWorld, who: str) -> list[str]:
    await world.press(who, world.cards()[0], "answer")
    return world.whispered(who)


async def form_that_is_sent(world: SlackWorld, who: str) -> list[str]:
    await world.press(who, world.cards()[0], "flag")
    return list((await world.submit(who, {"text": "Wrong."})).errors.values())


async def form_that_is_late(world: SlackWorld, who: str) -> list[str]:
    await world.press(who, world.cards()[0], "flag")
    view, gate = world.slack.modal(who), threading.Event()
    assert view is not None
    held = asyncio.create_task(world.app.call(lambda _tx: gate.wait(20)))
    await world.slack.submit(who, view, {"text": "Wrong."})
    gate.set()
    await held
    await world.connection.idle()
    shown = world.slack.modal(who)
    assert shown is not None
    return [str(shown.blocks[0]["text"]["text"])]


@pytest.mark.parametrize(
    ("use", "method"),
    [
        (command, "run"),
        (button, "press"),
        (form_that_opens, "answer_form"),
        (form_that_is_sent, "press"),
        (form_that_is_late, "press"),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
async def test_error_is_told_and_logged_once(use: Use, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> Reply:
        raise ZeroDivisionError(method)

    async with slack_world() as world:
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)
        monkeypatch.setattr(Desk, method, broken)
        with capture_logs() as logs:
            told = await use(world, world.person("ana"))

    assert told == [APOLOGY]
    failed = [(one["event"], type(one["exc_info"])) for one in logs if one.get("exc_info")]
    assert failed == [("a request failed", ZeroDivisionError)]
