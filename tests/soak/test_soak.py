"""A fortnight of the soak; `make soak` lives through years."""

from pathlib import Path
from traceback import walk_tb

import pytest

from bot.errors import DeliveryError
from bot.ports.messenger import Sent
from tests.soak.soaking import Tally, soak
from tests.worlds.world import World

pytestmark = pytest.mark.repeats

FORTNIGHT = 14 / 365


async def test_nothing_is_lost_or_doubled_and_the_same_seed_gives_the_same(tmp_path: Path) -> None:
    told = []
    for name in ("one", "again"):
        (tmp_path / name).mkdir()
        told.append((await soak(tmp_path / name, FORTNIGHT / 2, 7)).line(FORTNIGHT / 2, 7))

    assert told[0] == told[1]
    assert told[0].count("\n") == 0
    assert told[0].endswith("0 lost, 0 doubled")


def test_what_is_wrong_is_said_before_the_line() -> None:
    tally = Tally(lost=["2026-12-07, ana: '' instead of 'x'"], other=["memory has grown"])

    assert tally.line(3, 7).splitlines()[:2] == ["2026-12-07, ana: '' instead of 'x'", "memory has grown"]
    assert tally.line(3, 7).endswith("1 lost, 0 doubled")


async def test_error_that_a_platform_raises_again_does_not_keep_what_it_was_raised_in_before(world: World) -> None:
    error, kept = DeliveryError("The platform is busy.", permanent=False), []
    for _ in range(3):
        world.messenger.fail_next(error)
        with pytest.raises(DeliveryError):
            await world.messenger.read_thread("", Sent("", "", ""))
        kept.append(len([*walk_tb(error.__traceback__)]))

    assert kept == kept[:1] * 3
