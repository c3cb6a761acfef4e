"""What managers do, by command."""

from datetime import date

import pytest

from bot.errors import InputError, RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, CY, question
from tests.worlds.builders import pack as make_pack
from tests.worlds.playing import BOTH, HALF, open_round, play
from tests.worlds.reading import days, facts, rows, small, text_of
from tests.worlds.titles import REVEALED
from tests.worlds.world import World


async def said(world: World, text: str) -> str:
    with pytest.raises((InputError, RefusedError)) as caught:
        await world.command(ADMIN, text)
    return str(caught.value)


async def test_pause_and_resume(world: World) -> None:
    await world.set_up()

    paused = await world.command(ADMIN, "pause")
    coming = await world.command(ANA, "preview")
    await world.after(hours=2)
    while_paused = await world.rounds()
    resumed = await world.command(ADMIN, "resume")

    assert (paused.title, text_of(paused)) == (
        "daily is paused",
        "`/qotd resume` lets it ask again. An open question still closes on time.",
    )
    assert small(coming) == ["Paused: a manager asked for it", "No slot is coming up."]
    assert while_paused == []
    assert (resumed.title, days(resumed)) == ("daily asks again", ["12-08"])


async def test_pause_until_a_day(world: World) -> None:
    await world.set_up()

    paused = await world.command(ADMIN, "pause until 2026-12-14")

    assert text_of(paused) == "It asks again on Monday 14 December. An open question still closes on time."
    assert days(await world.command(ANA, "preview 2")) == ["12-14", "12-15"]


@pytest.mark.parametrize("day", ["monday", "next Monday", "14 December 2026", "2026\u201312\u201314"])
async def test_pause_until_a_day_as_people_say_it(world: World, day: str) -> None:
    await world.set_up()

    await world.command(ADMIN, f"pause until {day}")

    assert days(await world.command(ANA, "preview 1")) == ["12-14"]


async def test_pause_until_a_day_after_a_plain_pause_asks_again_then(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "pause")

    await world.command(ADMIN, "pause 2026-12-14")

    assert days(await world.command(ANA, "preview 1")) == ["12-14"]


async def test_resume_ends_a_pause_until_a_day(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "pause until 2026-12-14")

    assert days(await world.command(ADMIN, "resume")) == ["12-07"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-12-07", "2026-12-07 is not in the future. Say the day of the next question, like 2030-01-07."),
        ("soon", "'soon' is no date. Write year-month-day, like 2030-12-24, or a weekday."),
        ("2027-02-30", "'2027-02-30' is in no calendar. Write year-month-day, like 2030-12-24, or a weekday."),
        (
            "",
            (
                "Until which day? For example `/qotd pause until monday` or `/qotd pause until 2030-01-07`, "
                "or just `/qotd pause`."
            ),
        ),
    ],
)
async def test_pause_until_what_is_no_day_to_come(world: World, text: str, sentence: str) -> None:
    await world.set_up()

    assert await said(world, f"pause until {text}") == sentence
    assert days(await world.command(ANA, "preview 1")) == ["12-07"]


async def test_pause_lets_the_open_question_close(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.command(ADMIN, "pause")

    await world.after(hours=9)

    assert [(again.id, again.state) for again in await world.rounds()] == [(played.id, "closed")]


async def test_skip_and_unskip_take_the_next_slots_in_turn(world: World) -> None:
    await world.set_up()

    skipped = [text_of(await world.command(ADMIN, "skip")) for _ in range(2)]
    after = days(await world.command(ANA, "preview 1"))
    back = [text_of(await world.command(ADMIN, "unskip")) for _ in range(2)]

    assert skipped == [
        "There is no question on Monday 7 December; `/qotd unskip` takes that back.",
        "There is no question on Tuesday 8 December; `/qotd unskip` takes that back.",
    ]
    assert after == ["12-09"]
    assert back == [
        "The question of Tuesday 8 December comes after all.",
        "The question of Monday 7 December comes after all.",
    ]
    assert days(await world.command(ANA, "preview 2")) == ["12-07", "12-08"]
    assert await said(world, "unskip") == "No coming slot of daily is skipped."


async def test_resume_of_what_is_not_paused_is_refused(world: World) -> None:
    await world.set_up()

    assert await said(world, "resume") == "daily is not paused. `/qotd preview` shows when it asks next."


async def test_stats_before_the_first_close_say_what_is_open(world: World) -> None:
    await world.set_up()
    await open_round(world)
    await world.say(ANA, "lanterns")
    await world.say(BO, "marble")

    card = await world.command(ADMIN, "stats")

    assert text_of(card) == "1 question is open with 2 answers; figures come at its close."
    assert text_of(await world.command(ADMIN, "stats last month")) == "Nobody answered in this period."


async def test_skip_again_after_unskip(world: World) -> None:
    await world.set_up()
    for text in ("skip", "unskip", "skip"):
        await world.command(ADMIN, text)

    await world.after(hours=2)

    assert [(played.day, played.state) for played in await world.rounds()] == [(date(2026, 12, 7), "skipped")]


async def test_skip_while_paused(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "pause")

    assert await said(world, "skip") == "daily has no slot to skip. Is it paused? `/qotd resume` lets it ask again."


async def test_open_now_takes_the_place_of_todays_slot(world: World) -> None:
    await world.set_up()

    opened = await world.command(ADMIN, "open")
    coming = await world.command(ANA, "preview 1")
    await world.command(ADMIN, "skip")
    await world.after(hours=2)

    assert text_of(opened) == "Today's question is on its way to the channel."
    assert days(coming) == ["12-08"]
    assert [(f"{played.day:%m-%d}", played.state) for played in await world.rounds()] == [
        ("12-07", "open"),
        ("12-08", "skipped"),
    ]
    assert await said(world, "open") == (
        "Today's question of daily has been asked already. There is one question a day; the next one comes on schedule "
        "(`/qotd preview` shows when)."
    )


async def test_close_now_reveals(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.say(ANA, BOTH)

    closing = await world.command(ADMIN, "close")
    await world.after(seconds=2)

    assert text_of(closing) == "The thread is read back and graded; the reveal follows once that is done."
    assert [card.title for card in world.posted(played.thread)] == REVEALED
    assert await said(world, "close") == "daily has no open question. `/qotd open` asks one now."


async def test_queue_add_first_move_remove(world: World) -> None:
    await world.set_up()

    empty = await world.command(ADMIN, "queue")
    added = await world.command(ADMIN, "queue add question-3 basics/question-4 question-3")
    first = await world.command(ADMIN, "queue FIRST question-5 question-4")
    moved = await world.command(ADMIN, "queue move question-3 1")
    removed = await world.command(ADMIN, "queue remove question-4")

    assert text_of(empty) == "It is empty: the rotation chooses. `/qotd queue add pack/id` puts a question ahead."
    assert rows(added) == (("1", "basics/question-3"), ("2", "basics/question-4"))
    assert [row[1][-1] for row in rows(first)] == ["5", "4", "3"]
    assert [row[1][-1] for row in rows(moved)] == ["3", "5", "4"]
    assert [row[1][-1] for row in rows(removed)] == ["3", "5"]


async def test_queue_goes_ahead_of_the_rotation(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "queue add question-33")

    played = await open_round(world)

    assert played.question == question(33)
    assert rows(await world.command(ADMIN, "queue")) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ad x", "The queue does not know 'ad'. Did you mean `/qotd queue add`?"),
        ("zzz", "The queue does not know 'zzz'. It is add, first, remove or move."),
        ("add", "Which question? Name it as pack/id; `/qotd queue` lists what is queued."),
        ("remove", "Which question? Name it as pack/id; `/qotd queue` lists what is queued."),
        ("add nope", "daily cannot ask basics/nope. Name questions as pack/id."),
        ("add nope other/no 7", "daily cannot ask basics/nope, other/no or 7. Name questions as pack/id."),
        ("remove question-9", "basics/question-9 is not queued. `/qotd queue` lists what is."),
        (
            "remove question-8 question-9",
            "basics/question-8 and basics/question-9 are not queued. `/qotd queue` lists what is.",
        ),
        ("move", "Move what, and where to? For example `/qotd queue move aws/ec2-or-lambda 1`."),
        ("move question-2 9", "Move what, and where to? For example `/qotd queue move aws/ec2-or-lambda 1`."),
        ("move question-2 0", "Move what, and where to? For example `/qotd queue move aws/ec2-or-lambda 1`."),
        ("move question-2 1 2", "Move what, and where to? For example `/qotd queue move aws/ec2-or-lambda 1`."),
        ("move question-2 up", "Move what, and where to? For example `/qotd queue move aws/ec2-or-lambda 1`."),
    ],
)
async def test_queue_misused_stays_as_it_is(world: World, text: str, sentence: str) -> None:
    await world.set_up()
    await world.command(ADMIN, "queue add question-2")

    assert await said(world, f"queue {text}") == sentence
    assert rows(await world.command(ADMIN, "queue")) == (("1", "basics/question-2"),)


async def test_queue_can_be_changed_while_it_holds_what_is_gone(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "queue add question-2 question-3")
    world.packs.held = {"basics": make_pack(question(3), question(4))}

    card = await world.command(ADMIN, "queue add question-4")

    assert rows(card) == (
        ("1", "basics/question-2 (passed over)"),
        ("2", "basics/question-3"),
        ("3", "basics/question-4"),
    )
    assert text_of(card) == (
        "They are asked in this order. "
        "What is passed over was retired, is out of date or gone; `/qotd queue remove` takes it out."
    )


async def test_queue_passes_over_what_was_retired_meanwhile(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "queue add question-2 question-3")
    await world.command(ADMIN, "flags retire question-2")

    listed = rows(await world.command(ADMIN, "queue"))
    played = await open_round(world)

    assert listed == (("1", "basics/question-2 (passed over)"), ("2", "basics/question-3"))
    assert played.question == question(3)


async def test_flags_keep_and_retire(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH})
    ref = f"basics/{(await world.last_round()).question.id}"  # type: ignore[union-attr] # a closed round has one
    none = await world.command(ADMIN, "flags")
    for who in (ANA, BO):
        await world.command(who, f"flag {who.name} doubts it, a=b")

    listed = await world.command(ADMIN, "flags")
    retired = await world.command(ADMIN, f"flags retire {ref}")
    out = await world.command(ADMIN, "flags")
    kept = await world.command(ADMIN, f"flags KEEP {ref.partition('/')[2]}")

    assert text_of(none) == "No question is flagged."
    assert rows(listed) == ((ref, "Ana doubts it, a=b"), (ref, "Bo doubts it, a=b"))
    assert text_of(retired) == f"`{ref}` is not asked here again; 2 flags settled."
    assert (rows(out), small(out)) == ((), [f"Not asked here: {ref}"])
    assert text_of(kept) == f"`{ref}` may be asked again."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("keep", "Decide what on which question? `/qotd flags keep pack/id` or `/qotd flags retire pack/id`."),
        (
            "burn question-1",
            "Decide what on which question? `/qotd flags keep pack/id` or `/qotd flags retire pack/id`.",
        ),
        (
            "keep question-99",
            "No pack has a question basics/question-99. `/qotd flags` lists those that wait, as pack/id.",
        ),
    ],
)
async def test_flags_misused(world: World, text: str, sentence: str) -> None:
    await world.set_up()

    assert await said(world, f"flags {text}") == sentence


async def test_exclude_and_include(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH, BO: HALF})

    excluded = await world.command(ADMIN, "exclude @ana")
    without = await world.command(CY, "leaderboard")
    included = await world.command(ADMIN, "include ana")
    again = await world.command(CY, "leaderboard")

    assert text_of(excluded) == "The boards of daily no longer show Ana."
    assert [row[:2] for row in rows(without)] == [("1", "Bo")]
    assert text_of(included) == "The boards of daily show Ana again."
    assert [row[:2] for row in rows(again)] == [("1", "Ana"), ("2", "Bo")]


@pytest.mark.parametrize("command", ["exclude", "include"])
async def test_exclude_nobody(world: World, command: str) -> None:
    await world.set_up()

    assert await said(world, command) == f"Who? For example `/qotd {command} @ana`."


async def test_stats_of_a_period(world: World) -> None:
    await world.set_up()
    empty = await world.command(ADMIN, "stats")
    await play(world, {ANA: BOTH})
    await play(world, {BO: HALF})

    month = await world.command(ADMIN, "stats")
    past = await world.command(ADMIN, "stats last month")

    assert (empty.title, text_of(empty)) == ("Team of daily: December 2026", "Nobody answered in this period.")
    assert facts(month) == {
        "Questions": "2",
        "Answers": "2 of 3, 67 %",
        "Ever took part": "2 people",
        "First answer": "after 1 min on average",
    }
    assert (past.title, text_of(past)) == ("Team of daily: November 2026", "Nobody answered in this period.")


async def test_people_are_shown_in_levels_and_never_by_score(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH})
    await play(world, {BO: HALF})

    people = await world.command(ADMIN, "stats people")

    assert rows(people) == (
        ("Ana", "1 of 2", "50 %", "0", "2026-12-07", "too early", "-", "-"),
        ("Bo", "1 of 1", "100 %", "1", "2026-12-08", "too early", "-", "-"),
    )


async def test_stats_of_no_period(world: World) -> None:
    await world.set_up()

    assert (await said(world, "stats fortnight")).split(". ")[0] == "'fortnight' is no period"
