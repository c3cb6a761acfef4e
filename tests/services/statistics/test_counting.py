"""Who is in the channel of a round is counted once, while it is open, and shown beside who ever took part."""

from datetime import timedelta

from bot.domain.card import Facts
from bot.errors import DeliveryError
from bot.ports.store import Transaction
from bot.services.statistics.scopes import scope_for
from tests.worlds.builders import ADMIN, ANA, BO
from tests.worlds.playing import BOTH, HALF, open_round, play
from tests.worlds.world import World

TEMPORARY = DeliveryError("The platform does not answer.", permanent=False)


async def counted(world: World) -> list[tuple[int, int, float | None]]:
    """Give people in the channel, those of them who answered, and their share, by round."""

    def read(tx: Transaction) -> list[tuple[int, int, float | None]]:
        series = world.app.services.managing.named(tx, ADMIN.workspace, "daily")
        assert series is not None
        found = world.app.services.statistics.team(tx, scope_for(tx, ADMIN, series), "all")
        return [(one.in_channel, one.answers_in_channel, one.channel_rate) for one in found.rounds]

    return await world.app.call(read)


async def shown(world: World) -> dict[str, str]:
    card = await world.command(ADMIN, "stats all")
    [facts] = [dict(block.pairs) for block in card.blocks if isinstance(block, Facts)]
    return facts


async def test_people_of_the_channel_are_counted_with_each_round(world: World) -> None:
    await world.set_up()
    world.messenger.audience = 8
    await play(world, {ANA: BOTH, BO: HALF})
    world.messenger.audience = 10
    await play(world, {ANA: BOTH})

    assert await counted(world) == [(8, 2, 0.25), (10, 1, 0.1)]
    assert (await shown(world))["In the channel"] == "10 people, of whom 17 % answered on average"


async def test_a_round_is_counted_once(world: World) -> None:
    await world.set_up()
    world.messenger.audience = 8
    await open_round(world)
    world.messenger.audience = 10
    await world.after(minutes=1)

    assert await world.app.call(lambda tx: tx.statistics.uncounted(9)) == []
    await world.after(hours=12)
    assert await counted(world) == [(8, 0, 0.0)]


async def test_nothing_is_said_where_the_platform_does_not_tell(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH})

    assert await counted(world) == [(0, 0, None)]
    assert "In the channel" not in await shown(world)


async def test_a_platform_that_does_not_answer_is_asked_again_later(world: World) -> None:
    await world.set_up()
    world.messenger.audience, world.messenger.people_refusal = 8, TEMPORARY
    await open_round(world)
    world.messenger.people_refusal = None
    await world.after(minutes=1)
    before = await world.app.call(lambda tx: tx.statistics.uncounted(9))
    await world.at(world.clock.now() + timedelta(minutes=10))

    assert (len(before), await world.app.call(lambda tx: tx.statistics.uncounted(9))) == (1, [])


async def test_rounds_from_before_are_left_out_of_the_share_of_the_channel(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH, BO: HALF})
    await world.app.call(lambda tx: tx.connection.execute("DELETE FROM audiences"))  # type: ignore[attr-defined]  # SQLite's own
    world.messenger.audience = 4
    await play(world, {ANA: BOTH})

    assert await counted(world) == [(0, 0, None), (4, 1, 0.25)]
    assert (await shown(world))["In the channel"] == "4 people, of whom 25 % answered on average"


async def test_who_answered_and_left_was_there(world: World) -> None:
    await world.set_up()
    world.messenger.audience = 1
    await play(world, {ANA: BOTH, BO: HALF})

    assert await counted(world) == [(2, 2, 1.0)]
