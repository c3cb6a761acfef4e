"""What is graded before a round closes, and that nobody can tell."""

from dataclasses import replace
from datetime import timedelta

from tests.services.played import CLOSE, HALF, NINE, WHOLE, opened
from tests.services.processes import WatchedGrader, process
from tests.worlds.builders import ANA, BO, actor
from tests.worlds.world import World

CY = actor("Cy")


async def test_close_grades_only_what_is_new(world: World) -> None:
    grader = WatchedGrader()
    watched = process(world, grader=grader)
    await opened(watched)
    message = await watched.say(ANA, HALF)
    await watched.say(BO, WHOLE)
    await watched.at(NINE + timedelta(minutes=5))
    before = list(grader.graded)
    await watched.edit(ANA, message, "turquoise, I think")
    await watched.at(NINE + timedelta(minutes=10))
    await watched.at(NINE + timedelta(minutes=15))
    edited = list(grader.graded)
    await watched.say(CY, "no idea")
    stored = await watched.app.call(lambda tx: dict(tx.grades.of_round(1)))

    await watched.at(CLOSE)

    assert (before, edited, stored) == ([HALF, WHOLE], [HALF, WHOLE, "turquoise, I think"], {})
    assert grader.graded == [HALF, WHOLE, "turquoise, I think", "no idea"]
    given = await watched.app.call(lambda tx: dict(tx.grades.of_round(1)))
    scores = {member: ledger[-1].judgement.score for member, ledger in given.items()}
    assert scores == {"ana": 0.5, "bo": 0.5, "cy": 0.5}


async def test_private_answers_are_graded_ahead_too(world: World) -> None:
    grader = WatchedGrader()
    watched = process(world, grader=grader)
    played = await opened(watched)
    await watched.press(ANA, "answer", f"round:{played.id}", HALF)

    await watched.after(minutes=5)

    assert grader.graded == [HALF]


async def test_grader_that_costs_calls_is_asked_at_the_close_alone(world: World) -> None:
    grader = replace(WatchedGrader(), is_metered=True)
    watched = process(world, grader=grader)
    await opened(watched)
    message = await watched.say(ANA, HALF)
    await watched.after(minutes=5)
    await watched.edit(ANA, message, WHOLE)
    await watched.after(minutes=5)
    before = list(grader.graded)

    await watched.at(CLOSE)

    assert (before, grader.graded) == ([], [WHOLE])


async def test_another_grader_or_rubric_grades_anew(world: World) -> None:
    first, second = WatchedGrader(), WatchedGrader()
    watched = process(world, grader=first)
    played = await opened(watched)
    assert played.question is not None
    judging = watched.app.ticking.closing.judging
    changed = replace(played.question, at_least=1)

    for question, grader in ((played.question, first), (changed, first), (changed, second), (changed, second)):
        await judging.judge(played.id, question, grader, [HALF, HALF])

    assert (first.graded, second.graded) == ([HALF, HALF], [HALF])


async def test_grading_ahead_is_waited_for_and_calls_for_no_other_tick(world: World) -> None:
    grader = WatchedGrader()
    watched = process(world, grader=grader)
    await opened(watched)
    await watched.say(ANA, HALF)

    await watched.app.ticking.tick()
    is_more = await watched.app.ticking.idle()

    assert (grader.graded, is_more) == ([HALF], False)
