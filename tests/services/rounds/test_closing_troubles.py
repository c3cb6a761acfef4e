"""Closing when platforms fail, events are late and processes die."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.calendar.schedule import CloseAfter
from bot.domain.rounds import RoundState
from bot.domain.scoring import PointRules
from bot.errors import DeliveryError, Scope
from tests.services.played import (
    CLOSE,
    HALF,
    NINE,
    SETTLED,
    WHOLE,
    answers,
    opened,
    points,
    say_unheard,
    shown,
    streaks,
)
from tests.services.processes import PERMANENT, TEMPORARY, Platform, WatchedGrader, catch_up, die_in_tick, process
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, schedule
from tests.worlds.titles import BOARD, CLOSED, QUESTION, REVEALED
from tests.worlds.world import World, title


async def test_thread_that_cannot_be_read_for_now_delays_the_reveal(world: World) -> None:
    played = await opened(world)
    say_unheard(world, played, "ana", WHOLE)
    world.messenger.fail_next(TEMPORARY)

    await world.at(CLOSE)
    delayed = shown(world, played.thread)
    await world.after(seconds=0.9)
    assert shown(world, played.thread) == delayed
    await world.after(seconds=0.1)

    assert delayed == ([QUESTION], [])
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)
    assert await answers(world) == {"ana": WHOLE}


async def test_thread_that_cannot_be_read_until_patience_ends_is_gone_on_without(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    say_unheard(world, played, "bo", HALF)
    # At the close, and 1, 2, 4, 8, 16, 32 and 64 seconds after it, then every minute.
    for _ in range(22):
        world.messenger.fail_next(TEMPORARY)

    await catch_up_to_close(world, timedelta(minutes=15))
    before = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=1))

    after = await world.last_round()
    assert (before, after.state, after.closed_at) == (
        RoundState.OPEN,
        RoundState.CLOSED,
        CLOSE + timedelta(minutes=15, seconds=4),
    )
    assert await answers(world) == {"ana": WHOLE}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_mistake_in_reading_back_does_not_keep_a_round_open(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    for _ in range(22):
        world.messenger.fail_next(KeyError("a bug"))

    await catch_up_to_close(world, timedelta(minutes=15))
    await catch_up(world, timedelta(minutes=1))

    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_close_that_failed_here_is_tried_again_a_second_later(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    other = process(world)
    # Not even the default one: a mistake that no grader makes.
    closing = replace(other.app.ticking.closing, graders={})
    failing = replace(other, app=replace(other.app, ticking=replace(other.app.ticking, closing=closing)))

    await failing.at(CLOSE)
    await world.after(seconds=1)

    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def catch_up_to_close(world: World, after: timedelta) -> None:
    await catch_up(world, CLOSE + after - world.clock.now())


async def test_thread_that_can_never_be_read_is_gone_on_without_at_once(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    world.messenger.fail_next(DeliveryError("The thread is gone.", permanent=True, scope=Scope.THREAD))

    await world.at(CLOSE)

    assert await answers(world) == {"ana": WHOLE}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_round_of_a_platform_that_is_off_waits_for_it(world: World) -> None:
    played = await opened(world)
    say_unheard(world, played, "ana", WHOLE)
    off = process(world)
    closing = off.app.ticking.closing
    closing = replace(closing, reading=replace(closing.reading, messengers={}))
    off.app = replace(off.app, ticking=replace(off.app.ticking, closing=closing))
    await off.at(CLOSE)
    await off.after(hours=20)
    before = (await world.last_round()).state

    await world.after(minutes=1)

    [first, *_] = await world.rounds()
    assert (before, first.state) == (RoundState.OPEN, RoundState.CLOSED)
    found = await world.app.call(lambda tx: list(tx.answers.frozen(played.id)))
    assert [(answer.member, answer.text) for answer in found] == [("ana", WHOLE)]


async def test_edit_that_comes_while_grading_leads_to_a_new_grading(world: World) -> None:
    await opened(world)
    message = await world.say(ANA, HALF)
    loop = asyncio.get_running_loop()
    grader = WatchedGrader()
    # The edit was made in time, but its event comes only now.
    edited = world.chat.edit(message.id, WHOLE).revision

    def arrive() -> None:
        recording = world.record(edited, ANA, message.place.thread or "")
        asyncio.run_coroutine_threadsafe(recording, loop).result()

    grader.meanwhile = arrive
    closing = process(world, Platform(world.messenger, is_deaf=True), grader)

    await closing.at(CLOSE)

    assert grader.graded == [HALF, WHOLE]
    assert await answers(world) == {"ana": WHOLE}
    assert shown(world, message.place.thread) == ([CLOSED, BOARD], REVEALED)


async def test_answer_that_is_erased_while_it_is_graded_is_not_in_the_close(world: World) -> None:
    await opened(world)
    await world.say(ANA, WHOLE)
    await world.say(BO, HALF)
    loop = asyncio.get_running_loop()
    grader = WatchedGrader()

    def erase() -> None:
        erasing = world.app.call(lambda tx: tx.members.erase(ANA.workspace, ANA.member, world.clock.now()))
        asyncio.run_coroutine_threadsafe(erasing, loop).result()

    grader.meanwhile = erase

    await process(world, Platform(world.messenger, is_deaf=True), grader).at(CLOSE)

    assert await answers(world) == {"bo": HALF}


async def test_round_two_processes_close_at_once_closes_once(world: World) -> None:
    platform = Platform(world.messenger)
    first, second = process(world, platform), process(world, platform)
    await opened(first)
    await first.say(ANA, WHOLE)
    world.clock.travel(CLOSE)

    await asyncio.gather(*(some.app.ticking.tick() for some in (first, second) * 3))

    assert platform.transcript == [f"send {QUESTION}", *SETTLED]
    assert await points(world) == {"ana": 10}
    assert await streaks(world) == {"ana": 1}


async def test_round_whose_process_died_is_taken_over_after_the_lease(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    platform = Platform(world.messenger, stuck={"read"})
    world.clock.travel(CLOSE)
    await die_in_tick(process(world, platform), platform)

    await world.at(CLOSE + timedelta(minutes=10) - timedelta(microseconds=1))
    held = (await world.last_round()).state
    await world.at(CLOSE + timedelta(minutes=10))

    assert (held, (await world.last_round()).state) == (RoundState.OPEN, RoundState.CLOSED)
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)
    assert await answers(world) == {"ana": WHOLE}


async def test_round_taken_over_while_its_first_process_still_grades_closes_once(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    loop = asyncio.get_running_loop()

    def take_over() -> None:
        asyncio.run_coroutine_threadsafe(world.at(CLOSE + timedelta(minutes=10)), loop).result()

    slow = process(world, grader=WatchedGrader(take_over))
    world.clock.travel(CLOSE)

    closed = await slow.app.ticking.closing.close(played.id)

    assert closed is False
    assert await points(world) == {"ana": 10}
    assert await streaks(world) == {"ana": 1}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_close_of_a_round_that_is_closed_does_nothing(world: World) -> None:
    played = await opened(world)
    await world.at(CLOSE)
    before = await world.last_round()

    closed = [await world.app.ticking.closing.close(number) for number in (played.id, played.id + 1)]

    assert closed == [False, False]
    assert await world.last_round() == before


async def test_round_whose_card_was_never_posted_is_withdrawn(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    await world.say(ANA, WHOLE)
    await world.at(CLOSE)
    assert await streaks(world) == {"ana": 1}
    world.messenger.refusals[CHANNEL] = PERMANENT

    await catch_up(world, timedelta(days=1, hours=8))

    played = await world.last_round()
    assert (played.state, played.question, played.note) == (
        RoundState.SKIPPED,
        None,
        "its card could not be posted: The channel is gone.",
    )
    assert await streaks(world) == {"ana": 1}
    assert title(world.posted()) == [CLOSED, BOARD]


async def test_question_that_was_withdrawn_is_asked_again(world: World) -> None:
    series = await world.set_up(low_pool=0)
    world.messenger.refusals[CHANNEL] = PERMANENT
    await world.at(NINE)
    await world.at(CLOSE)

    withdrawn = await world.last_round()

    assert (withdrawn.state, withdrawn.question) == (RoundState.SKIPPED, None)
    assert await world.app.call(lambda tx: list(tx.rounds.asked(series.id))) == []


async def test_withdrawn_round_that_is_opened_again_posts_its_card(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(hours=1))))
    world.messenger.refusals[CHANNEL] = PERMANENT
    await world.at(NINE)
    await world.after(hours=1)
    assert (await world.last_round()).state is RoundState.SKIPPED
    world.messenger.refusals.clear()
    series = await world.app.call(world.app.services.managing.resume, ADMIN, await world.series())

    reopened = await world.app.call(world.app.services.opening.open_now, ADMIN, series)
    await world.after(minutes=1)

    played = await world.last_round()
    assert (played.id, played.state, played.closed_at) == (reopened.id, RoundState.OPEN, None)
    assert title(world.posted()) == [QUESTION]
    await catch_up(world, timedelta(hours=1))
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_card_that_may_have_been_posted_is_waited_for(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(seconds=3))))
    world.messenger.lose_next_reply(TEMPORARY)
    await world.at(NINE)

    await world.at(NINE + timedelta(seconds=3))
    waiting = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=2))

    played = await world.last_round()
    assert (waiting, played.state) == (RoundState.OPEN, RoundState.CLOSED)
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_card_that_was_refused_first_and_may_have_been_posted_since_is_waited_for(world: World) -> None:
    world.messenger.refusals[CHANNEL] = DeliveryError("Archived.", permanent=True, scope=Scope.CHANNEL)
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(seconds=61))))
    await world.at(NINE)
    world.messenger.refusals.clear()
    world.messenger.lose_next_reply(TEMPORARY)

    await catch_up(world, timedelta(seconds=61))
    waiting = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=2))

    played = await world.last_round()
    assert (waiting, played.state) == (RoundState.OPEN, RoundState.CLOSED)
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_card_that_may_have_been_posted_is_not_waited_for_longer_than_an_hour(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(seconds=3))))
    for _ in range(200):
        world.messenger.fail_next(TEMPORARY)
    await world.at(NINE)

    await catch_up(world, timedelta(minutes=59))
    waiting = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=3))

    assert (waiting, (await world.last_round()).state) == (RoundState.OPEN, RoundState.SKIPPED)
    assert title(world.posted()) == []


async def test_failing_round_does_not_hold_up_another_and_is_closed_later(world: World) -> None:
    await world.set_up("other", channel="elsewhere", grader="participation")
    await opened(world)
    await world.say(ANA, WHOLE)
    broken = process(world, grader=WatchedGrader(name="participation"))

    await broken.at(CLOSE)
    before = [(await world.last_round(name)).state for name in ("daily", "other")]
    await world.at(CLOSE + timedelta(minutes=10))
    after = [(await world.last_round(name)).state for name in ("daily", "other")]

    assert before == [RoundState.OPEN, RoundState.CLOSED]
    assert after == [RoundState.CLOSED, RoundState.CLOSED]
    assert await points(world) == {"ana": 10}


async def test_messages_after_the_close_never_lead_to_grading_again(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    loop = asyncio.get_running_loop()

    def say_late() -> None:
        asyncio.run_coroutine_threadsafe(world.say(BO, HALF, thread=played.thread), loop).result()

    grader = WatchedGrader(say_late)
    await process(world, grader=grader).at(CLOSE)

    assert grader.graded == [WHOLE]
    assert await answers(world) == {"ana": WHOLE}


async def test_settings_that_change_while_it_is_graded_count_and_what_was_graded_is_taken_again(world: World) -> None:
    await opened(world)
    await world.say(ANA, WHOLE)
    series = await world.series()
    loop = asyncio.get_running_loop()
    changed = replace(series.settings, points=PointRules(1, 4, 0), excluded=frozenset({"ana"}))

    def change() -> None:
        work = world.app.call(world.app.services.managing.change, ADMIN, series, changed)
        asyncio.run_coroutine_threadsafe(work, loop).result()

    grader = WatchedGrader(change)
    await process(world, grader=grader).at(CLOSE)

    assert grader.graded == [WHOLE]
    assert await points(world) == {"ana": 3}
