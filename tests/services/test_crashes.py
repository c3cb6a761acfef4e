"""What a process that died had begun, and who takes it up when."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import build
from bot.domain.rounds import RoundState
from bot.errors import DeliveryError
from tests.memory_store import file_store
from tests.services.played import CLOSE, HALF, NINE, WHOLE, answers, opened, shown
from tests.services.processes import Platform, die_in_tick, process
from tests.worlds.builders import ANA, options
from tests.worlds.titles import BOARD, CLOSED, QUESTION, REVEAL, REVEALED
from tests.worlds.world import World, new_world, title


@asynccontextmanager
async def world_on(database: Path) -> AsyncIterator[World]:
    async with new_world(store=file_store(database)) as made:
        yield made


async def started_again(world: World, database: Path) -> World:
    """Give the process that is started after this one died, on the same database and the same chat."""
    await world.app.store.close()
    store = file_store(database)
    app = build(options(), {"console": world.messenger}, store=store, packs=world.packs, clock=world.clock)
    await app.ticking.take_over()
    world.app = app
    return world


async def test_round_whose_process_died_while_closing_is_revealed_at_once(tmp_path: Path) -> None:
    async with world_on(tmp_path / "askaday.db") as world:
        played = await opened(world)
        await world.say(ANA, WHOLE)
        world.clock.travel(CLOSE)
        platform = Platform(world.messenger, stuck={"read"})
        await die_in_tick(process(world, platform), platform)
        before = (await world.last_round()).state

        again = await started_again(world, tmp_path / "askaday.db")
        await again.at(CLOSE)

        assert before is RoundState.OPEN
        assert shown(again, played.thread) == ([CLOSED, BOARD], REVEALED)
        assert await answers(again) == {"ana": WHOLE}


async def test_round_that_a_dead_process_would_have_tried_again_later_is_tried_at_once(tmp_path: Path) -> None:
    async with world_on(tmp_path / "askaday.db") as world:
        played = await opened(world)
        await world.say(ANA, WHOLE)
        world.messenger.fail_next(DeliveryError("The platform is busy.", permanent=False, retry_after=600))
        await world.at(CLOSE)
        before = (await world.last_round()).state

        again = await started_again(world, tmp_path / "askaday.db")
        await again.at(CLOSE)

        assert before is RoundState.OPEN
        assert shown(again, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_card_whose_process_died_sending_it_is_looked_up_after_seconds(tmp_path: Path) -> None:
    """What the dead process sent may still be on its way: it is given ten seconds to arrive."""
    async with world_on(tmp_path / "askaday.db") as world:
        await world.set_up()
        platform = Platform(world.messenger, stuck={"sent"})
        world.clock.travel(NINE)
        await die_in_tick(process(world, platform), platform)

        again = await started_again(world, tmp_path / "askaday.db")
        await again.at(NINE + timedelta(seconds=9))
        early = (await again.last_round()).card_message
        await again.at(NINE + timedelta(seconds=10))

        assert (early, title(again.posted())) == (None, [QUESTION])
        assert (await again.last_round()).card_message is not None


async def test_reveal_whose_process_died_before_sending_it_comes_after_seconds(tmp_path: Path) -> None:
    async with world_on(tmp_path / "askaday.db") as world:
        played = await opened(world)
        await world.say(ANA, HALF)
        world.clock.travel(CLOSE)
        platform = Platform(world.messenger, stuck={"send"})
        await die_in_tick(process(world, platform), platform)

        again = await started_again(world, tmp_path / "askaday.db")
        await again.at(CLOSE + timedelta(seconds=10))

        assert shown(again, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_model_answer_follows_once_when_the_process_died_between_it_and_its_reveal(tmp_path: Path) -> None:
    async with world_on(tmp_path / "askaday.db") as world:
        played = await opened(world)
        await world.say(ANA, HALF)
        world.clock.travel(CLOSE)
        platform = Platform(world.messenger, stuck={"sent"})
        dying = process(world, platform)
        # A tick does not wait for a close that takes long.
        while not platform.reached.is_set():
            await die_in_tick(dying, platform)
        before = shown(world, played.thread)

        again = await started_again(world, tmp_path / "askaday.db")
        await again.at(CLOSE + timedelta(seconds=9))
        early = shown(again, played.thread)
        await again.at(CLOSE + timedelta(seconds=10))

        assert before == early == ([QUESTION], [REVEAL])
        assert shown(again, played.thread) == ([CLOSED, BOARD], REVEALED)


async def test_claims_of_a_process_that_lives_are_left_alone(world: World) -> None:
    await opened(world)
    world.clock.travel(CLOSE)
    platform = Platform(world.messenger, stuck={"read"})
    await die_in_tick(process(world, platform), platform)

    beside = process(world)
    await beside.app.ticking.take_over()
    await beside.at(CLOSE)

    assert (await world.last_round()).state is RoundState.OPEN
