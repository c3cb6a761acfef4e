"""Whom Askaday takes people for where the platform does not say it: for who the request says, of an answer alone."""

import pytest

from bot.cards.choices import ANSWERING
from bot.domain.members import Actor
from bot.errors import DeliveryError, Scope
from tests.worlds.builders import WORKSPACE
from tests.worlds.world import World

ENDED = DeliveryError("The token has ended.", permanent=True, scope=Scope.WORKSPACE)
ASKS = Actor(WORKSPACE, "ana", "U1")
KNOWN = Actor(WORKSPACE, "ana", "Ana")


async def _refuse(error: DeliveryError) -> Actor:
    raise error


@pytest.mark.parametrize("action", sorted(ANSWERING))
async def test_who_answers_is_taken_at_the_requests_word_by_their_last_name(world: World, action: str) -> None:
    await world.app.call(lambda tx: tx.members.seen(KNOWN))

    assert await world.app.services.recognising.vouched(ASKS, _refuse(ENDED), action) == KNOWN


@pytest.mark.parametrize("action", ["flag", "best", ""])
async def test_nothing_else_is_done_for_whom_the_platform_does_not_vouch(world: World, action: str) -> None:
    with pytest.raises(DeliveryError) as raised:
        await world.app.services.recognising.vouched(ASKS, _refuse(ENDED), action)

    assert raised.value is ENDED


@pytest.mark.parametrize(
    "error",
    [
        DeliveryError("Slack asks to slow down.", permanent=False, scope=Scope.WORKSPACE),
        *(DeliveryError("Refused.", permanent=True, scope=scope) for scope in Scope if scope is not Scope.WORKSPACE),
    ],
    ids=lambda error: f"{error.scope}, permanent={error.permanent}",
)
async def test_an_answer_is_not_taken_either_where_the_workspace_has_not_refused(
    world: World, error: DeliveryError
) -> None:
    with pytest.raises(DeliveryError) as raised:
        await world.app.services.recognising.vouched(ASKS, _refuse(error), "answer")

    assert raised.value is error


async def test_what_the_platform_says_counts_where_it_says_it(world: World) -> None:
    async def say() -> Actor:
        return Actor(WORKSPACE, "ana", "Ana", is_admin=True)

    found = await world.app.services.recognising.vouched(ASKS, say(), "answer")

    assert found == Actor(WORKSPACE, "ana", "Ana", is_admin=True)
