from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.calendar.schedule import CloseAfter
from bot.domain.card import Heading
from bot.domain.grading import Source
from bot.domain.rounds import RoundState
from bot.domain.streaks import Streak
from bot.errors import DeliveryError, RefusedError
from bot.services.rounds.closing import CLOCK_SKEW, close_now
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
from tests.services.processes import TEMPORARY, Platform, catch_up, process
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE, schedule
from tests.worlds.reading import best_of_day, shares
from tests.worlds.titles import BOARD, CLOSED, QUESTION, REVEALED
from tests.worlds.world import World, title


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
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


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
        member: [(Source.AUTO, "lexical", CLOSE)] for member in ("ana", "bo", "cy")
    }


async def test_reveal_shows_how_many_met_each_key_point(world: World) -> None:
    played = await opened(world)
    await world.say(ANA, WHOLE)
    await world.say(BO, HALF)

    await world.at(CLOSE)

    [reveal, model_answer] = world.posted(played.thread)
    assert shares(reveal) == [("It stores turquoise lanterns.", "2 of 2"), ("Elephants guard marble gates.", "1 of 2")]
    assert best_of_day(reveal) == {"Ana": "10 points", "Bo": "6 points"}
    assert [block.text for block in reveal.blocks if isinstance(block, Heading)] == ["2 answers"]
    assert [block.text for block in model_answer.blocks if isinstance(block, Heading)] == ["Read more"]


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
    assert await world.app.call(lambda tx: len(tx.answers.revisions(WORKSPACE, CHANNEL, played.thread or ""))) == 1


async def test_thread_whose_platform_asks_to_wait_is_read_then(world: World) -> None:
    played = await opened(world)
    world.messenger.fail_next(DeliveryError("Slower, please.", permanent=False, retry_after=150))

    await world.at(CLOSE)
    await world.after(seconds=149)
    delayed = shown(world, played.thread)
    await world.after(seconds=1)

    assert delayed == ([QUESTION], [])
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_close_now_closes_at_once(world: World) -> None:
    played = await opened(world, remind_before=timedelta(hours=1))
    await world.say(ANA, WHOLE)
    await world.after(minutes=5)
    series = await world.series()

    await world.app.call(close_now, world.clock, ADMIN, series)
    await world.after(seconds=2)

    closed = await world.last_round()
    assert (closed.state, closed.closes_at) == (RoundState.CLOSED, NINE + timedelta(minutes=5) + CLOCK_SKEW)
    assert await answers(world) == {"ana": WHOLE}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_close_now_twice_keeps_the_first_instant(world: World) -> None:
    await opened(world)
    series = await world.series()
    await world.app.call(close_now, world.clock, ADMIN, series)
    world.clock.travel(NINE + timedelta(minutes=1))

    played = await world.app.call(close_now, world.clock, ADMIN, series)

    assert played.closes_at == NINE + CLOCK_SKEW


async def test_close_now_without_an_open_round_is_refused(world: World) -> None:
    series = await world.set_up()

    with pytest.raises(RefusedError) as refused:
        await world.app.call(close_now, world.clock, ADMIN, series)

    assert str(refused.value) == "daily has no open question. `/qotd open` asks one now."


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

    reminded = [await world.app.ticking.reminding.remind(number) for number in (played.id, played.id + 1)]
    await world.after()

    assert reminded == [False, False]
    assert title(world.posted(played.thread)) == []


async def test_reminder_of_a_card_that_was_not_posted_is_dropped(world: World) -> None:
    await world.set_up(remind_before=timedelta(hours=7, minutes=59, seconds=59))
    for _ in range(2):
        world.messenger.fail_next(TEMPORARY)
    await world.at(NINE)

    await catch_up(world, timedelta(minutes=5))

    played = await world.last_round()
    assert shown(world, played.thread) == ([QUESTION], [])


async def test_message_just_before_close_now_counts_though_the_platforms_clock_is_ahead(world: World) -> None:
    await opened(world)
    message = await world.say(ANA, WHOLE)
    ahead = replace(message.revision, message="ahead", at=NINE + CLOCK_SKEW - timedelta(microseconds=1))
    late = replace(ahead, message="late", at=NINE + CLOCK_SKEW)
    await world.app.call(close_now, world.clock, ADMIN, await world.series())

    recorded = [await world.record(revision, ANA, message.place.thread or "") for revision in (ahead, late)]
    await world.at(NINE + CLOCK_SKEW)

    assert [one.is_late for one in recorded] == [False, True]
    assert await answers(world) == {"ana": f"{WHOLE}\n{WHOLE}"}


async def test_best_answer_that_was_deleted_before_the_close_is_none(world: World) -> None:
    await opened(world)
    message = await world.say(ANA, WHOLE)
    await world.say(BO, HALF)
    await world.after(minutes=1)
    await world.command(ADMIN, "best ana")
    await world.delete(message)

    await world.at(CLOSE)

    assert (await world.last_round()).best_member is None
    assert await points(world) == {"bo": 6}
