"""Questions' figures of played rounds: key points of what few answered, and of what is asked just now."""

from dataclasses import replace

from bot.domain.series import Results
from bot.domain.statistics.floor import ViewRules
from bot.domain.statistics.questions import QuestionHealth
from bot.ports.store import Transaction
from bot.services.statistics.scopes import scope_for
from tests.worlds.builders import ADMIN, ANA, BO, CY, pack, question
from tests.worlds.playing import HALF, NOTHING, meet, open_round, play
from tests.worlds.world import World


async def health(world: World) -> dict[str, QuestionHealth]:
    series = await world.series()

    def read(tx: Transaction) -> dict[str, QuestionHealth]:
        found = world.app.services.statistics.questions(tx, scope_for(tx, ADMIN, series), "all")
        return {one.ref: one for one in found.lines}

    return await world.app.call(read)


async def set_up(world: World) -> None:
    world.packs.held["basics"] = pack(*(question(n) for n in range(1, 3)))
    await meet(world, ANA, BO, CY)
    await world.set_up(results=Results.NONE)


async def test_points_that_nobody_met_are_named_once_enough_people_looked_for_them(world: World) -> None:
    await set_up(world)
    alone = (await play(world, {ANA: HALF})).question
    together = (await play(world, {ANA: HALF, BO: HALF, CY: NOTHING})).question
    assert alone is not None
    assert together is not None
    missed = together.key_points[1].name

    under_floor = await health(world)
    await world.app.call(lambda tx: tx.statistics.set_rules(ADMIN.workspace, ViewRules(floor=0)))
    without = await health(world)

    # What nobody met of one answer is what its author lacks.
    assert (under_floor[alone.ref].unmet, under_floor[together.ref].unmet) == ((), (missed,))
    assert (without[alone.ref].unmet, without[together.ref].unmet) == ((missed,), (missed,))


async def test_key_points_of_what_is_being_asked_again_are_not_shown(world: World) -> None:
    await set_up(world)
    everybody = {ANA: NOTHING, BO: NOTHING, CY: NOTHING}
    for played in [await play(world, everybody) for _ in range(2)]:
        await world.press(ANA, "said", f"round:{played.id}", "1")
    for number in (1, 2):
        await world.press(ADMIN, "accept", f"claim:{number}")
    revealed = await health(world)
    again = (await open_round(world)).question
    assert again is not None

    asked = await health(world)

    assert {ref: (len(one.unmet), len(one.reactions.wordings)) for ref, one in revealed.items()} == dict.fromkeys(
        revealed, (1, 1)
    )
    line = revealed[again.ref]
    assert asked == {**revealed, again.ref: replace(line, unmet=(), reactions=replace(line.reactions, wordings=()))}
