"""A machine's clock that jumps by hours or days: nothing that cannot be undone is done before it is confirmed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.console.send.channel import Place
from bot.bootstrap import build
from bot.domain.rounds import RoundState
from bot.ports.clock import TravelClock
from bot.ports.steady_clock import SteadyClock
from tests.services.played import CLOSE, NINE, WHOLE, shown
from tests.services.processes import TEMPORARY
from tests.worlds.builders import ANA, MONDAY, WORKSPACE, options
from tests.worlds.titles import BOARD, CLOSED, QUESTION, REVEALED
from tests.worlds.world import World, new_world, title

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OPEN, CLOSED_STATE = RoundState.OPEN, RoundState.CLOSED


@dataclass
class Machine:
    """A machine, what its clock shows, and what time it really is."""

    really: TravelClock
    ahead: timedelta = timedelta()
    platform_answers: bool = True

    def clock(self) -> SteadyClock:
        clock = SteadyClock(lambda: self.really.now() + self.ahead, self.really.monotonic)

        async def ask() -> None:
            if self.platform_answers:
                clock.heard(self.really.now())

        clock.ask_by(ask)
        return clock


@dataclass
class Jumping:
    """A whole Askaday on a machine whose clock is set by somebody."""

    world: World
    machine: Machine

    async def at(self, instant: datetime) -> None:
        """Let time really pass, and tick; twice, for what a platform says is asked for twice."""
        self.machine.really.travel(instant)
        for _ in range(2):
            await self.world.app.ticking.tick()
            await self.world.app.ticking.finish()

    async def states(self) -> list[tuple[int, RoundState]]:
        """Give the day of the month and the state of each round."""
        return [(played.day.day, played.state) for played in await self.world.rounds()]

    def told(self) -> list[str]:
        return title([m.card for m in self.world.chat.at(Place(WORKSPACE, "direct:root")) if m.card])


@asynccontextmanager
async def jumping(*, answers: bool = True, start: datetime = MONDAY, **how: Any) -> AsyncIterator[Jumping]:
    machine = Machine(TravelClock(start), platform_answers=answers, **how)
    async with new_world(start=start) as world:
        world.clock = machine.really
        clock = machine.clock()
        if answers:
            clock.wait_for_platforms()
        yield Jumping(_on(world, clock), machine)


def _on(world: World, clock: SteadyClock) -> World:
    """Give the same world, whose process has another clock."""
    world.app = build(options(), {"console": world.messenger}, store=world.app.store, packs=world.packs, clock=clock)
    return world


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("ahead", [3 * DAY, 9 * HOUR, -9 * HOUR, -3 * DAY])
async def test_jump_and_its_return_close_nothing_early_and_skip_no_day(ahead: timedelta, answers: bool) -> None:
    async with jumping(answers=answers) as one:
        await one.world.set_up()
        await one.at(NINE)
        await one.world.say(ANA, WHOLE)

        one.machine.ahead = ahead
        for minutes in (1, 5, 9):
            await one.at(NINE + timedelta(minutes=minutes))
        during = await one.states()
        one.machine.ahead = timedelta()
        await one.at(CLOSE - timedelta(minutes=1))
        before = await one.states()
        for day in range(3):
            await one.at(CLOSE + day * DAY)
            await one.at(NINE + (day + 1) * DAY)

        assert (during, before) == ([(7, OPEN)], [(7, OPEN)])
        assert await one.states() == [(7, CLOSED_STATE), (8, CLOSED_STATE), (9, CLOSED_STATE), (10, OPEN)]


async def test_answer_is_not_revealed_nine_hours_early() -> None:
    async with jumping() as one:
        await one.world.set_up()
        await one.at(NINE)
        played = await one.world.last_round()
        one.machine.ahead = 9 * HOUR

        for hours in range(1, 8):
            await one.at(NINE + hours * HOUR)
        early = shown(one.world, played.thread)
        await one.at(CLOSE)

        assert early == ([QUESTION], [])
        assert shown(one.world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_managers_are_told_once_in_one_sentence_that_a_clock_is_wrong() -> None:
    async with jumping() as one:
        await one.world.set_up()
        await one.at(NINE)
        one.machine.ahead = 9 * HOUR
        await one.at(NINE + HOUR)
        await one.at(NINE + 2 * HOUR)

        assert one.told() == ["A clock is wrong"]


async def test_true_change_of_which_no_platform_can_tell_holds_things_up_for_minutes_and_not_for_ever() -> None:
    """A virtual machine that was taken up again after a night: its monotonic clock stood still."""
    async with jumping(answers=False) as one:
        await one.world.set_up()
        await one.at(NINE)
        one.machine.ahead = 9 * HOUR

        await one.at(NINE + timedelta(minutes=1))
        await one.at(NINE + timedelta(minutes=11) - timedelta(microseconds=1))
        before = await one.states()
        await one.at(NINE + timedelta(minutes=11))

        assert (before, await one.states()) == ([(7, OPEN)], [(7, CLOSED_STATE)])


async def test_true_change_that_the_platform_confirms_holds_up_nothing() -> None:
    async with jumping() as one:
        await one.world.set_up()
        await one.at(NINE)
        clock = one.world.app.clock
        one.machine.ahead = 9 * HOUR

        async def asked() -> None:
            clock.heard(NINE + 9 * HOUR)

        one.machine.platform_answers = False
        clock.ask_by(asked)
        await one.at(NINE + timedelta(seconds=1))

        assert (await one.states(), one.told()) == ([(7, CLOSED_STATE)], [])


async def test_process_that_was_suspended_goes_on_at_once() -> None:
    async with jumping() as one:
        await one.world.set_up()
        await one.at(NINE)

        await one.at(CLOSE + HOUR)

        assert await one.states() == [(7, CLOSED_STATE)]


@pytest.mark.parametrize("ahead", [3 * DAY, 9 * HOUR, -3 * DAY])
async def test_restart_during_a_wrong_clock_closes_nothing_early(ahead: timedelta) -> None:
    async with jumping() as one:
        await one.world.set_up()
        await one.at(NINE)
        one.machine.ahead = ahead
        clock = one.machine.clock()
        clock.wait_for_platforms()
        _on(one.world, clock)

        await one.world.app.ticking.take_over()
        await one.at(NINE)
        await one.at(NINE + HOUR)
        early = await one.states()
        await one.at(CLOSE)
        await one.at(NINE + DAY)

        assert early == [(7, OPEN)]
        assert await one.states() == [(7, CLOSED_STATE), (8, OPEN)]
        assert one.told() == ["A clock is wrong"]


async def test_wait_of_a_clock_that_was_ahead_does_not_last_for_days() -> None:
    """Nobody could tell that the clock was wrong, until it was set back."""
    async with jumping(answers=False, ahead=3 * DAY) as one:
        await one.world.set_up()
        one.world.messenger.fail_next(TEMPORARY)
        await one.at(NINE)
        waiting = title(one.world.posted())
        one.machine.ahead = timedelta()

        await one.at(NINE + timedelta(minutes=1))
        await one.at(NINE + timedelta(minutes=12))

        assert (waiting, title(one.world.posted())) == ([], [QUESTION])


async def test_claim_of_a_clock_that_was_ahead_does_not_hold_for_days() -> None:
    async with jumping(answers=False, ahead=3 * DAY) as one:
        await one.world.set_up()
        await one.at(NINE)
        [played] = await one.world.rounds()
        at = one.world.app.clock.now()
        await one.world.app.call(lambda tx: tx.rounds.claim_close(played.id, at, at + timedelta(minutes=10)))
        one.machine.ahead = timedelta()

        await one.at(NINE + timedelta(minutes=1))
        await one.at(NINE + timedelta(minutes=12))
        claimed = await one.world.app.call(lambda tx: tx.rounds.claim_close(played.id, NINE + HOUR, NINE + 2 * HOUR))

        assert claimed


async def test_slots_that_a_clock_that_was_ahead_has_passed_over_come_again() -> None:
    async with jumping(answers=False, ahead=3 * DAY) as one:
        series = await one.world.set_up()
        one.machine.ahead = timedelta()

        await one.at(NINE - timedelta(minutes=30))
        await one.at(NINE - timedelta(minutes=15))
        again = await one.world.series()

        assert (series.next_due, again.next_due) == (NINE + 3 * DAY, NINE)


async def test_nothing_is_deleted_at_night_by_a_time_that_is_not_sure() -> None:
    async with jumping(answers=False) as one:
        await one.world.set_up()
        await one.at(NINE)
        one.machine.ahead = 400 * DAY
        done = list[str]()

        async def delete() -> None:
            done.append("deleted")

        keeping = one.world.app.ticking.timekeeping
        sure = await keeping.is_sure()
        one.machine.ahead = timedelta()
        await keeping.when_sure(delete)

        assert (sure, done) == (False, ["deleted"])


async def test_platform_that_never_says_what_time_it_is_is_asked_no_more_at_the_end() -> None:
    ended = list[str]()
    async with jumping(answers=False) as one:
        clock = one.world.app.clock

        async def hang() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("asking")

        clock.ask_by(hang)
        one.machine.ahead = 9 * HOUR
        await one.world.app.ticking.tick()
        before = list(ended)
        await one.world.app.ticking.finish()

    assert (before, ended) == ([], ["asking"])


async def test_card_that_is_owed_is_not_given_up_by_a_clock_that_nobody_has_confirmed() -> None:
    async with jumping() as one:
        await one.world.set_up()
        one.world.messenger.fail_next(TEMPORARY)
        await one.at(NINE)
        one.machine.ahead, one.machine.platform_answers = DAY, False
        clock = one.machine.clock()
        clock.wait_for_platforms()
        _on(one.world, clock)

        await one.at(NINE + timedelta(seconds=20))
        one.machine.platform_answers = True
        for minutes in (1, 2, 10):
            await one.at(NINE + timedelta(minutes=minutes))

        assert len(title(one.world.posted())) == 1
        assert [state for _, state in await one.states()] == [OPEN]
