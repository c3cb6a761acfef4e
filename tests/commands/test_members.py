"""What everyone may ask."""

import json
from dataclasses import replace

import pytest

from adapters.console.send.channel import Place
from bot.domain.card import Card, Text
from bot.errors import InputError, RefusedError
from tests.contracts.stored import claim
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, WORKSPACE
from tests.worlds.playing import BOTH, HALF, NOTHING, open_round, play
from tests.worlds.reading import best_of_day, days, facts, outcomes, rows, small, text_of
from tests.worlds.world import World


async def said(world: World, text: str) -> str:
    with pytest.raises((InputError, RefusedError)) as caught:
        await world.command(ANA, text)
    return str(caught.value)


async def test_leaderboard_ranks_with_a_tie_and_shows_own_rank(world: World) -> None:
    await world.set_up()
    await play(world, {CY: BOTH, BO: HALF, ANA: HALF, ADMIN: NOTHING})

    card = await world.command(ADMIN, "leaderboard")

    assert card.title == "Leaderboard of daily: Week 50 of 2026"
    assert rows(card) == (
        ("1", "Cy", "10", "1", "1"),
        ("2", "Ana", "6", "1", "1"),
        ("2", "Bo", "6", "1", "1"),
        ("4", "Root", "2", "1", "1"),
    )
    assert small(card) == ["You: rank 4 with 2 points."]


@pytest.mark.parametrize(
    ("period", "title"),
    [
        ("", "Week 50 of 2026"),
        ("week", "Week 50 of 2026"),
        ("this week", "Week 50 of 2026"),
        ("last week", "Week 49 of 2026"),
        ("month", "December 2026"),
        ("last month", "November 2026"),
        ("Quarter", "Quarter 4 of 2026"),
        ("last quarter", "Quarter 3 of 2026"),
        ("all", "All time"),
        ("all time", "All time"),
        ("2026-W50", "Week 50 of 2026"),
        ("2026-12", "December 2026"),
        ("2026-q4", "Quarter 4 of 2026"),
        ("2025-01", "January 2025"),
    ],
)
async def test_leaderboard_of_a_period(world: World, period: str, title: str) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH})
    is_now = title in {"Week 50 of 2026", "December 2026", "Quarter 4 of 2026", "All time"}

    card = await world.command(BO, f"leaderboard {period}")

    assert card.title == f"Leaderboard of daily: {title}"
    assert [row[:3] for row in rows(card)] == ([("1", "Ana", "10")] if is_now else [])
    assert text_of(card) == ("" if is_now else "Nobody has points here yet.")


async def test_leaderboard_of_no_period(world: World) -> None:
    await world.set_up()

    assert await said(world, "leaderboard fortnight") == (
        "'fortnight' is no period. "
        "For example `week`, `last month`, `quarter`, `all`, `2026-W47`, `2026-11` or `2026-Q4`."
    )


async def test_leaderboard_everywhere_adds_up_all_series(world: World) -> None:
    await world.set_up()
    await world.set_up("second")
    await play(world, {ANA: BOTH, BO: HALF})
    await play(world, {BO: BOTH}, "second")

    one = await world.command(CY, "leaderboard series=second")
    all_of_them = await world.command(CY, "leaderboard month everywhere")

    assert [row[1:3] for row in rows(one)] == [("Bo", "10")]
    assert all_of_them.title == "Leaderboard of all series: December 2026"
    assert [row[1:3] for row in rows(all_of_them)] == [("Bo", "16"), ("Ana", "10")]


async def test_me_before_and_after_an_answer(world: World) -> None:
    await world.set_up()
    before = await world.command(ANA, "me")
    await play(world, {ANA: HALF})

    after = await world.command(ANA, "me")

    assert facts(before) == {
        "Streak": "0 questions in a row, longest 0",
        "Freezes": "0 of 2",
        "This week": "no answer yet",
        "All time": "no answer yet",
    }
    assert facts(after) == {
        "Streak": "1 question in a row, longest 1",
        "Freezes": "0 of 2",
        "This week": "rank 1, 6 points from 1 answer",
        "All time": "rank 1, 6 points from 1 answer",
    }


async def test_result_of_the_last_question(world: World) -> None:
    await world.set_up()
    none = await said(world, "result")
    await play(world, {ANA: HALF})

    card = await world.command(ANA, "result")

    assert none == "There is no closed question of daily yet. `/qotd preview` shows when the next one comes."
    assert facts(card) == {"Graded by": "Askaday", "Earned": "6 for the board"}
    assert outcomes(card) == ["covered", "not found in your reply"]


async def test_result_without_an_answer(world: World) -> None:
    await world.set_up()
    await play(world, {BO: HALF})

    assert await said(world, "result") == "You did not answer this question."


async def test_flag_the_current_question(world: World) -> None:
    await world.set_up()
    none = await said(world, "flag it is wrong")
    await open_round(world)

    thanks = await world.command(ANA, "flag it isn't so: x=1 holds")

    assert none == "There is no open or closed question of daily yet. `/qotd preview` shows when the next one comes."
    assert text_of(thanks) == "A manager will look at it."
    assert [row[1] for row in rows(await world.command(ADMIN, "flags"))] == ["it isn't so: x=1 holds"]
    assert await said(world, "flag again") == "You have flagged this question already. A manager will decide."
    assert await said(world, "flag") == "A flag needs a reason. Say in a sentence what is wrong with the question."


async def test_preview(world: World) -> None:
    await world.set_up()

    assert days(await world.command(ANA, "preview")) == ["12-07", "12-08", "12-09", "12-10", "12-11"]
    assert days(await world.command(ANA, "preview 1")) == ["12-07"]


@pytest.mark.parametrize("wanted", ["0", "21", "many", "1 2"])
async def test_preview_of_no_number(world: World, wanted: str) -> None:
    await world.set_up()

    refused = await said(world, f"preview {wanted}")

    assert refused == f"{wanted!r} is no number from 1 to 20. For example `/qotd preview 5`."


async def test_privacy_without_a_word_explains(world: World) -> None:
    card = await world.command(ANA, "privacy")

    assert (card.title, [action.label for action in card.actions]) == (
        "My data",
        ["Export", "Hide me from boards", "Leave tracking", "Erase …"],
    )


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("hid", "Did you mean `/qotd privacy hide`?"),
        ("zzzz", "It is hide, show, leave, return, export or erase."),
    ],
)
async def test_privacy_unknown_word(world: World, word: str, hint: str) -> None:
    assert await said(world, f"privacy {word}") == f"Privacy does not know {word!r}. {hint}"


async def test_privacy_hide_and_show(world: World) -> None:
    await world.set_up()
    hidden = await world.command(ANA, "privacy hide")
    played = await play(world, {ANA: BOTH, BO: HALF})

    board = await world.command(BO, "leaderboard")
    own = await world.command(ANA, "me")
    reveal = world.posted(played.thread)[0]
    await world.command(ANA, "privacy SHOW")
    again = await world.command(BO, "leaderboard")

    assert hidden.title == "You are off the boards"
    assert [row[:2] for row in rows(board)] == [("1", "Bo")]
    assert best_of_day(reveal) == {"Bo": "6 points"}
    assert facts(own)["This week"] == "rank 1, 10 points from 1 answer"
    assert Text("You do not appear on boards; `/qotd privacy show` changes that.") in own.blocks
    assert [row[:2] for row in rows(again)] == [("1", "Ana"), ("2", "Bo")]


def exported(card: Card) -> dict[str, list[dict[str, object]]]:
    lines = text_of(card).splitlines()
    assert lines[0].strip("`") == "json"
    assert lines[-1] == lines[0].removesuffix("json")
    read: dict[str, list[dict[str, object]]] = json.loads("\n".join(lines[1:-1]))
    return read


async def test_privacy_export_of_hostile_text_stays_within_its_fence(world: World) -> None:
    hostile = "````\n# <!channel> @everyone `````x \u202e\x1b[31m"
    await world.set_up()
    await play(world, {ANA: hostile})

    card = await world.command(ANA, "privacy export")

    fence = text_of(card).splitlines()[0].removesuffix("json")
    assert fence not in text_of(card).removeprefix(fence).removesuffix(fence)
    assert exported(card)["answers"][0]["text"] == hostile


async def test_privacy_erase(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH, BO: HALF})

    asked = await world.command(ANA, "privacy erase")
    board = await world.command(BO, "leaderboard")
    erased = await world.command(ANA, "privacy erase yes")
    again = await world.command(ANA, "privacy erase YES")

    assert (asked.title, [row[1] for row in rows(board)]) == ("Nothing is deleted yet", ["Ana", "Bo"])
    assert erased.title == "Erased"
    assert text_of(again) == "0 records deleted. Backups keep theirs until they are rotated out."
    assert [row[1] for row in rows(await world.command(BO, "leaderboard"))] == ["Bo"]
    assert facts(await world.command(ANA, "me"))["All time"] == "no answer yet"


async def test_privacy_erase_by_buttons_asks_before(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH, BO: HALF})

    data = await world.press(ANA, "data")
    copy = await world.press(ANA, "export")
    asked = await world.press(ANA, "erase")
    board = await world.command(BO, "leaderboard")
    erased = await world.press(ANA, "erase-all")

    assert [action.name for action in data.actions] == ["export", "board-off", "leave", "erase"]
    assert [action.name for action in asked.actions] == ["export", "erase-all"]
    assert exported(copy)["answers"][0]["text"] == BOTH
    assert (asked.title, [row[1] for row in rows(board)]) == ("Nothing is deleted yet", ["Ana", "Bo"])
    assert erased.title == "Erased"
    assert [row[1] for row in rows(await world.command(BO, "leaderboard"))] == ["Bo"]


async def test_privacy_of_practice_is_the_same_card(world: World) -> None:
    await world.command(ANA, "", "aws-quiz")

    card = await world.command(ANA, "privacy", "aws-quiz")
    copy = await world.command(ANA, "privacy export", "aws-quiz")
    asked = await world.command(ANA, "privacy erase", "aws-quiz")
    with pytest.raises(InputError) as refusal:
        await world.command(ANA, "privacy hide", "aws-quiz")

    assert card == await world.command(ANA, "privacy")
    assert len(exported(copy)["drills"]) == 1
    assert asked.title == "Nothing is deleted yet"
    assert str(refusal.value).startswith("Privacy does not know 'hide'.")


@pytest.mark.parametrize("way", ["command", "press", "message"])
async def test_changed_name_is_brought_by_whatever_they_do(world: World, way: str) -> None:
    await world.set_up()
    played = await play(world, {ANA: BOTH})
    married = replace(ANA, name="Ana Maria")
    if way == "command":
        await world.command(married, "help")
    elif way == "press":
        await world.press(married, "mine", f"round:{played.id}")
    else:
        await world.say(married, "Thanks!", thread=played.thread)

    board = await world.command(BO, "leaderboard")
    assert [row[1] for row in rows(board)] == ["Ana Maria"]


async def test_command_alone_makes_nobody_known(world: World) -> None:
    await world.command(CY, "help")

    assert await world.app.call(lambda tx: tx.members.get(CY.workspace, CY.member)) is None


async def test_who_is_not_known_by_name_is_no_number_anywhere(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    message = world.chat.say(Place(WORKSPACE, CHANNEL, played.thread), "U0123", HALF)
    await world.record(message.revision, None, played.thread or "")
    assert played.closes_at is not None
    await world.at(played.closes_at)
    await world.after(seconds=1)
    await world.app.call(lambda tx: tx.claims.add(claim(played, "U0123")))

    shown = [
        await world.command(ADMIN, text)
        for text in ("leaderboard", "leaderboard everywhere", "stats people", "disputes")
    ]
    assert [("somebody who left" in repr(card), _named(card)) for card in shown] == [(True, False)] * 4


def _named(card: Card) -> bool:
    """Say whether a number stands for somebody, but for the mention that can be copied into a command."""
    return "U0123" in repr(card).replace("<@U0123>", "")
