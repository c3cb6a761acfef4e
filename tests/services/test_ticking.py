from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.calendar.schedule import CloseAfter
from bot.domain.rounds import RoundState
from bot.services.each import do_each
from tests.worlds.builders import ANA, CHANNEL, MONDAY, WORKSPACE, schedule
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)


async def test_next_due_follows_what_is_coming(world: World) -> None:
    seen = [await world.app.ticking.next_due()]
    await world.set_up(remind_before=timedelta(hours=2))

    for instant in (MONDAY, NINE, CLOSE - timedelta(hours=2), CLOSE):
        await world.at(instant)
        seen.append(await world.app.ticking.next_due())

    assert seen == [None, NINE, CLOSE - timedelta(hours=2), CLOSE, NINE + timedelta(days=1)]


async def test_tick_with_nothing_due_changes_nothing(world: World) -> None:
    await world.set_up()
    before = await world.series()

    await world.app.ticking.tick()

    assert await world.series() == before
    assert await world.rounds() == []


async def test_reveal_stands_before_the_next_question(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(hours=24))))
    await world.at(NINE)

    await world.at(NINE + timedelta(days=1))

    assert [played.state for played in await world.rounds()] == [RoundState.CLOSED, RoundState.OPEN]
    assert title(world.posted()) == [
        "Closed: Storage · associate",
        "Revealed: Storage · associate",
        "Question of the day: Storage · associate",
    ]


async def test_retention_deletes_what_is_old_and_keeps_answers(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    message = await world.say(ANA, "It stores turquoise lanterns.")
    await world.at(CLOSE)
    played = await world.last_round()
    world.clock.travel(CLOSE + timedelta(days=30))

    young = await world.app.ticking.retain(timedelta(days=31))
    old = await world.app.ticking.retain(timedelta(days=29))

    assert (young.revisions, young.deliveries) == (0, 0)
    assert (old.revisions, old.deliveries) == (1, 5)
    assert (
        await world.app.call(lambda tx: len(tx.answers.revisions(WORKSPACE, CHANNEL, message.place.thread or ""))) == 0
    )
    frozen = await world.app.call(lambda tx: tx.answers.frozen(played.id))
    assert [(answer.member, answer.text) for answer in frozen] == [("ana", message.text)]


class EndOfProcessError(BaseException):
    """What ends a process, as KeyboardInterrupt does."""


async def _work(number: int) -> None:
    if number == 2:
        raise ValueError("broken")
    if number == 3:
        raise EndOfProcessError


async def test_work_that_fails_is_logged_with_its_number() -> None:
    with capture_logs() as logs:
        await do_each([1, 2, 4], _work, "working")

    assert [(entry["what"], entry["number"], entry["log_level"]) for entry in logs] == [("working", 2, "error")]


async def test_work_that_ends_the_process_is_not_held_back() -> None:
    with pytest.raises(EndOfProcessError):
        await do_each([1, 3], _work, "working")
