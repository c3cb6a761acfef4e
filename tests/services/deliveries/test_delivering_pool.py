"""Many deliveries at once: a slow one holds up none, and one workspace no other."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.ports.messenger import Destination, Sent
from bot.ports.store import Transaction
from bot.services.deliveries.delivering import BATCH, MOST_EACH, Delivering
from tests.worlds.builders import text_card
from tests.worlds.world import World


class Platform:
    """Takes messages; those to `slow` only once they are let go."""

    platform = "console"
    counts_answers = False
    has_options = False
    hears_joins = True

    def __init__(self, awaited: int) -> None:
        self.sent: list[str] = []
        self.begun: list[str] = []
        self.let_go = asyncio.Event()
        self.reached = asyncio.Event()
        self._awaited = awaited
        self.most = self._now = 0

    async def send(self, destination: Destination, _card: Card, *, key: str) -> Sent:
        self.begun.append(key)
        self._now += 1
        self.most = max(self.most, self._now)
        await (self.let_go.wait() if destination.channel == "slow" else asyncio.sleep(0))
        self._now -= 1
        self.sent.append(key)
        if len(self.sent) == self._awaited:
            self.reached.set()
        return Sent(destination.channel, key, key)


def owe(tx: Transaction, world: World, workspace: str, channel: str, count: int) -> None:
    for number in range(count):
        tx.deliveries.add(
            key=f"{workspace} {channel} {number}",
            workspace=workspace,
            kind=DeliveryKind.NOTE,
            channel=channel,
            card=text_card(),
            due_at=world.clock.now(),
        )


def delivering(world: World, platform: Platform) -> Delivering:
    messengers = {"console": platform}
    return replace(world.app.ticking.delivering, messengers=messengers, _under_way={})  # type: ignore[arg-type]


async def states(world: World) -> list[DeliveryState]:
    def read(tx: Transaction) -> list[DeliveryState]:
        found = [tx.deliveries.get(number) for number in range(1, 1000)]
        return [one.state for one in found if one is not None]

    return await world.app.call(read)


@pytest.mark.parametrize(("slow", "workspace"), [(1, "console:a"), (MOST_EACH, "console:b"), (300, "console:b")])
async def test_what_is_slow_holds_up_no_other(world: World, slow: int, workspace: str) -> None:
    platform = Platform(awaited=200)
    await world.app.call(owe, world, "console:a", "slow", slow)
    await world.app.call(owe, world, workspace, "quick", 200)

    running = asyncio.create_task(delivering(world, platform).deliver_due())
    await platform.reached.wait()
    quick = list(platform.sent)
    platform.let_go.set()
    tried = await running

    assert sorted(quick) == sorted(f"{workspace} quick {number}" for number in range(200))
    assert tried == slow + 200
    assert await states(world) == [DeliveryState.SENT] * (slow + 200)
    assert sorted(platform.begun) == sorted(set(platform.begun))


async def test_no_more_are_sent_side_by_side_than_there_are_places(world: World) -> None:
    platform = Platform(awaited=0)
    for number in range(10):
        await world.app.call(owe, world, f"console:{number}", "quick", 40)
    pool = delivering(world, platform)

    tried = await asyncio.gather(*(pool.deliver_due() for _ in range(3)))

    assert sum(tried) == 400
    assert platform.most <= BATCH
    assert len(platform.begun) == len(set(platform.begun)) == 400


async def test_workspace_alone_takes_its_own_places_and_no_more(world: World) -> None:
    platform = Platform(awaited=0)
    await world.app.call(owe, world, "console:a", "quick", 100)

    tried = await delivering(world, platform).deliver_due()

    assert (tried, platform.most) == (100, MOST_EACH)


async def test_what_is_given_up_is_tried_again_later(world: World) -> None:
    platform = Platform(awaited=0)
    await world.app.call(owe, world, "console:a", "slow", 3)
    running = asyncio.create_task(delivering(world, platform).deliver_due())
    while len(platform.begun) < 3:  # noqa: ASYNC110 - turns of the event loop
        await asyncio.sleep(0)

    running.cancel()
    await asyncio.wait([running])

    assert (running.cancelled(), platform.sent) == (True, [])
    assert await states(world) == [DeliveryState.SENDING] * 3
