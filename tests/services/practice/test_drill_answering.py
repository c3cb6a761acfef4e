"""Answers to drills at the edges: nothing scored, nothing kept, not one's own."""

from dataclasses import replace

import pytest

from adapters.grading.participation import ParticipationGrader
from bot.domain.practice.drills import Drill
from bot.errors import RefusedError
from bot.services.practice.judging import Answered
from bot.services.practice.pool import Wanted
from tests.worlds.builders import ANA, BO, pack, question
from tests.worlds.playing import BOTH
from tests.worlds.world import World


async def ask(world: World) -> Drill:
    return await world.app.call(world.app.services.drilling.ask, ANA, Wanted())


async def test_answer_that_is_not_scored_is_kept_and_says_nothing_of_memory(world: World) -> None:
    answering = replace(world.app.services.drill_answering, grader=ParticipationGrader())
    hinted = await ask(world)
    await world.app.call(world.app.services.drilling.hint, ANA, hinted.id)

    answered = await answering.answer(ANA, hinted.id, BOTH)

    assert (answered.drill.answer, answered.rating, answered.due_at) == (BOTH, None, None)
    assert await world.app.call(lambda tx: dict(tx.memories.of_member(ANA.workspace, ANA.member))) == {}


async def test_drill_that_was_left_for_another_is_shown_without_a_return(world: World) -> None:
    left = await ask(world)
    await ask(world)

    shown = await world.app.call(world.app.services.drill_answering.give_up, ANA, left.id)

    assert shown == Answered(shown.drill)


async def test_question_without_a_hint_costs_nothing(world: World) -> None:
    world.packs.held = {"basics": pack(question(1, hint=""))}
    asked = await ask(world)

    await world.app.call(world.app.services.drilling.hint, ANA, asked.id)

    answered = await world.app.services.drill_answering.answer(ANA, asked.id, BOTH)
    assert answered.drill.judgement is not None
    assert answered.drill.judgement.score == 1


async def test_exam_of_somebody_else_is_refused(world: World) -> None:
    examining = world.app.services.examining
    await world.app.call(examining.begin, ANA, 3, Wanted())

    with pytest.raises(RefusedError, match=r"^This exam is not yours\."):
        await world.app.call(examining.go_on, BO, 1)
