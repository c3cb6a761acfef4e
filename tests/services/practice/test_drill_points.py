"""Points for drills: none, unless a series says so."""

import pytest

from bot.domain.members import Actor
from bot.ports.copies import copies_of
from bot.services.practice.pool import Wanted
from tests.worlds.builders import ADMIN, ANA, BO, pack, question
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.reading import rows
from tests.worlds.world import World


@pytest.fixture(autouse=True)
def one_question(world: World) -> None:
    world.packs.held = {"basics": pack(question(1)), "other": pack(question(2, pack="other"), name="other")}


async def drill(world: World, text: str, who: Actor = ANA) -> None:
    asked = await world.app.call(world.app.services.drilling.ask, who, Wanted())
    await world.app.services.drill_answering.answer(who, asked.id, text)


async def board(world: World, text: str = "leaderboard all") -> list[tuple[str, ...]]:
    return [row[:4] for row in rows(await world.command(ADMIN, text))]


async def test_share_of_a_full_score_once_a_day_and_question(world: World) -> None:
    await world.set_up(drill_points=4)
    await drill(world, HALF)
    await drill(world, BOTH)
    await drill(world, BOTH, BO)
    same_day = await board(world)
    await world.after(days=1)
    await drill(world, BOTH)

    assert same_day == [("1", "Bo", "4", "0"), ("2", "Ana", "2", "0")]
    assert await board(world) == [("1", "Ana", "6", "0"), ("2", "Bo", "4", "0")]
    assert await copies_of(world.app.store).check() == []


async def test_points_add_to_those_of_rounds_and_are_no_answers(world: World) -> None:
    await world.set_up(drill_points=4)
    await play(world, {ANA: BOTH})

    await drill(world, BOTH)

    assert await board(world) == await board(world, "leaderboard all everywhere") == [("1", "Ana", "14", "1")]


async def test_series_of_other_packs_and_those_that_say_nothing_give_none(world: World) -> None:
    await world.set_up()
    await world.set_up("other", packs=("other",), drill_points=4)
    asked = await world.app.call(world.app.services.drilling.ask, ANA, Wanted())
    while asked.question.pack != "basics":
        asked = await world.app.call(world.app.services.drilling.ask, ANA, Wanted())

    await world.app.services.drill_answering.answer(ANA, asked.id, BOTH)

    assert await board(world, "leaderboard all series=daily") == []
    assert await board(world, "leaderboard all series=other") == []


async def test_given_up_and_empty_scores_earn_none(world: World) -> None:
    await world.set_up(drill_points=4)
    asked = await world.app.call(world.app.services.drilling.ask, ANA, Wanted())
    await world.app.call(world.app.services.drill_answering.give_up, ANA, asked.id)

    await drill(world, "Something else altogether.")

    assert await board(world) == []


async def test_sums_can_be_rebuilt(world: World) -> None:
    series = await world.set_up(drill_points=4)
    await drill(world, BOTH)
    before = await board(world)

    await world.app.call(lambda tx: tx.standings.rebuild(series.id))

    assert await board(world) == before == [("1", "Ana", "4", "0")]
