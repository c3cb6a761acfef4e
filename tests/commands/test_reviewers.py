"""People's judgement over the automatic one."""

import pytest

from bot.domain.card import Quote
from bot.errors import InputError, RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, CY
from tests.worlds.playing import BOTH, HALF, NOTHING, play
from tests.worlds.reading import facts, outcomes, rows, small, text_of
from tests.worlds.world import World

USAGE = "A grade needs a member, a percentage and a reason. For example `/qotd grade @ana 80% names the trade-off`."


async def said(world: World, text: str) -> str:
    with pytest.raises((InputError, RefusedError)) as caught:
        await world.command(ADMIN, text)
    return str(caught.value)


async def test_grade_overrides_the_automatic_one_and_all_that_follows(world: World) -> None:
    await world.set_up()
    played = await play(world, {ANA: HALF, BO: NOTHING})

    recorded = await world.command(ADMIN, "grade @ana 90% it names x=y, too")

    result = await world.command(ANA, "result")
    again = await world.last_round()
    assert text_of(recorded).startswith("Ana now has 90 %; boards and averages follow. Did they say one of these")
    assert facts(result) == {"Graded by": "a reviewer", "Earned": "9 for the board"}
    assert (small(result), outcomes(result)) == (["it names x=y, too"], ["covered", "not found in your reply"])
    assert [row[1:5] for row in rows(await world.command(CY, "leaderboard"))] == [
        ("Ana", "9", "1", "1"),
        ("Bo", "2", "1", "1"),
    ]
    assert (played.mean_score, again.mean_score) == (0.25, 0.45)


async def test_grade_again_the_latest_counts(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})

    for percent in ("90%", "10"):
        await world.command(ADMIN, f"grade ana {percent} on second thought")

    assert [row[2] for row in rows(await world.command(CY, "leaderboard"))] == ["3"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", USAGE),
        ("ana 80", USAGE),
        ("ana much better now", "'much' is no percentage from 0 to 100. For example `80%`."),
        ("ana 101% fine", "'101%' is no percentage from 0 to 100. For example `80%`."),
        ("ana -1% fine", "'-1%' is no percentage from 0 to 100. For example `80%`."),
        ('ana 80% ""', "A grade needs a reason. Add a sentence: the member reads it."),
        ("root 100% I was great", "You cannot judge your own answer. Ask another reviewer."),
        ("cy 50% he was there", "That member did not answer the last question."),
    ],
)
async def test_grade_refused_changes_nothing(world: World, text: str, sentence: str) -> None:
    await world.set_up()
    await play(world, {ANA: HALF, ADMIN: HALF})
    await world.app.call(lambda tx: tx.members.seen(CY))

    assert await said(world, f"grade {text}") == sentence
    assert [row[2] for row in rows(await world.command(CY, "leaderboard"))] == ["6", "6"]


async def test_grade_and_best_before_any_close(world: World) -> None:
    await world.set_up()
    await world.app.call(lambda tx: tx.members.seen(ANA))

    assert await said(world, "grade ana 80% fine") == "No question of daily has closed yet."
    assert await said(world, "best ana") == "No question of daily has closed yet."


async def test_best_answer_moves_the_points_and_is_announced(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF, BO: HALF})

    chosen = await world.command(ADMIN, "best ana")
    first = await world.command(CY, "leaderboard")
    await world.after(seconds=1)
    await world.command(ADMIN, "best @Bo")
    second = await world.command(CY, "leaderboard")
    await world.after(seconds=1)

    assert text_of(chosen) == "Ana gets the points for it."
    assert [row[:3] for row in rows(first)] == [("1", "Ana", "8"), ("2", "Bo", "6")]
    assert [row[:3] for row in rows(second)] == [("1", "Bo", "8"), ("2", "Ana", "6")]
    assert [card.blocks for card in world.posted()[-2:]] == [(Quote("Ana", HALF),), (Quote("Bo", HALF),)]


async def test_best_answer_of_who_does_not_appear_is_quoted_without_the_name(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF, BO: BOTH})
    await world.command(ANA, "privacy hide")
    await world.command(ADMIN, "exclude bo")

    for name in ("ana", "bo"):
        await world.command(ADMIN, f"best {name}")
        await world.after(seconds=1)

    assert [card.blocks for card in world.posted()[-2:]] == [(Quote("A member", HALF),), (Quote("A member", BOTH),)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Whose answer is the best one? For example `/qotd best @ana`."),
        ("root", "You cannot judge your own answer. Ask another reviewer."),
        ("cy", "That member did not answer the last question."),
    ],
)
async def test_best_refused(world: World, text: str, sentence: str) -> None:
    await world.set_up()
    await play(world, {ANA: HALF, ADMIN: HALF})
    await world.app.call(lambda tx: tx.members.seen(CY))

    assert await said(world, f"best {text}") == sentence
