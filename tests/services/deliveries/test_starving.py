"""Work that fails every time keeps nobody else waiting, however much of it there is."""

from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.rounds import RoundState
from bot.ports.store import Transaction
from bot.services.ticking import BATCH
from tests.worlds.builders import MONDAY
from tests.worlds.world import SERIES, World

pytestmark = pytest.mark.repeats

NINE = MONDAY + timedelta(hours=1)
#: More than one pass takes, and all of them due before the one that works.
BROKEN = BATCH + 20


def _break(tx: Transaction, statement: str) -> None:
    """Let a statement fail for all series but the last one, as one with broken rows would."""
    tx.connection.execute(  # type: ignore[attr-defined]  # a way in that only these tests take
        f"CREATE TRIGGER broken BEFORE {statement} WHEN NEW.series_id <= {BROKEN} BEGIN SELECT RAISE(ABORT, 'no'); END"
    )


async def _set_up(world: World) -> None:
    for number in range(BROKEN):
        await world.set_up(f"broken {number:03}", channel=f"c{number}", remind_before=timedelta(hours=2))
    await world.set_up(remind_before=timedelta(hours=2))


async def test_series_that_cannot_open_do_not_starve_others(world: World) -> None:
    await _set_up(world)
    await world.app.call(_break, "INSERT ON rounds")

    world.clock.travel(NINE)

    with capture_logs() as logs:
        await world.app.ticking.tick()

    assert [played.state for played in await world.rounds(SERIES)] == [RoundState.OPEN]
    assert len([entry for entry in logs if entry["log_level"] == "error"]) == BROKEN


@pytest.mark.parametrize(
    ("instant", "kind"), [(NINE + timedelta(hours=6), "reminder"), (NINE + timedelta(hours=8), "reveal")]
)
async def test_rounds_that_fail_do_not_starve_others(world: World, instant: datetime, kind: str) -> None:
    await _set_up(world)
    while await world.app.ticking.next_due() == NINE or world.clock.now() < NINE:
        await world.at(NINE)
    await world.app.call(_break, "INSERT ON deliveries")

    with capture_logs():
        await world.at(instant)

    [played] = await world.rounds(SERIES)
    assert kind in [delivery.kind for delivery in await world.deliveries(played.id)]
