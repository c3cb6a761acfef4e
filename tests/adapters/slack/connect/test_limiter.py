"""The pace of a channel, where a storm takes turns in very many of them."""

import asyncio

from adapters.slack.connect.limiter import Limiter
from tests.growth import seconds


def turns(channels: int) -> None:
    async def take() -> None:
        limiter = Limiter(1.0, lambda: 100.0)
        for number in range(channels):
            await limiter.turn("slack:T1", f"C{number}")

    asyncio.run(take())


def test_turns_of_a_storm_take_as_long_for_each_channel_however_many_there_are() -> None:
    assert seconds(lambda: turns(16_000)) < 8 * seconds(lambda: turns(4_000))


async def test_channels_whose_turn_has_passed_are_forgotten() -> None:
    now = [0.0]
    limiter = Limiter(1.0, lambda: now[0])
    for second in range(20):
        now[0] = 2.0 * second
        for number in range(500):
            await limiter.turn("slack:T1", f"C{second} {number}")

    assert len(limiter._free_at) <= 1_500
