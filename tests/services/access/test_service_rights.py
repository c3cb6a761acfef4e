"""The services refuse who may not, whatever stands before them, and keep what was done in the audit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.doubts import Verdict
from bot.domain.members import Actor
from bot.domain.series import Series
from bot.errors import RightsError
from bot.ports.store import Transaction
from bot.services.rounds.closing import close_now
from bot.services.statistics.scopes import scope_for
from tests.worlds.builders import ADMIN, ANA, actor
from tests.worlds.playing import open_round
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World

Work = Callable[[World, Transaction, Actor, Series], object]
FOR_MANAGERS: dict[str, Work] = {
    "open": lambda world, tx, who, series: world.app.services.opening.open_now(tx, who, series),
    "close": lambda world, tx, who, series: close_now(tx, world.clock, who, series),
    "stats": lambda _, tx, who, series: scope_for(tx, who, series),
    "doubted": lambda world, tx, who, series: world.app.services.flagging.doubted(tx, who, series),
    "keep": lambda world, tx, who, series: world.app.services.flagging.decide(
        tx, who, series, "basics/question-1", Verdict.KEEP
    ),
    "queue": lambda world, tx, who, series: world.app.services.managing.queue(tx, who, series),
    "set queue": lambda world, tx, who, series: world.app.services.managing.set_queue(tx, who, series, ()),
}


@pytest.mark.parametrize("name", FOR_MANAGERS)
@pytest.mark.parametrize("who", [ANA, actor("Root", workspace="console:other", is_admin=True)])
async def test_who_may_not_is_refused_by_the_service(tmp_path: Path, name: str, who: Actor) -> None:
    async with world_on_disk(tmp_path) as world:
        series = await world.set_up()
        await open_round(world)
        before = stored(tmp_path)

        with pytest.raises(RightsError, match=r"^Only managers of daily and administrators may do this\.$"):
            await world.app.call(lambda tx: FOR_MANAGERS[name](world, tx, who, series))

        assert stored(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [("open", ("open", "round 1")), ("close", ("close", "round 1")), ("keep", ("flags keep", "basics/question-1"))],
)
async def test_what_a_manager_did_is_kept_by_the_service(tmp_path: Path, name: str, kept: tuple[str, str]) -> None:
    async with world_on_disk(tmp_path) as world:
        series = await world.set_up()
        if name == "close":
            await open_round(world)

        await world.app.call(lambda tx: FOR_MANAGERS[name](world, tx, ADMIN, series))

        assert stored(tmp_path)["audit"][-1][2:5] == ("root", *kept)
