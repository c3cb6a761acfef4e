"""What follows from people's judgement: the ledger, the mean, what is asked again."""

import pytest

from bot.domain.card import Quote
from bot.domain.grading import Source
from bot.errors import InputError, RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, pack, question
from tests.worlds.playing import BOTH, HALF, NOTHING, open_round, play
from tests.worlds.world import World


async def test_ledger_keeps_every_grade(world: World) -> None:
    await world.set_up()
    played = await play(world, {ANA: HALF})

    await world.command(ADMIN, "grade ana 80% well put")

    ledger = (await world.app.call(lambda tx: tx.grades.of_round(played.id)))["ana"]
    assert [(grade.source, grade.by, grade.judgement.score, grade.judgement.reason) for grade in ledger] == [
        (Source.AUTO, "lexical", 0.5, "1 of 2 key points found."),
        (Source.REVIEWER, "root", 0.8, "well put"),
    ]
    assert ledger[1].judgement.findings == ledger[0].judgement.findings


async def test_grade_where_nothing_was_graded_automatically(world: World) -> None:
    await world.set_up(grader="participation")
    played = await play(world, {ANA: HALF})

    await world.command(ADMIN, "grade ana 50% fine")

    earned = await world.app.call(lambda tx: tx.standings.points_of(played.id))
    assert (earned["ana"].points, earned["ana"].score) == (6, 0.5)


async def test_grade_decides_what_comes_again(world: World) -> None:
    world.packs.held = {"basics": pack(question(1), question(2), question(3))}
    await world.set_up(cool_down=1)
    first = await play(world, {ANA: BOTH})
    second = await play(world, {ANA: HALF})
    await play(world, {ANA: BOTH})
    assert (first.mean_score, second.mean_score) == (1, 0.5)
    again = await play(world, {ANA: NOTHING, BO: BOTH})

    # The half-answered one came again first; a reviewer finds the repeat excellent, so another one follows.
    assert again.question == second.question
    await world.command(ADMIN, "grade ana 100% I was there")
    last = await world.last_round()
    assert last.mean_score == 1


@pytest.mark.parametrize("score", [-0.01, 1.01, float("nan")])
async def test_grade_outside_the_scale(world: World, score: float) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})
    series = await world.series()

    with pytest.raises(InputError, match=r"^A grade lies between 0 and 100 %"):
        await world.app.call(world.app.services.reviewing.grade, ADMIN, series, "ana", score=score, reason="because")


async def test_best_answer_stays_the_best_after_a_new_grade(world: World) -> None:
    await world.set_up()
    played = await play(world, {ANA: HALF, BO: HALF})
    await world.command(ADMIN, "best ana")
    await world.command(ADMIN, "grade ana 100% excellent")

    earned = await world.app.call(lambda tx: tx.standings.points_of(played.id))

    assert {member: standing.points for member, standing in earned.items()} == {"ana": 12, "bo": 6}


async def test_best_answers_chosen_within_one_second_are_all_announced(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF, BO: HALF})
    for name in ("ana", "bo", "ana"):
        await world.command(ADMIN, f"best {name}")
        await world.after(milliseconds=1)

    announced = [card for card in world.posted() if card.title.startswith("Best answer")]

    assert [block.author for card in announced for block in card.blocks if isinstance(block, Quote)] == [
        "Ana",
        "Bo",
        "Ana",
    ]


async def test_own_result_of_a_round_that_was_skipped(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "skip")

    with pytest.raises(RefusedError, match=r"^This question has not closed yet\."):
        await world.app.call(world.app.services.reviewing.own_result, ANA, 1)


async def test_best_answer_of_an_open_round_is_shown_with_its_reveal_and_not_before(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.say(ANA, HALF, thread=played.thread)
    await world.after(minutes=1)

    await world.command(ADMIN, "best ana")
    await world.after(minutes=1)
    before = world.posted(played.thread)
    await world.command(ADMIN, "close")
    await world.after(seconds=2)

    earned = await world.app.call(lambda tx: tx.standings.points_of(played.id))
    assert before == []
    assert earned["ana"].points == 8
    assert Quote("★ Best answer · Ana", HALF) in world.posted(played.thread)[0].blocks


async def test_best_answer_of_an_open_round_is_never_ones_own(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.say(ADMIN, HALF, thread=played.thread)
    await world.after(minutes=1)

    with pytest.raises(RefusedError, match=r"^You cannot judge your own answer\."):
        await world.command(ADMIN, "best root")

    assert (await world.last_round()).best_member is None
