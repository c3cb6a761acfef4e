"""Forms sent while the store is slow: acknowledged in time, with a clear outcome after, and nothing typed is lost."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.series import AnswerMode
from tests.servers.fake_slack import Outcome
from tests.worlds.slack import SlackWorld, slack_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)
FORM = {"zone": "Mars/Olympus", "at": "09:30", "packs": ["basics"], "closes": "at 17:00", "days": ["mon", "fri"]}


@asynccontextmanager
async def busy_store(world: SlackWorld) -> AsyncIterator[None]:
    """Keep the store from doing anything inside."""
    gate = threading.Event()
    held = asyncio.create_task(world.app.call(lambda _tx: gate.wait(20)))
    try:
        yield
    finally:
        gate.set()
        await held


async def send(world: SlackWorld, who: str, values: dict[str, Any]) -> Outcome:
    """Send a form without waiting for what comes after the acknowledgement."""
    view = world.slack.modal(who)
    assert view is not None
    return await world.slack.submit(who, view, values)


def shown(world: SlackWorld, who: str) -> str:
    view = world.slack.modal(who)
    return "" if view is None else str(view.body)


async def test_late_outcome_is_shown_in_the_window_or_where_it_was_asked_for() -> None:
    async with slack_world() as world:
        ana, bo = world.person("ana"), world.person("bo")
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)
        [card] = world.cards()
        for who in (ana, bo):
            await world.press(who, card, "answer")

        async with busy_store(world):
            sent = await asyncio.gather(
                send(world, ana, {"text": "It stores turquoise lanterns."}), send(world, bo, {"text": "Marble gates."})
            )
            waiting = shown(world, ana)
            await world.slack.close_modal(bo)
        await world.connection.idle()
        await world.at(NINE + timedelta(hours=8))

        assert [(one.acknowledged, one.error) for one in sent] == [(True, None), (True, None)]
        assert "This takes longer than usual." in waiting
        assert "You can change it until the question closes" in shown(world, ana)
        assert (shown(world, bo), len(world.whispered(bo)), len(world.whispered(ana))) == ("", 1, 0)
        assert await world.answers() == [(ana, "It stores turquoise lanterns."), (bo, "Marble gates.")]


async def test_late_mistakes_stand_in_the_form_as_it_was_sent() -> None:
    async with slack_world() as world:
        boss, bo = world.person("boss"), world.person("bo")
        await world.set_up(answer_mode=AnswerMode.SEALED)
        await world.at(NINE)
        [card] = world.cards()
        await world.press(bo, card, "answer")
        await world.command(boss, "setup", channel=world.channel)
        world.clock.travel(NINE + timedelta(hours=9))

        async with busy_store(world):
            await asyncio.gather(send(world, boss, FORM), send(world, bo, {"text": "Marble gates."}))
            await world.slack.close_modal(bo)
        await world.connection.idle()
        view = world.slack.modal(boss)
        assert view is not None
        problem, *fields = view.blocks
        initial = {block["block_id"]: block["element"] for block in fields if block["type"] == "input"}
        mended = await world.submit(boss, {"zone": "Europe/Berlin"})

        assert problem["text"]["text"].startswith("Time zone: ")
        assert initial["zone"]["initial_value"] == "Mars/Olympus"
        assert initial["at"]["initial_time"] == "09:30"
        assert [one["value"] for one in initial["days"]["initial_options"]] == ["mon", "fri"]
        assert (mended.error, mended.errors) == (None, {})
        [series] = await world.app.call(lambda tx: list(tx.series.all()))
        assert (series.settings.schedule.zone, series.settings.schedule.weekdays) == (
            "Europe/Berlin",
            frozenset({0, 4}),
        )
        [told] = world.whispered(bo)
        assert told.endswith("You wrote:\nMarble gates.")
