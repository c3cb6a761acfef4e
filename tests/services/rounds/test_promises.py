"""Whatever managers do and however ticks come: no slot is lost, none comes twice, no answer is shown early."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar.schedule import Schedule, slot_instant, slots
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series, SeriesState
from bot.errors import AskadayError, DeliveryError
from tests.worlds.builders import ADMIN, ANA, MONDAY
from tests.worlds.playing import meet
from tests.worlds.world import World, new_world

pytestmark = pytest.mark.repeats

COMMANDS = (
    "setup at=08:30",
    "setup at=11:00",
    "setup days=mon,wed,fri",
    "setup days=daily",
    "setup grace=0m",
    "setup grace=20h",
    "pause",
    "pause until 2026-12-10",
    "pause until 2026-12-15",
    "resume",
    "skip",
    "unskip",
    "open",
    "close",
    "exclude ana",
)


@dataclass
class Ledger:
    """What was promised: each slot that fell due while the series asked, by the settings of that time."""

    world: World
    promised: set[date] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)

    async def command(self, text: str) -> None:
        with suppress(AskadayError):  # refused: then nothing was promised either
            await self.world.command(ADMIN, text)
        await self.world.app.ticking.finish()
        await self.look()

    async def travel(self, duration: timedelta) -> None:
        """Let time pass, with nothing running in it."""
        series, start = await self.world.series(), self.world.clock.now()
        taken = {played.day for played in await self.world.rounds()}
        self.world.clock.travel(start + duration)
        self.promised |= set(due_between(series, start, start + duration)) - taken

    async def tick(self) -> None:
        await self.world.after()
        await self.look()

    async def look(self) -> None:
        asked = [played for played in await self.world.rounds() if played.state is RoundState.OPEN]
        for played in asked:
            shown = repr(
                (self.world.posted(), self.world.posted(played.thread), self.world.posted(channel="direct:root"))
            )
            self.leaks += [secret for secret in secrets_of(played) if secret in shown]


def secrets_of(played: Round) -> list[str]:
    return [played.question.model_answer.split(".")[0]] if played.question else []


def due_between(series: Series, start: datetime, end: datetime) -> list[date]:
    if series.state is not SeriesState.ACTIVE:
        return []
    plan: Schedule = series.settings.schedule
    days = (slot.day for slot in slots(plan, start.date()))
    due: list[date] = []
    for day in days:
        if slot_instant(plan, day) > end:
            return due
        if slot_instant(plan, day) > start:
            due.append(day)
    return due


Step = Callable[[Ledger], Awaitable[None]]


async def tick(ledger: Ledger) -> None:
    await ledger.tick()


async def fail(ledger: Ledger) -> None:
    ledger.world.messenger.fail_next(DeliveryError("The platform is busy.", permanent=False))


def command(text: str) -> Step:
    return lambda ledger: ledger.command(text)


def travel(hours: int) -> Step:
    return lambda ledger: ledger.travel(timedelta(hours=hours))


STEPS = st.one_of(
    st.sampled_from(COMMANDS).map(command),
    st.sampled_from([1, 2, 5, 12, 24, 60]).map(travel),
    st.just(tick),
    st.just(fail),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=10, max_size=30))
def test_no_slot_is_lost_or_comes_twice_and_no_answer_is_shown_early(steps: list[Step]) -> None:
    asyncio.run(play(steps))


async def play(steps: list[Step]) -> None:
    async with new_world(MONDAY) as world:
        await world.set_up(low_pool=0)
        await meet(world, ANA)
        ledger = Ledger(world)
        for step in steps:
            await step(ledger)
        await ledger.tick()
        await ledger.tick()

        rounds = await world.rounds()
        days = [played.day for played in rounds]
        cards = [card for card in world.posted() if card.title.startswith(("Question of the day: ", "Closed: "))]

        assert days == sorted(set(days))
        assert len(cards) == sum(played.card_message is not None for played in rounds)
        assert ledger.promised - set(days) == set()
        assert ledger.leaks == []
