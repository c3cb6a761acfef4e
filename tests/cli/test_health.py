"""`askaday health`: signs of life of the process that runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.ports.tables.upkeep import FRESH
from bot.services.ticking import BEAT_EVERY
from tests.cli.askaday import Outcome, askaday
from tests.memory_store import file_store
from tests.worlds.world import new_world

RUNS_NOT = "askaday: Askaday does not run on this database. `askaday run` starts it.\n"


async def test_a_tick_is_a_sign_of_life(tmp_path: Path) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.app.ticking.tick()

        outcome = askaday(tmp_path, "health")

    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("Askaday gave its last sign of life ")


async def test_a_process_that_gave_none_for_long_is_not_well(tmp_path: Path) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.app.ticking.tick()
    with closing(sqlite3.connect(tmp_path / "askaday.db", isolation_level=None)) as database:
        database.execute("UPDATE heartbeats SET beat_at = beat_at - 3 * 60")

    said = (
        "askaday: Askaday does not run, or hangs: its last sign of life was 3 minutes ago. "
        "Look at its log, and start it again.\n"
    )
    assert askaday(tmp_path, "health") == Outcome(1, "", said)


async def test_a_database_that_nothing_has_run_on(tmp_path: Path) -> None:
    await file_store(tmp_path / "askaday.db").close()

    assert askaday(tmp_path, "health") == Outcome(1, "", RUNS_NOT)


async def test_a_process_that_has_ended_in_good_order_is_counted_no_more(tmp_path: Path) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.app.start()
        running = await world.app.call(lambda tx: tx.upkeep.roles(FRESH))
        await world.app.stop()

    assert (running, askaday(tmp_path, "health")) == ({"all": 1}, Outcome(1, "", RUNS_NOT))


async def test_process_whose_store_is_away_ends_all_the_same(tmp_path: Path) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.app.start()
        await world.app.call(lambda tx: tx.connection.execute("DROP TABLE heartbeats"))  # type: ignore[attr-defined]

        await world.app.stop()


def test_no_database(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "health")

    assert (outcome.status, outcome.out, (tmp_path / "askaday.db").exists()) == (1, "", False)
    assert outcome.err.startswith(f"askaday: There is no database at {tmp_path}/askaday.db.")


async def test_ticks_in_a_row_are_one_sign_of_life(tmp_path: Path) -> None:
    file = tmp_path / "askaday.db"

    def since() -> int:
        with closing(sqlite3.connect(file)) as database:
            [beat_at] = database.execute("SELECT beat_at FROM heartbeats").fetchone()
            return int(beat_at)

    async with new_world(store=file_store(file)) as world:
        await world.app.ticking.tick()
        first = since()
        with_sqlite = "UPDATE heartbeats SET beat_at = 7"
        await world.app.call(lambda tx: tx.connection.execute(with_sqlite))  # type: ignore[attr-defined]
        await world.app.ticking.tick()
        at_once = since()
        world.clock.travel(world.clock.now() + BEAT_EVERY)
        await world.app.ticking.tick()

        assert (at_once, since() >= first) == (7, True)
