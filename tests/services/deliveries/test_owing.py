from datetime import timedelta

import pytest

from bot.domain.calendar.schedule import CloseAfter
from bot.services.deliveries.owing import delivery_key, moment_code, tell_managers
from tests.worlds.builders import MONDAY, schedule, text_card
from tests.worlds.world import World, title

NINE = MONDAY + timedelta(hours=1)


def test_moment_codes_tell_apart_what_happens_within_one_second() -> None:
    later = MONDAY + timedelta(microseconds=1)

    codes = [moment_code("f", about, now) for about in ("aws/one", "aws/two") for now in (MONDAY, later)]

    assert len(set(codes)) == 4
    assert {(code[0], len(code)) for code in codes} == {("f", 11)}
    assert moment_code("f", "aws/one", MONDAY) == codes[0]


async def test_keys_are_short_enough_and_differ(world: World) -> None:
    first = await world.set_up("daily", schedule=schedule(closes=CloseAfter(timedelta(hours=1))))
    second = await world.set_up("other")

    keys = [delivery_key(series, "c", number) for series in (first, second) for number in (1, 10**15)]

    assert max(map(len, keys)) == 25
    assert len(set(keys)) == 4
    with pytest.raises(ValueError, match="is longer than 25 characters"):
        delivery_key(first, "c", 10**16)


async def test_managers_who_change_are_each_told_the_same_once(world: World) -> None:
    series = await world.set_up(managers=frozenset({"bo"}))
    await world.app.call(tell_managers, series, text_card(), code="x", now=MONDAY)
    changed = await world.set_up(managers=frozenset({"ana", "bo"}))

    await world.app.call(tell_managers, changed, text_card(), code="x", now=MONDAY)
    await world.after()

    told = {who: title(world.posted(channel=f"direct:{who}")) for who in ("ana", "bo", "root")}
    assert told == {"ana": ["A title"], "bo": ["A title"], "root": ["A title"]}
