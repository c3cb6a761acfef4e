import pytest

from bot.domain.agreement import Agreement
from bot.services.reporting import agreement_by_question
from tests.worlds.builders import ADMIN, ANA, BO
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.world import World

pytestmark = pytest.mark.repeats


async def test_agreement_counts_answers_that_both_graded(world: World) -> None:
    await world.set_up()
    played = await play(world, {ANA: HALF, BO: BOTH})
    await world.command(ADMIN, "grade ana 80% well put")

    found = await world.app.call(agreement_by_question)

    assert played.question is not None
    assert found == [Agreement(played.question.ref, 1, 0.5, 0.8, 0.30000000000000004)]


async def test_agreement_of_no_reviewed_answer_is_empty(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})

    assert await world.app.call(agreement_by_question) == []
