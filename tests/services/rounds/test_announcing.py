"""What the channel hears of a reveal, and with which reveal the board of a week comes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.calendar.schedule import CloseAfter, CloseOnNextSlot
from bot.domain.card import Action, Card, Chart, Facts, Heading, Small, Table, Text
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.series import BoardTimes
from bot.errors import DeliveryError, RefusedError, Scope
from tests.services.played import CLOSE, NINE
from tests.worlds.builders import ADMIN, ANA, BO, CY, MONDAY, schedule
from tests.worlds.playing import BOTH, HALF, NOTHING, open_round, play
from tests.worlds.titles import CLOSED, REVEALED
from tests.worlds.world import World, new_world, title

WEEK_50, WEEK_51 = "daily: Week 50 of 2026", "daily: Week 51 of 2026"
DAY = timedelta(days=1)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with new_world() as made:
        yield made


async def weekly(world: World, name: str = "daily", **changes: Any) -> None:
    await world.set_up(name, board=BoardTimes.WEEKLY, schedule=schedule(**changes))


def news(world: World) -> list[Card]:
    """Give what the channel heard of reveals."""
    return [card for card in world.posted() if not card.title]


def boards(world: World) -> list[str]:
    """Say of each reveal that the channel heard of whose week's board it had; a dash for none."""
    found = []
    for card in news(world):
        headings = [block.text for block in card.blocks if isinstance(block, Heading)]
        found.append(headings[0] if headings else "-")
    return found


async def week(world: World, days: int = 5) -> None:
    for _ in range(days):
        await play(world, {ANA: BOTH})


async def test_the_channel_hears_who_leads_and_how_they_moved(world: World) -> None:
    await weekly(world)
    await play(world, {ANA: HALF, BO: NOTHING})
    await play(world, {ANA: NOTHING, BO: BOTH, CY: HALF})

    first, second = news(world)

    assert first.blocks == (
        Text("Revealed: **Storage · associate** · 2 answers"),
        Small("daily, Week 50 of 2026:"),
        Small("🥇 Ana · 6 points"),
        Small("🥈 Bo · 2 points"),
    )
    assert second == Card(
        "",
        (
            Text("Revealed: **Storage · associate** · 3 answers"),
            Small("daily, Week 50 of 2026:"),
            Small("🥇 Bo · 12 points · ▲1"),
            Small("🥈 Ana · 8 points · ▼1"),
            Small("🥉 Cy · 6 points · new"),
        ),
    )


async def test_who_kept_their_place_is_said_to_and_who_appears_nowhere_is_not_counted(world: World) -> None:
    await world.set_up(board=BoardTimes.WEEKLY, excluded=frozenset({"bo"}))
    await play(world, {ANA: HALF, BO: BOTH})
    await play(world, {ANA: HALF, BO: BOTH})

    assert news(world)[-1].blocks[2:] == (Small("🥇 Ana · 12 points · ="),)


async def test_nobody_answered(world: World) -> None:
    await weekly(world)
    await play(world, {})

    assert news(world)[0].blocks == (Text("Revealed: **Storage · associate** · nobody answered"),)


async def test_never_says_that_there_is_a_reveal_and_nothing_of_points(world: World) -> None:
    await world.set_up(board=BoardTimes.NEVER)
    await week(world)

    assert {card.blocks for card in news(world)} == {(Text("Revealed: **Storage · associate** · 1 answer"),)}
    assert {card.actions for card in news(world)} == {()}


async def test_each_shows_the_whole_board_with_every_reveal(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})

    table = Table(
        ("Rank", "Who", "Points", "Answers", "Score", "Streak"),
        (("1", "Ana", "6", "1", "50 %", "1"),),
        numeric=(0, 2, 3, 4, 5),
    )
    assert news(world)[0].blocks[1:] == (Heading("Leaderboard of daily: Week 50 of 2026"), table)


async def test_the_line_leads_to_the_reveal(world: World) -> None:
    await world.set_up(board=BoardTimes.NEVER)
    world.messenger.links = "https://chat.example"
    played = await open_round(world)
    await world.at(CLOSE)

    reveal = next(d for d in await world.deliveries(played.id) if d.kind is DeliveryKind.REVEAL)
    link = f"[Read the reveal](https://chat.example/{reveal.message})"
    said = f"Revealed: **Storage · associate** · nobody answered · {link}"
    assert news(world) == [Card("", (Text(said),))]


async def test_where_the_thread_is_gone_the_line_comes_after_the_reveal_once(world: World) -> None:
    await weekly(world)
    played = await open_round(world)
    world.messenger.thread_refusal = DeliveryError("No such thread.", permanent=True, scope=Scope.THREAD)
    await world.at(CLOSE)
    await world.after(hours=1)

    assert title(world.posted()) == [CLOSED, *REVEALED, "Revealed: Storage · associate"]
    assert news(world)[0].blocks == (Text("Revealed: **Storage · associate** · nobody answered"),)
    assert {d.state for d in await world.deliveries(played.id)} == {DeliveryState.SENT}


async def test_it_goes_out_once_though_the_platform_lost_its_reply(world: World) -> None:
    await weekly(world)
    await open_round(world)
    for _ in range(2):
        world.messenger.lose_next_reply(DeliveryError("The connection broke.", permanent=False))
    await world.at(CLOSE)
    for _ in range(4):
        await world.after(minutes=1)

    assert title(world.posted()) == [CLOSED, "Revealed: Storage · associate"]


async def test_the_board_comes_with_the_last_reveal_of_the_week(world: World) -> None:
    await weekly(world)
    for day in range(4):
        await play(world, {ANA: BOTH, BO: HALF, CY: HALF} if day else {ANA: HALF, BO: HALF})
    await play(world, {})

    assert boards(world) == ["-", "-", "-", "-", WEEK_50]
    last = news(world)[-1]
    fifth = await world.last_round()
    assert last.actions == (Action("place", "My place", f"round:{fifth.id}"),)
    days = ("Mon", "Tue", "Wed", "Thu", "Fri")
    assert last.blocks == (
        Text("Revealed: **Storage · associate** · nobody answered"),
        Heading(WEEK_50),
        Table(
            ("Rank", "Who", "Points", "Answers"),
            (("🥇", "Ana", "36", "4"), ("🥈", "Bo", "24", "4"), ("🥉", "Cy", "18", "3")),
            numeric=(0, 2, 3),
        ),
        Chart("Answers by question", days, (("answers", (2, 3, 3, 3, 0)),)),
        Small("No average for Mon, Tue, Wed and Thu: with so few answers it would show how one person did."),
    )


async def test_every_week_has_its_board(world: World) -> None:
    await weekly(world)
    await week(world, 10)

    assert boards(world) == [*("-",) * 4, WEEK_50, *("-",) * 4, WEEK_51]


async def test_the_last_round_closes_when_the_next_week_has_begun(world: World) -> None:
    await weekly(world, closes=CloseOnNextSlot())
    for day in range(8):
        await world.at(NINE + day * DAY)

    # Friday's closes on Monday at nine, with the next question.
    assert boards(world) == ["-", "-", "-", "-", WEEK_50]


async def test_rounds_that_overlap_end_their_weeks_in_whatever_order(world: World) -> None:
    await weekly(world, weekdays=frozenset({3, 4}), closes=CloseAfter(timedelta(days=8)))
    for day in range(3, 20):
        await world.at(NINE + day * DAY)
        await world.after(minutes=1)

    # Thursday's of week 50 closes in week 51, while Friday's is open; that one ends the week.
    assert boards(world)[:4] == ["-", WEEK_50, "-", WEEK_51]


async def test_a_holiday_on_friday_ends_the_week_on_thursday(world: World) -> None:
    await weekly(world, skip_dates=frozenset({date(2026, 12, 11)}))
    await week(world, 4)

    assert boards(world) == ["-", "-", "-", WEEK_50]


async def test_of_weeks_without_a_question_there_is_no_board(world: World) -> None:
    await weekly(world, every_weeks=2, anchor=date(2026, 12, 7), weekdays=frozenset({4}))
    await week(world, 2)

    assert boards(world) == [WEEK_50, "daily: Week 52 of 2026"]


async def test_a_close_by_hand_ends_the_week_only_if_nothing_is_due(world: World) -> None:
    await weekly(world)
    for _ in range(5):
        await open_round(world)
        await world.command(ADMIN, "close")
        await world.after(seconds=5)

    assert boards(world) == ["-", "-", "-", "-", WEEK_50]


async def test_a_series_that_is_paused_while_its_last_question_is_open(world: World) -> None:
    await weekly(world)
    await week(world, 3)
    await open_round(world)
    await world.command(ADMIN, "pause")
    await world.after(hours=8)

    assert boards(world) == ["-", "-", "-", WEEK_50]


async def test_a_week_that_ends_without_a_reveal_has_its_board_with_the_next_one(world: World) -> None:
    await weekly(world)
    await week(world, 4)
    await world.command(ADMIN, "skip")
    await week(world, 5)

    assert boards(world) == ["-", "-", "-", "-", WEEK_50, "-", "-", "-", WEEK_51]
    assert news(world)[4].actions[0].target == f"round:{(await world.rounds())[3].id}"


async def test_a_week_whose_board_is_pending_has_it_beside_that_of_the_next(world: World) -> None:
    await weekly(world, skip_dates=frozenset(date(2026, 12, day) for day in range(15, 19)))
    await week(world, 4)
    await world.command(ADMIN, "skip")
    # Of week 51 only Monday is left.
    await play(world, {BO: BOTH})
    await week(world, 5)

    joined = news(world)[4]
    assert [block.text for block in joined.blocks if isinstance(block, Heading)] == [WEEK_50, WEEK_51]
    assert [block.rows[0][:2] for block in joined.blocks if isinstance(block, Table)] == [("🥇", "Ana"), ("🥇", "Bo")]
    assert [block.title for block in joined.blocks if isinstance(block, Chart)] == ["Answers by question"]
    rounds = await world.rounds()
    assert [(one.label, one.target) for one in joined.actions] == [
        ("My place, Week 50 of 2026", f"round:{rounds[3].id}"),
        ("My place, Week 51 of 2026", f"round:{rounds[5].id}"),
    ]
    assert boards(world)[5:] == [*("-",) * 4, "daily: Week 52 of 2026"]


async def test_a_question_outside_the_schedule_brings_no_second_board(world: World) -> None:
    await weekly(world)
    await week(world, 5)
    await world.at(datetime.combine(date(2026, 12, 12), NINE.timetz()))
    await world.command(ADMIN, "open")
    await world.after(seconds=1)
    await world.after(hours=9)

    assert boards(world) == ["-", "-", "-", "-", WEEK_50, "-"]


async def test_what_was_missed_for_longer_than_its_grace_is_due_no_more(world: World) -> None:
    await weekly(world, closes=CloseOnNextSlot())
    for day in range(4):
        await world.at(NINE + day * DAY)
    # Askaday does not run from Thursday on until Saturday.
    await world.at(datetime.combine(date(2026, 12, 12), NINE.timetz()))

    assert boards(world) == ["-", "-", "-", WEEK_50]


async def test_two_series_in_one_channel_have_a_board_each(world: World) -> None:
    await weekly(world, weekdays=frozenset({0, 1}))
    await weekly(world, "deep", weekdays=frozenset({0, 2}))
    for day in range(4):
        await world.at(MONDAY + day * DAY + timedelta(hours=2))
        await world.at(MONDAY + day * DAY + timedelta(hours=10))

    assert boards(world) == ["-", "-", WEEK_50, "deep: Week 50 of 2026"]


async def test_a_regrade_after_the_reveal_is_in_the_board(world: World) -> None:
    await weekly(world, weekdays=frozenset({0, 1}))
    await play(world, {ANA: HALF})
    await world.command(ADMIN, "grade Ana 100% all of it is there")
    await play(world, {ANA: HALF})

    table = next(block for block in news(world)[-1].blocks if isinstance(block, Table))
    assert table.rows == (("🥇", "Ana", "16", "2"),)


async def test_a_reveal_that_is_owed_for_days_brings_its_board_with_it(world: World) -> None:
    await weekly(world, weekdays=frozenset({0}))
    await open_round(world)
    await world.say(ANA, BOTH)
    world.messenger.refusals["general"] = DeliveryError("The channel is archived.", permanent=True, scope=Scope.CHANNEL)
    await world.at(CLOSE)
    await world.at(CLOSE + 4 * DAY)
    heard = boards(world)
    world.messenger.refusals.clear()
    await world.command(ADMIN, "resume")
    await world.after(hours=2)

    assert (heard, boards(world)) == ([], [WEEK_50])


async def test_members_see_their_own_place_alone(world: World) -> None:
    await weekly(world, weekdays=frozenset({0}))
    played = await play(world, {ANA: HALF, BO: BOTH})

    own = await world.press(ANA, "place", f"round:{played.id}")
    nobody = await world.press(CY, "place", f"round:{played.id}")

    assert (own.title, nobody.blocks) == (
        "Your place in daily: Week 50 of 2026",
        (Text("You have no points in that week."),),
    )
    assert own.blocks == (Facts((("Rank", "2 of 2"), ("Points", "6"), ("Answers", "1"))),)


async def test_nobody_elses_workspace_can_be_asked_for_a_place(world: World) -> None:
    await weekly(world)
    played = await play(world, {ANA: HALF})

    with pytest.raises(RefusedError, match="does not exist here"):
        await world.press(replace(ANA, workspace="console:other"), "place", f"round:{played.id}")
