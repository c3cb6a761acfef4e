"""Closing where the workspace refuses Askaday: the close waits until it is taken again."""

from datetime import timedelta

import pytest

from bot.domain.rounds import Round, RoundState
from bot.domain.series import PausedFor, SeriesState
from bot.errors import DeliveryError, Scope
from tests.services.played import CLOSE, HALF, WHOLE, answers, opened, say_unheard, shown
from tests.services.processes import catch_up
from tests.worlds.builders import ADMIN, ANA, WORKSPACE
from tests.worlds.titles import BOARD, CLOSED, REVEALED
from tests.worlds.world import World


async def refused_until(world: World, *, minutes: int) -> Round:
    """Close while the workspace refuses: at once, 1, 2, 4, 8, 16, 32 and 64 minutes after it, then every hour."""
    played = await opened(world)
    await world.say(ANA, WHOLE)
    say_unheard(world, played, "bo", HALF)
    for _ in range(8):
        world.messenger.fail_next(DeliveryError("Refused.", permanent=True, scope=Scope.WORKSPACE))
    await catch_up(world, CLOSE + timedelta(minutes=minutes) - world.clock.now())
    return played


async def test_round_of_a_workspace_whose_token_is_refused_waits_for_a_good_one(world: World) -> None:
    played = await refused_until(world, minutes=123)
    before = (await world.last_round()).state, (await world.series()).paused_for
    await catch_up(world, timedelta(minutes=1))

    assert before == (RoundState.OPEN, PausedFor.WORKSPACE)
    assert (await world.series()).state is SeriesState.ACTIVE
    assert await answers(world) == {"ana": WHOLE, "bo": HALF}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)


@pytest.mark.parametrize("said", ["", "resume", "close"])
async def test_round_that_waits_for_its_workspace_closes_once_that_is_back(world: World, said: str) -> None:
    played = await refused_until(world, minutes=65)

    if said:
        await world.command(ADMIN, said)
    else:
        await world.app.call(world.app.services.lifecycle.workspace_back, WORKSPACE)
    await world.after(seconds=0)

    assert await answers(world) == {"ana": WHOLE, "bo": HALF}
    assert shown(world, played.thread) == ([CLOSED, BOARD], REVEALED)
