"""Private questions: which one comes, how many, and that they stay private."""

from datetime import date, timedelta

import pytest

from bot.domain.members import Actor
from bot.domain.practice.drills import Drill
from bot.domain.question import Level
from bot.errors import InputError, RefusedError
from bot.services.practice.drilling import harder
from bot.services.practice.pool import Wanted
from tests.worlds.builders import ADMIN, ANA, BO, MONDAY, WORKSPACE, pack, question
from tests.worlds.playing import BOTH, open_round, play
from tests.worlds.reading import rows
from tests.worlds.world import World, new_world


async def ask(world: World, who: Actor = ANA, **wanted: object) -> Drill:
    return await world.app.call(world.app.services.drilling.ask, who, Wanted(**wanted))  # type: ignore[arg-type] # keywords


async def refs(world: World, times: int, who: Actor = ANA) -> list[str]:
    return [(await ask(world, who)).question.id for _ in range(times)]


@pytest.mark.parametrize(
    ("level", "step", "wanted"),
    [
        (Level.FOUNDATION, 1, Level.ASSOCIATE),
        (Level.ASSOCIATE, -1, Level.FOUNDATION),
        (Level.FOUNDATION, -1, Level.FOUNDATION),
        (Level.PROFESSIONAL, 1, Level.PROFESSIONAL),
    ],
)
def test_harder_stays_within_the_levels(level: Level, step: int, wanted: Level) -> None:
    assert harder(level, step) is wanted


async def test_wanted_reads_words(world: World) -> None:
    pool = world.app.services.drill_pool

    assert await world.app.call(pool.topics, WORKSPACE) == ["storage"]
    assert await world.app.call(pool.wanted, WORKSPACE, ["Storage", "ASSOCIATE"]) == Wanted("storage", Level.ASSOCIATE)
    assert await world.app.call(pool.wanted, WORKSPACE, []) == Wanted()


async def test_ask_every_unseen_question_before_any_again(world: World) -> None:
    world.packs.held = {"basics": pack(*(question(n) for n in range(1, 5)))}

    seen = await refs(world, 6)

    assert len(set(seen[:4])) == 4
    assert seen[4:] == seen[:2]


async def test_ask_members_apart_from_each_other(world: World) -> None:
    assert await refs(world, 4, ANA) != await refs(world, 4, BO)


async def test_ask_never_the_question_of_an_open_round(world: World) -> None:
    world.packs.held = {"basics": pack(question(1), question(2))}
    await world.set_up()
    played = await open_round(world)

    seen = await refs(world, 3)

    assert played.question is not None
    assert played.question.id not in seen


async def test_ask_it_again_once_the_round_has_closed(world: World) -> None:
    world.packs.held = {"basics": pack(question(1))}
    await world.set_up()
    await play(world, {})

    assert await refs(world, 1) == ["question-1"]


async def test_ask_nothing_stale_or_in_quarantine(world: World) -> None:
    stale = question(2, review_by=date(2026, 12, 6))
    last_day = question(3, review_by=date(2026, 12, 7))
    world.packs.held = {"basics": pack(question(1), stale, last_day)}
    await world.app.call(lambda tx: tx.flags.set_quarantined(ANA.workspace, "basics/question-1", quarantined=True))

    assert set(await refs(world, 3)) == {"question-3"}


async def test_ask_from_the_packs_of_the_workspace_else_from_all(world: World) -> None:
    world.packs.held = {"basics": pack(question(1)), "other": pack(question(2, pack="other"), name="other")}
    anywhere = {(await ask(world, BO)).question.pack for _ in range(4)}
    await world.set_up()

    assert anywhere == {"basics", "other"}
    assert {(await ask(world)).question.pack for _ in range(4)} == {"basics"}


async def test_ask_what_is_not_there(world: World) -> None:
    with pytest.raises(RefusedError) as caught:
        await ask(world, level=Level.PROFESSIONAL)

    assert str(caught.value) == "There is no such question for you now. Try another topic or level."


async def test_ask_so_many_within_an_hour(world: World) -> None:
    await refs(world, 10)
    with pytest.raises(RefusedError) as caught:
        await ask(world)
    world.clock.travel(MONDAY + timedelta(hours=1))

    assert str(caught.value) == "That was 10 questions within an hour. Come back later: spacing helps memory."
    assert (await ask(world)).id == 11


async def test_ask_one_an_hour() -> None:
    async with new_world(drills_per_hour=1) as world:
        await ask(world)

        with pytest.raises(RefusedError, match=r"^That was 1 question within an hour\."):
            await ask(world)


async def test_answer_keeps_text_and_judgement(world: World) -> None:
    drill = await ask(world)

    answered = (await world.app.services.drill_answering.answer(ANA, drill.id, BOTH)).drill

    assert (answered.answer, answered.finished_at) == (BOTH, MONDAY)
    assert answered.judgement is not None
    assert answered.judgement.score == 1


async def test_answer_twice_or_nothing(world: World) -> None:
    drill = await ask(world)
    answering = world.app.services.drill_answering
    with pytest.raises(InputError):
        await answering.answer(ANA, drill.id, " ")
    first = await answering.answer(ANA, drill.id, BOTH)

    with pytest.raises(RefusedError, match=r"^This question is finished\."):
        await answering.answer(ANA, drill.id, "other")

    assert await world.app.call(world.app.services.drilling.own, ANA, drill.id) == first.drill


async def test_drills_leave_boards_alone(world: World) -> None:
    await world.set_up()
    drill = await ask(world)

    await world.app.services.drill_answering.answer(ANA, drill.id, BOTH)

    for text in ("leaderboard all", "leaderboard all everywhere", "stats people all"):
        assert rows(await world.command(ADMIN, text)) == ()


async def test_drills_post_nothing(world: World) -> None:
    drill = await ask(world)

    await world.app.services.drill_answering.answer(ANA, drill.id, BOTH)
    await world.after(hours=1)

    assert world.output.getvalue() == ""
