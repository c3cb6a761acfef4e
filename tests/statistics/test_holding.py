"""The button of a forecast: what would hold a topic is asked next, before what waits already."""

from tests.worlds.builders import ADMIN, ANA, BO, CY, pack, question
from tests.worlds.playing import BOTH, meet, play
from tests.worlds.reading import text_of
from tests.worlds.world import World


async def test_what_holds_a_topic_goes_ahead_of_the_queue_once(world: World) -> None:
    world.packs.held["basics"] = pack(*(question(n) for n in range(1, 4)))
    await meet(world, ANA, BO, CY)
    series = await world.set_up()
    asked = (await play(world, {ANA: BOTH, BO: BOTH, CY: BOTH})).question
    assert asked is not None
    others = [f"basics/question-{n}" for n in range(1, 4) if f"basics/question-{n}" != asked.ref]
    await world.command(ADMIN, f"queue add {others[0]}")

    said = [text_of(await world.press(ADMIN, "hold", f"stats:{series.id}")).replace("\\", "") for _ in range(2)]

    assert await world.app.call(lambda tx: list(tx.queue.list(series.id))) == [asked.ref, others[0]]
    assert said == [
        f"daily asks these next:\n\n- {asked.ref}\n\n`/qotd queue` shows and changes the order.",
        "None is left to add: `/qotd queue` shows what is asked next.",
    ]
