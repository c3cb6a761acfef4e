"""What members answer in rounds and drills becomes what they remember; the log is the truth."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.members import Actor
from bot.domain.practice.memory import Memory, Rating, Review, remembered
from bot.ports.store import Transaction
from bot.services.practice.pool import Wanted
from bot.services.practice.remembering import remember
from tests.worlds.builders import ADMIN, ANA, BO, CY, MONDAY, WORKSPACE, pack, question
from tests.worlds.playing import BOTH, HALF, NOTHING, play
from tests.worlds.world import World, new_world


async def memories(world: World, who: Actor = ANA) -> dict[str, Memory]:
    return await world.app.call(lambda tx: dict(tx.memories.of_member(WORKSPACE, who.member)))


async def log(world: World, ref: str, who: Actor = ANA) -> list[tuple[str, Rating]]:
    entries = await world.app.call(lambda tx: tx.memories.log(WORKSPACE, who.member, ref))
    return [(entry.origin, entry.rating) for entry in entries]


async def drill(world: World, text: str = BOTH, who: Actor = ANA) -> str:
    asked = await world.app.call(world.app.services.drilling.ask, who, Wanted())
    await world.app.services.drill_answering.answer(who, asked.id, text)
    return asked.ref


async def test_question_missed_in_a_round_comes_back_in_drills(world: World) -> None:
    await world.set_up()

    played = await play(world, {ANA: NOTHING, BO: HALF, CY: BOTH})

    assert played.question is not None
    ref = played.question.ref
    assert await log(world, ref, ANA) == [(f"round:{played.id}", Rating.AGAIN)]
    assert await log(world, ref, BO) == [(f"round:{played.id}", Rating.HARD)]
    assert await memories(world, CY) == {}
    await world.after(days=1)
    asked = await world.app.call(world.app.services.drilling.ask, ANA, Wanted())
    assert asked.ref == ref


async def test_question_known_in_a_round_counts_where_it_is_practised(world: World) -> None:
    world.packs.held = {"basics": pack(question(1))}
    ref = await drill(world)
    await world.set_up()

    played = await play(world, {ANA: BOTH})

    assert await log(world, ref) == [("drill:1", Rating.GOOD), (f"round:{played.id}", Rating.GOOD)]


async def test_round_that_is_not_scored_says_nothing(world: World) -> None:
    await world.set_up(grader="participation")

    await play(world, {ANA: NOTHING})

    assert await memories(world) == {}


async def test_answer_without_a_word_is_no_review(world: World) -> None:
    await world.set_up()

    await play(world, {ANA: "🙂", BO: HALF})

    assert await memories(world, ANA) == {}


async def test_regrade_corrects_what_is_remembered(world: World) -> None:
    await world.set_up()
    played = await play(world, {ANA: NOTHING, BO: BOTH})
    assert played.question is not None

    await world.command(ADMIN, "grade ana 90% fine")
    await world.command(ADMIN, "grade ana 95% still fine")
    await world.command(ADMIN, "grade bo 10% copied")

    origin = f"round:{played.id}"
    assert await log(world, played.question.ref, ANA) == [(origin, Rating.AGAIN), (origin, Rating.GOOD)]
    assert await log(world, played.question.ref, BO) == [(origin, Rating.AGAIN)]
    held = (await memories(world))[played.question.ref]
    assert (held.last_review, held.due_at - held.last_review > timedelta(days=6)) == (played.closed_at, True)


async def test_drill_is_remembered_and_given_up_too(world: World) -> None:
    world.packs.held = {"basics": pack(question(1), question(2))}
    answered = await drill(world)
    asked = await world.app.call(world.app.services.drilling.ask, ANA, Wanted())

    await world.app.call(world.app.services.drill_answering.give_up, ANA, asked.id)

    held = await memories(world)
    assert (await log(world, answered), await log(world, asked.ref)) == (
        [("drill:1", Rating.GOOD)],
        [("drill:2", Rating.AGAIN)],
    )
    assert (held[answered].due_at, held[asked.ref].due_at) == (
        MONDAY.replace(hour=0) + timedelta(days=8),
        MONDAY.replace(hour=0) + timedelta(days=1),
    )


async def test_drill_left_for_another_is_not_remembered(world: World) -> None:
    for _ in range(2):
        await world.app.call(world.app.services.drilling.ask, ANA, Wanted())

    assert await memories(world) == {}


async def test_members_and_workspaces_remember_apart(world: World) -> None:
    await drill(world)

    elsewhere = await world.app.call(lambda tx: tx.memories.of_member("console:other", ANA.member))

    assert (await memories(world, BO), elsewhere) == ({}, {})


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["drill:1", "drill:2", "round:1"]), st.sampled_from(Rating), st.integers(0, 30)),
        min_size=1,
        max_size=10,
    )
)
@pytest.mark.parametrize("ref", ["basics/question-1"])
async def test_what_is_kept_follows_from_the_log(ref: str, entries: list[tuple[str, Rating, int]]) -> None:
    def work(tx: Transaction) -> tuple[Memory, Memory]:
        for origin, rating, day in entries:
            remember(tx, WORKSPACE, "ana", Review(ref, origin, rating, MONDAY + timedelta(days=day)), MONDAY)
        kept = tx.memories.of_member(WORKSPACE, "ana")[ref]
        return kept, remembered(ref, tx.memories.log(WORKSPACE, "ana", ref))

    async with new_world() as world:
        kept, derived = await world.app.call(work)

    assert kept == derived
