"""Reminders: at the member's hour, once, and only if there is something to remind of."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.card import Card
from bot.domain.members import Actor
from bot.domain.practice.nudges import Nudge
from bot.services.practice.pool import Wanted
from tests.worlds.builders import ANA, BO, WORKSPACE, pack, question, schedule
from tests.worlds.playing import NOTHING
from tests.worlds.world import World, title

TUESDAY = datetime(2026, 12, 8, 8, tzinfo=UTC)  # nine in Berlin
DAY = timedelta(days=1)


async def set_nudge(world: World, who: Actor = ANA, **changes: Any) -> Nudge:
    chosen = {"at": time(9), "zone": "Europe/Berlin", **changes}
    nudge = Nudge(0, WORKSPACE, who.member, **chosen)
    return await world.app.call(world.app.services.nudging.set, who, nudge)


async def miss(world: World, who: Actor = ANA) -> None:
    """Have a question due from the next day on."""
    asked = await world.app.call(world.app.services.drilling.ask, who, Wanted())
    await world.app.services.drill_answering.answer(who, asked.id, NOTHING)


def told(world: World, who: Actor = ANA) -> list[Card]:
    return world.posted(channel=f"direct:{who.member}")


@pytest.fixture(autouse=True)
async def with_a_question_due(world: World) -> None:
    await miss(world)


async def test_reminds_at_the_hour_in_the_members_zone(world: World) -> None:
    nudge = await set_nudge(world)

    await world.at(TUESDAY - timedelta(seconds=1))
    before = title(told(world))
    await world.at(TUESDAY)

    assert (nudge.next_due, before, title(told(world))) == (TUESDAY, [], ["Time to practise"])


async def test_reminds_once_a_day_and_again_the_next(world: World) -> None:
    await set_nudge(world)

    for minutes in (0, 0, 1, 30):
        await world.at(TUESDAY + timedelta(minutes=minutes))
    first = len(told(world))
    await world.at(TUESDAY + DAY)

    assert (first, len(told(world))) == (1, 2)


async def test_setting_it_again_on_the_day_tells_nothing_twice(world: World) -> None:
    await set_nudge(world)
    await world.at(TUESDAY)

    await set_nudge(world, at=time(10))
    await world.after(hours=1)

    assert len(told(world)) == 1


async def test_next_wake_up_is_the_reminder(world: World) -> None:
    await set_nudge(world)

    assert await world.app.ticking.next_due() == TUESDAY


async def test_nothing_due_is_silence(world: World) -> None:
    await set_nudge(world, BO)

    await world.at(TUESDAY)

    assert told(world, BO) == []


async def test_what_cannot_be_asked_is_not_due(world: World) -> None:
    await set_nudge(world)
    world.packs.held = {"basics": pack(question(99))}

    await world.at(TUESDAY)

    assert told(world) == []


async def test_weekend_and_own_holidays_are_silent(world: World) -> None:
    world.clock.travel(datetime(2026, 12, 23, 8, tzinfo=UTC))
    await set_nudge(world, holidays="DE")

    await world.at(datetime(2026, 12, 24, 8, tzinfo=UTC))
    thursday = len(told(world))
    for day in (25, 26, 27):
        await world.at(datetime(2026, 12, day, 8, tzinfo=UTC))
    holidays = len(told(world))
    await world.at(datetime(2026, 12, 28, 8, tzinfo=UTC))

    assert (thursday, holidays, len(told(world))) == (1, 1, 2)


async def test_day_off_of_all_series_is_silent(world: World) -> None:
    await world.set_up(schedule=schedule(skip_dates=frozenset({date(2026, 12, 8)})))
    await set_nudge(world)

    await world.at(TUESDAY)
    silent = title(told(world))
    await world.at(TUESDAY + DAY)

    assert (silent, title(told(world))) == ([], ["Time to practise"])


async def test_reminder_that_was_missed_is_left_out(world: World) -> None:
    await set_nudge(world)

    await world.at(TUESDAY + timedelta(hours=2, seconds=1))
    late = title(told(world))
    await world.at(TUESDAY + DAY + timedelta(hours=2))

    assert (late, title(told(world))) == ([], ["Time to practise"])


async def test_ended_reminder_is_silent(world: World) -> None:
    await set_nudge(world)

    await world.app.call(world.app.services.nudging.end, ANA)
    await world.at(TUESDAY)

    assert told(world) == []


async def test_reminder_that_is_not_due_or_gone_does_nothing(world: World) -> None:
    await set_nudge(world)
    nudging = world.app.services.nudging

    assert await world.app.call(nudging.nudge_due, 1) is False
    assert await world.app.call(nudging.nudge_due, 99) is False
