"""Which question a slot asks, and what managers are told of the pool."""

from datetime import date, timedelta

from bot.domain.calendar.schedule import CloseAfter
from bot.domain.rounds import Round, RoundState
from tests.services.processes import catch_up
from tests.worlds.builders import ADMIN, ANA, BO, CY, MONDAY, pack, question, schedule
from tests.worlds.reading import text_of
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)
DAY = timedelta(days=1)
ROOT_DIRECT = "direct:root"


def refs(rounds: list[Round]) -> list[str]:
    return [played.question.ref if played.question else "" for played in rounds]


async def queue(world: World, *numbers: int) -> None:
    series = await world.series()
    wanted = [f"basics/question-{number}" for number in numbers]
    await world.app.call(world.app.services.managing.set_queue, ADMIN, series, wanted)


async def queued(world: World) -> list[str]:
    series = await world.series()
    return await world.app.call(lambda tx: list(tx.queue.list(series.id)))


async def test_queue_goes_ahead_and_is_used_up(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(hours=1))))
    await queue(world, 33, 7)

    await catch_up(world, 2 * DAY)

    assert refs(await world.rounds()) == ["basics/question-33", "basics/question-7"]
    assert await queued(world) == []


async def test_queue_keeps_what_was_not_asked(world: World) -> None:
    await world.set_up()
    await queue(world, 33, 7)

    await world.at(NINE)

    assert refs(await world.rounds()) == ["basics/question-33"]
    assert await queued(world) == ["basics/question-7"]


async def test_question_that_became_stale_is_not_asked_even_from_the_queue(world: World) -> None:
    stale, fresh = question(1, review_by=date(2026, 12, 6)), question(2, review_by=date(2026, 12, 7))
    await world.set_up()
    await queue(world, 1)
    world.packs.held = {"basics": pack(stale, fresh)}

    await world.at(NINE)

    assert refs(await world.rounds()) == ["basics/question-2"]


async def test_quarantined_question_is_not_asked_even_from_the_queue(world: World) -> None:
    world.packs.held = {"basics": pack(question(1), question(2))}
    await world.set_up(low_pool=0)
    await queue(world, 1)
    for member in (ANA, BO, CY):
        await world.app.call(world.app.services.flagging.flag, member, "basics/question-1", "It is wrong.")

    await world.at(NINE)

    assert refs(await world.rounds()) == ["basics/question-2"]


async def test_pack_that_is_gone_leaves_no_question_and_a_note(world: World) -> None:
    await world.set_up()
    world.packs.held = {}

    await world.at(NINE)

    [played] = await world.rounds()
    assert (played.state, played.note) == (RoundState.SKIPPED, "no question was left to ask")
    assert title(world.posted()) == ["No question for Monday 7 December"]
    assert title(world.posted(channel=ROOT_DIRECT)) == ["No question can be asked"]
    assert text_of(world.posted(channel=ROOT_DIRECT)[0]).startswith("**daily** has no question that it may ask:")


async def test_low_and_dry_pool_warn_each_manager_once(world: World) -> None:
    world.packs.held = {"basics": pack(*(question(n) for n in range(1, 5)))}
    await world.app.call(lambda tx: tx.members.seen(ANA))
    daily = schedule(closes=CloseAfter(timedelta(hours=1)))
    await world.set_up(schedule=daily, low_pool=2, managers=frozenset({"root", "ana"}))

    await catch_up(world, 5 * DAY)

    warnings = ["Questions are running out", "All questions have been asked"]
    assert title(world.posted(channel=ROOT_DIRECT)) == warnings
    assert title(world.posted(channel="direct:ana")) == warnings
    assert title(world.posted(channel="direct:bo")) == []


async def test_pool_that_was_filled_up_warns_again(world: World) -> None:
    world.packs.held = {"basics": pack(question(1), question(2))}
    daily = schedule(closes=CloseAfter(timedelta(hours=1)))
    await world.set_up(schedule=daily, low_pool=1)
    await catch_up(world, DAY)
    world.packs.held = {"basics": pack(*(question(n) for n in range(1, 5)))}

    await catch_up(world, 2 * DAY)

    assert title(world.posted(channel=ROOT_DIRECT)) == ["Questions are running out", "Questions are running out"]
