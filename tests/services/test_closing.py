import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.console.channel import Place
from bot.domain.answers import Answer
from bot.domain.cards import Facts, Heading, KeyPointLine, Table
from bot.domain.grading import Source
from bot.domain.rounds import Round, RoundState
from bot.domain.schedule import CloseAfter
from bot.domain.streaks import Streak
from bot.errors import DeliveryError, RefusedError
from bot.services.closing import close_now
from bot.services.reminding import remind
from tests.builders import ADMIN, ANA, BO, CHANNEL, CY, MONDAY, WORKSPACE, schedule
from tests.services.processes import PERMANENT, TEMPORARY, Platform, WatchedGrader, catch_up, die_in_tick, process
from tests.world import World, title

NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)
WHOLE = "It stores turquoise lanterns. Elephants guard marble gates."
HALF = "It stores turquoise lanterns."
QUESTION = "Question of the day: Storage · associate"
CLOSED = "Closed: Storage · associate"
REVEAL = "Reveal: Storage · associate"
BOARD = "Leaderboard of daily: Week 50 of 2026"
SETTLED = ["read", f"send {REVEAL}", f"send {BOARD}", f"update {CLOSED}"]


async def opened(world: World, **changes: Any) -> Round:
    await world.set_up(**changes)
    await world.at(NINE)
    return await world.last_round()


async def answers(world: World) -> dict[str, str]:
    played = await world.last_round()
    found: list[Answer] = await world.app.call(lambda tx: list(tx.answers.frozen(played.id)))
    return {answer.member: answer.text for answer in found}


async def points(world: World) -> dict[str, int]:
    played = await world.last_round()
    earned = await world.app.call(lambda tx: tx.standings.points_of(played.id))
    return {member: standing.points for member, standing in earned.items()}


async def streaks(world: World) -> dict[str, int]:
    series = await world.series()
    held = await world.app.call(lambda tx: tx.standings.streaks(series.id))
    return {member: streak.current for member, streak in held.items()}


def shown(world: World, thread: str | None) -> tuple[list[str], list[str]]:
    """Give the titles in the channel and in a round's thread."""
    return title(world.posted()), title(world.posted(thread))


def say_unheard(world: World, played: Round, member: str, text: str) -> str:
    """Write in a thread while no event reaches the engine."""
    return world.chat.say(Place(WORKSPACE, CHANNEL, played.thread), member, text).id


async def test_round_closes_at_its_instant_and_not_before(world: World) -> None:
    await opened(world)

    await world.at(CLOSE - timedelta(microseconds=1))
    before = await world.last_round()
    await world.at(CLOSE)

    after = await world.last_round()
    assert (before.state, before.closed_at) == (RoundState.OPEN, None)
    assert (after.state, after.closed_at, after.mean_score) == (RoundState.CLOSED, CLOSE, None)


async def test_close_posts_one_reveal_one_board_and_one_update_in_that_order(world: World) -> None:
    platform = Platform(world.messenger)
    world = process(world, platform)
    played = await opened(world)
    await world.say(ANA, WHOLE)

    for _ in range(4):
        await world.at(CLOSE)

    assert platform.transcript == [f"send {QUESTION}", *SETTLED]
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


async def test_close_grades_and_scores_what_was_answered(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    await world.say(BO, HALF)
    await world.say(CY, "I forgot")

    await world.at(CLOSE)

    assert await points(world) == {"ana": 10, "bo": 6, "cy": 2}
    assert await streaks(world) == {"ana": 1, "bo": 1, "cy": 1}
    assert (await world.last_round()).mean_score == pytest.approx(0.5)
    grades = await world.app.call(lambda tx: tx.grades.of_round(played.id))
    assert {m: [(g.source, g.by, g.at) for g in ledger] for m, ledger in grades.items()} == {
        member: [(Source.AUTO, "keypoints", CLOSE)] for member in ("ana", "bo", "cy")
    }


async def test_reveal_shows_how_many_met_each_key_point(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    await world.say(BO, HALF)

    await world.at(CLOSE)

    [reveal] = world.posted(played.thread)
    assert [block for block in reveal.blocks if isinstance(block, KeyPointLine)] == [
        KeyPointLine("It stores turquoise lanterns.", "2 of 2"),
        KeyPointLine("Elephants guard marble gates.", "1 of 2"),
    ]
    assert [block for block in reveal.blocks if isinstance(block, Table)] == [
        Table(("Who answered", "Score", "Points"), (("Ana", "100 %", "10"), ("Bo", "50 %", "6")), numeric=(1, 2))
    ]
    assert [block.text for block in reveal.blocks if isinstance(block, Heading)] == [
        "Model answer",
        "Read more",
        "Key points",
        "2 answers",
    ]
    assert [block for block in reveal.blocks if isinstance(block, Facts)] == []


async def test_round_nobody_answered_closes_and_ends_streaks(world: World) -> None:
    daily = schedule(closes=CloseAfter(timedelta(hours=1)))
    await world.set_up(schedule=daily)
    await world.at(NINE)
    await world.say(ANA, WHOLE)
    await catch_up(world, timedelta(hours=2))
    assert await streaks(world) == {"ana": 1}

    await catch_up(world, timedelta(days=1))

    assert await streaks(world) == {"ana": 0}
    assert await answers(world) == {}


async def test_round_by_participation_scores_nothing(world: World) -> None:
    await opened(world, grader="participation")
    await world.say(ANA, "present")

    await world.at(CLOSE)

    assert await points(world) == {"ana": 2}
    assert (await world.last_round()).mean_score is None


async def test_answers_that_events_missed_are_found_in_the_thread(world: World) -> None:
    played = await opened(world)
    heard = await world.say(ANA, "It stores")
    say_unheard(world, played, "ana", "turquoise lanterns.")
    say_unheard(world, played, "bo", HALF)
    world.chat.edit(heard.id, "It keeps")

    await world.at(CLOSE)

    assert await answers(world) == {"ana": "It keeps\nturquoise lanterns.", "bo": HALF}


async def test_edit_back_to_the_first_wording_is_found_in_the_thread(world: World) -> None:
    await opened(world)
    message = await world.say(ANA, "one")
    await world.after(minutes=1)
    await world.edit(ANA, message, "two")
    await world.after(minutes=1)
    world.chat.edit(message.id, "one")

    await world.at(CLOSE)

    assert await answers(world) == {"ana": "one"}


async def test_answer_missing_from_the_thread_is_kept(world: World) -> None:
    await opened(world)
    message = await world.say(ANA, WHOLE)
    world.chat.delete(message.id)

    await world.at(CLOSE)

    assert await answers(world) == {"ana": WHOLE}


async def test_late_answer_found_in_the_thread_is_not_graded(world: World) -> None:
    played = await opened(world)
    world.clock.travel(CLOSE)
    say_unheard(world, played, "ana", WHOLE)

    await world.at(CLOSE + timedelta(minutes=1))

    assert await answers(world) == {}
    assert await world.app.call(lambda tx: tx.answers.count(WORKSPACE, played.thread or "")) == 1


async def test_thread_that_cannot_be_read_for_now_delays_the_reveal(world: World) -> None:
    played = await opened(world)
    say_unheard(world, played, "ana", WHOLE)
    world.messenger.fail_next(TEMPORARY)

    await world.at(CLOSE)
    delayed = shown(world, played.thread)
    await world.after(seconds=59)
    assert shown(world, played.thread) == delayed
    await world.after(seconds=1)

    assert delayed == ([QUESTION], [])
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])
    assert await answers(world) == {"ana": WHOLE}


async def test_thread_whose_platform_asks_to_wait_is_read_then(world: World) -> None:
    played = await opened(world)
    world.messenger.fail_next(DeliveryError("Slower, please.", permanent=False, retry_after=150))

    await world.at(CLOSE)
    await world.after(seconds=149)
    delayed = shown(world, played.thread)
    await world.after(seconds=1)

    assert delayed == ([QUESTION], [])
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


async def test_thread_that_cannot_be_read_until_patience_ends_is_gone_on_without(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    say_unheard(world, played, "bo", HALF)
    for _ in range(17):
        world.messenger.fail_next(TEMPORARY)

    await catch_up_to_close(world, timedelta(minutes=15))
    before = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=1))

    after = await world.last_round()
    assert (before, after.state, after.closed_at) == (
        RoundState.OPEN,
        RoundState.CLOSED,
        CLOSE + timedelta(minutes=16),
    )
    assert await answers(world) == {"ana": WHOLE}
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


async def catch_up_to_close(world: World, after: timedelta) -> None:
    await catch_up(world, CLOSE + after - world.clock.now())


async def test_thread_that_can_never_be_read_is_gone_on_without_at_once(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    world.messenger.fail_next(PERMANENT)

    await world.at(CLOSE)

    assert await answers(world) == {"ana": WHOLE}
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


async def test_round_of_a_platform_that_is_off_waits_for_it(world: World) -> None:
    played = await opened(world)
    say_unheard(world, played, "ana", WHOLE)
    off = process(world)
    off.app = replace(
        off.app, ticking=replace(off.app.ticking, closing=replace(off.app.ticking.closing, messengers={}))
    )
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
    assert shown(world, message.place.thread) == ([CLOSED, BOARD], [REVEAL])


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
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])
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
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


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
    world.messenger.fail_next(PERMANENT)

    await catch_up(world, timedelta(days=1))

    played = await world.last_round()
    assert (played.state, played.question, played.note) == (
        RoundState.SKIPPED,
        None,
        "the card could not be posted in time",
    )
    assert await streaks(world) == {"ana": 1}
    assert title(world.posted()) == [CLOSED, BOARD]


async def test_question_that_was_withdrawn_is_asked_again(world: World) -> None:
    series = await world.set_up(low_pool=0)
    world.messenger.fail_next(PERMANENT)
    await world.at(NINE)
    withdrawn = await world.last_round()
    assert withdrawn.question is not None

    await world.at(CLOSE)

    assert await world.app.call(lambda tx: list(tx.rounds.asked(series.id))) == []


async def test_withdrawn_round_that_is_opened_again_posts_its_card(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(hours=1))))
    world.messenger.fail_next(PERMANENT)
    await world.at(NINE)
    await world.after(hours=1)
    series = await world.app.call(world.app.services.managing.resume, ADMIN, await world.series())

    reopened = await world.app.call(world.app.services.opening.open_now, series)
    await world.after(minutes=1)

    played = await world.last_round()
    assert (played.id, played.state, played.closed_at) == (reopened.id, RoundState.OPEN, None)
    assert title(world.posted()) == [QUESTION]
    await catch_up(world, timedelta(hours=1))
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


async def test_card_that_may_have_been_posted_is_waited_for(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(seconds=3))))
    world.messenger.lose_next_reply(TEMPORARY)
    await world.at(NINE)

    await world.at(NINE + timedelta(seconds=3))
    waiting = (await world.last_round()).state
    await catch_up(world, timedelta(minutes=2))

    played = await world.last_round()
    assert (waiting, played.state) == (RoundState.OPEN, RoundState.CLOSED)
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


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


async def test_close_now_closes_at_once(world: World) -> None:
    played = await opened(world, remind_before=timedelta(hours=1))
    await world.say(ANA, WHOLE)
    await world.after(minutes=5)
    series = await world.series()

    await world.app.call(close_now, world.clock, series)
    await world.after()

    closed = await world.last_round()
    assert (closed.state, closed.closes_at) == (RoundState.CLOSED, NINE + timedelta(minutes=5))
    assert await answers(world) == {"ana": WHOLE}
    assert shown(world, played.thread) == ([CLOSED, BOARD], [REVEAL])


async def test_close_now_twice_keeps_the_first_instant(world: World) -> None:
    await opened(world)
    series = await world.series()
    await world.app.call(close_now, world.clock, series)
    world.clock.travel(NINE + timedelta(minutes=1))

    played = await world.app.call(close_now, world.clock, series)

    assert played.closes_at == NINE


async def test_close_now_without_an_open_round_is_refused(world: World) -> None:
    series = await world.set_up()

    with pytest.raises(RefusedError) as refused:
        await world.app.call(close_now, world.clock, series)

    assert str(refused.value) == "daily has no open question. `open` asks one now."


async def test_streak_survives_what_has_no_slot(world: World) -> None:
    await world.set_up(schedule=schedule(closes=CloseAfter(timedelta(hours=1))))
    for day in (0, 1, 2, 3, 4, 7):
        await world.at(NINE + timedelta(days=day))
        await world.say(ANA, WHOLE)
        await world.after(hours=1)

    series = await world.series()
    held = await world.app.call(lambda tx: tx.standings.streaks(series.id))

    assert held == {"ana": Streak(current=6, longest=6, answered=6)}


async def test_reminder_is_posted_once_in_the_thread(world: World) -> None:
    played = await opened(world, remind_before=timedelta(hours=1))

    await world.at(CLOSE - timedelta(hours=1, microseconds=1))
    before = title(world.posted(played.thread))
    for _ in range(3):
        await world.at(CLOSE - timedelta(hours=1))

    assert (before, title(world.posted(played.thread))) == ([], ["Still time to answer"])


async def test_reminder_that_is_not_due_is_not_owed(world: World) -> None:
    played = await opened(world, remind_before=timedelta(hours=1))

    reminded = [await world.app.call(remind, world.clock, number) for number in (played.id, played.id + 1)]
    await world.after()

    assert reminded == [False, False]
    assert title(world.posted(played.thread)) == []


async def test_reminder_of_a_card_that_was_not_posted_is_dropped(world: World) -> None:
    await world.set_up(remind_before=timedelta(hours=7, minutes=59, seconds=59))
    world.messenger.fail_next(TEMPORARY)
    await world.at(NINE)

    await catch_up(world, timedelta(minutes=5))

    played = await world.last_round()
    assert shown(world, played.thread) == ([QUESTION], [])


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
