import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendar.schedule import CloseAfter, CloseOnNextSlot
from bot.domain.card import Card, Text
from bot.domain.question import KeyPoint, Level
from bot.domain.rounds import Round, RoundState
from bot.errors import RefusedError
from tests.services.processes import catch_up, process
from tests.worlds.builders import ADMIN, MONDAY, pack, question, schedule
from tests.worlds.titles import QUESTION
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)
DAY = timedelta(days=1)


def states(rounds: list[Round]) -> list[tuple[int, str]]:
    return [(played.day.day, str(played.state)) for played in rounds]


async def open_now(world: World, name: str = "daily") -> Round:
    series = await world.series(name)
    return await world.app.call(world.app.services.opening.open_now, ADMIN, series)


async def test_slot_before_its_instant_stays_closed(world: World) -> None:
    await world.set_up()

    await world.at(NINE - timedelta(microseconds=1))

    assert await world.rounds() == []
    assert world.posted() == []


async def test_slot_at_its_instant_opens(world: World) -> None:
    await world.set_up()

    await world.at(NINE)

    [played] = await world.rounds()
    assert (played.day, played.state) == (date(2026, 12, 7), RoundState.OPEN)
    assert (played.opened_at, played.closes_at) == (NINE, NINE + timedelta(hours=8))
    assert title(world.posted()) == [QUESTION]


async def test_slot_ticked_often_is_one_round(world: World) -> None:
    await world.set_up()

    for _ in range(5):
        await world.at(NINE)

    assert states(await world.rounds()) == [(7, "open")]
    assert title(world.posted()) == [QUESTION]


async def test_slot_ticked_concurrently_by_two_processes_is_one_round(world: World) -> None:
    await world.set_up()
    other = process(world)
    world.clock.travel(NINE)

    await asyncio.gather(*(some.app.ticking.tick() for some in (world, other) * 4))

    assert states(await world.rounds()) == [(7, "open")]
    assert title(world.posted()) == [QUESTION]


async def test_slot_opened_by_one_process_stays_as_it_is_for_another(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    before = await world.rounds()

    await process(world).at(NINE)

    assert await world.rounds() == before
    assert title(world.posted()) == [QUESTION]


@pytest.mark.parametrize("late", [timedelta(minutes=1), timedelta(hours=4)])
async def test_late_slot_within_its_grace_opens(world: World, late: timedelta) -> None:
    await world.set_up()

    await world.at(NINE + late)

    [played] = await world.rounds()
    assert (played.state, played.opened_at) == (RoundState.OPEN, NINE + late)
    assert title(world.posted()) == [QUESTION]


async def test_late_slot_after_its_grace_is_skipped_with_one_note(world: World) -> None:
    await world.set_up()

    await world.at(NINE + timedelta(hours=4, microseconds=1))
    await world.after(minutes=1)

    [played] = await world.rounds()
    assert (played.state, played.note) == (RoundState.SKIPPED, "missed: Askaday was not running")
    said = "Askaday was not running when the question of Monday 7 December should have come."
    note = Card("No question for Monday 7 December", (Text(f"{said} Nobody's streak is affected."),))
    assert world.posted() == [note]


async def test_several_missed_days_give_one_note_and_the_latest_opens(world: World) -> None:
    await world.set_up()

    await world.at(NINE + 3 * DAY)

    assert states(await world.rounds()) == [(7, "skipped"), (8, "skipped"), (9, "skipped"), (10, "open")]
    assert title(world.posted()) == ["3 questions were missed", QUESTION]


async def test_several_missed_days_after_the_grace_give_one_note(world: World) -> None:
    await world.set_up()

    await world.at(NINE + 2 * DAY + timedelta(hours=5))

    assert states(await world.rounds()) == [(7, "skipped"), (8, "skipped"), (9, "skipped")]
    assert title(world.posted()) == ["3 questions were missed"]
    assert (await world.series()).next_due == NINE + 3 * DAY


async def test_slot_that_is_late_past_its_close_is_skipped_with_a_note(world: World) -> None:
    await world.set_up(grace=timedelta(hours=12))

    await world.at(NINE + timedelta(hours=8))

    [played] = await world.rounds()
    assert (played.state, played.note) == (RoundState.SKIPPED, "it could only have opened after its close")
    assert title(world.posted()) == ["No question for Monday 7 December"]


async def test_holiday_has_no_slot(world: World) -> None:
    christmas_eve = datetime(2026, 12, 24, 8, tzinfo=UTC)
    world.clock.travel(christmas_eve)
    await world.set_up(schedule=schedule(holidays="DE", closes=CloseAfter(timedelta(hours=1))))

    await catch_up(world, 5 * DAY)

    assert states(await world.rounds()) == [(24, "closed"), (28, "closed")]


async def test_pause_until_a_day_asks_from_that_day_on(world: World) -> None:
    await world.set_up()
    series = await world.series()
    await world.app.call(world.app.services.managing.pause, ADMIN, series, date(2026, 12, 9))

    await catch_up(world, 2 * DAY)
    assert await world.rounds() == []
    await catch_up(world, DAY)

    assert states(await world.rounds()) == [(9, "closed")]


async def test_pause_until_resumed_asks_nothing_and_lets_an_open_round_close(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    await world.app.call(world.app.services.managing.pause, ADMIN, await world.series(), None)

    await catch_up(world, 3 * DAY)
    assert states(await world.rounds()) == [(7, "closed")]
    await world.app.call(world.app.services.managing.resume, ADMIN, await world.series())
    await catch_up(world, DAY)

    assert states(await world.rounds()) == [(7, "closed"), (11, "open")]


async def test_skipped_slot_does_not_open_and_the_next_one_does(world: World) -> None:
    await world.set_up()
    await world.app.call(world.app.services.managing.skip, ADMIN, await world.series())

    await catch_up(world, 2 * DAY)

    assert states(await world.rounds()) == [(7, "skipped"), (8, "closed")]


async def test_unskipped_slot_opens(world: World) -> None:
    await world.set_up()
    await world.app.call(world.app.services.managing.skip, ADMIN, await world.series())
    await world.app.call(world.app.services.managing.unskip, ADMIN, await world.series())

    await world.at(NINE)

    assert states(await world.rounds()) == [(7, "open")]


async def test_open_now_before_the_slot_takes_its_place(world: World) -> None:
    await world.set_up()

    await open_now(world)
    await world.at(NINE)
    await world.after(hours=1)

    [played] = await world.rounds()
    assert (played.state, played.opened_at) == (RoundState.OPEN, MONDAY)
    assert title(world.posted()) == [QUESTION]
    assert (await world.series()).next_due == NINE + DAY


async def test_day_that_was_opened_early_is_not_missed(world: World) -> None:
    await world.set_up()
    await open_now(world)
    await world.after()

    await world.at(NINE + 2 * DAY + timedelta(hours=5))

    assert states(await world.rounds()) == [(7, "closed"), (8, "skipped"), (9, "skipped")]
    assert title(world.posted())[-1] == "2 questions were missed"


@pytest.mark.parametrize("instant", [NINE, NINE + timedelta(hours=5)])
async def test_slot_that_is_due_though_its_round_is_open_changes_nothing(world: World, instant: datetime) -> None:
    series = await world.set_up()
    await open_now(world)
    await world.after()
    before = await world.rounds()
    await world.app.call(lambda tx: tx.series.set_next(series.id, date(2026, 12, 7), NINE))

    await world.at(instant)

    assert await world.rounds() == before
    assert title(world.posted()) == [QUESTION]
    assert (await world.series()).next_due == NINE + DAY


async def test_open_now_twice_a_day_is_refused(world: World) -> None:
    await world.set_up()
    await open_now(world)
    before = await world.rounds()

    with pytest.raises(RefusedError) as refused:
        await open_now(world)

    assert refused.value.message == "Today's question of daily has been asked already."
    assert await world.rounds() == before


async def test_open_now_after_the_closing_time_is_refused_and_leaves_nothing(world: World) -> None:
    await world.set_up()
    series = await world.series()
    world.clock.travel(MONDAY + timedelta(hours=9))

    with pytest.raises(RefusedError) as refused:
        await open_now(world)

    assert refused.value.message == "The closing time of today has passed, so nobody could answer."
    assert await world.rounds() == []
    assert await world.series() == series


async def test_open_now_on_a_skipped_day_opens_it(world: World) -> None:
    await world.set_up()
    await world.app.call(world.app.services.managing.skip, ADMIN, await world.series())

    await open_now(world)

    [played] = await world.rounds()
    assert (played.state, played.note) == (RoundState.OPEN, "")


async def test_open_now_on_a_day_without_a_slot_opens_one(world: World) -> None:
    saturday = datetime(2026, 12, 12, 10, tzinfo=UTC)
    world.clock.travel(saturday)
    await world.set_up()

    await open_now(world)

    assert states(await world.rounds()) == [(12, "open")]
    assert (await world.series()).next_day == date(2026, 12, 14)


async def test_open_now_without_a_question_is_refused_and_leaves_nothing(world: World) -> None:
    await world.set_up()
    world.packs.held = {"basics": pack(question(review_by=date(2026, 12, 6)))}

    with pytest.raises(RefusedError) as refused:
        await open_now(world)

    assert refused.value.message == "No question can be asked."
    assert await world.rounds() == []


async def test_round_whose_slot_had_no_next_one_is_skipped(world: World) -> None:
    only = schedule(skip_dates=frozenset(date(2026, 12, 8) + n * DAY for n in range(6 * 366)), closes=CloseOnNextSlot())
    await world.set_up(schedule=only)

    await world.at(NINE)

    assert states(await world.rounds()) == [(7, "skipped")]
    assert (await world.series()).next_due is None


async def test_many_series_open_in_one_tick(world: World) -> None:
    names = [f"series {number}" for number in range(150)]
    for name in names:
        await world.set_up(name, channel=f"channel-{name}")

    await world.at(NINE)
    await world.at(NINE)

    posted = {name: title(world.posted(channel=f"channel-{name}")) for name in names}
    assert posted == {name: [QUESTION] for name in names}


async def test_two_series_of_a_channel_have_a_round_each(world: World) -> None:
    await world.set_up("daily")
    await world.set_up("weekly")

    await world.at(NINE)

    assert states(await world.rounds("daily")) == states(await world.rounds("weekly")) == [(7, "open")]
    assert title(world.posted()) == [QUESTION, QUESTION]


async def test_slot_that_was_taken_by_another_process_between_is_left(world: World) -> None:
    await world.set_up()
    series = await world.series()
    await world.at(NINE)

    opened = await world.app.call(world.app.services.opening.open_due, series.id)
    unknown = await world.app.call(world.app.services.opening.open_due, 99)

    assert (opened, unknown) == (None, None)


async def test_relatives_and_hard_questions_do_not_follow_one_another(world: World) -> None:
    hard = [question(n, family="lamps" if n < 4 else "", level=Level.PROFESSIONAL) for n in range(1, 7)]
    easy = [question(n, prompt=f"word{n} " * 9, key_points=(KeyPoint(f"point{n}"),)) for n in range(7, 17)]
    apart = [replace(one, prompt=f"word{n} " * 9, key_points=(KeyPoint(f"point{n}"),)) for n, one in enumerate(hard)]
    world.packs.held = {"basics": pack(*apart, *easy)}
    await world.set_up()

    for number in range(12):  # two working weeks
        await world.at(NINE + number * DAY)

    asked = [played.question for played in await world.rounds() if played.question]
    assert len(asked) == 10
    assert sum(one.level is Level.PROFESSIONAL for one in asked) == 2
    assert sum(one.family == "lamps" for one in asked) == 1
