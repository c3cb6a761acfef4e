"""Reminders as they are typed."""

from datetime import time

import pytest

from bot.domain.practice.nudges import Nudge
from bot.errors import InputError
from tests.worlds.builders import ANA, WORKSPACE, schedule
from tests.worlds.reading import text_of
from tests.worlds.world import World


async def nudge(world: World, text: str) -> str:
    return text_of(await world.command(ANA, f"nudge {text}", "aws-quiz"))


async def kept(world: World) -> Nudge | None:
    return await world.app.call(lambda tx: tx.nudges.of_member(WORKSPACE, "ana"))


async def refused(world: World, text: str) -> str:
    with pytest.raises(InputError) as caught:
        await nudge(world, text)
    return str(caught.value)


async def test_on_with_everything(world: World) -> None:
    said = await nudge(world, "on 9:30 europe/berlin days=sun-thu holidays=de-by")

    held = await kept(world)
    assert held is not None
    assert (held.at, held.zone, held.weekdays, held.holidays) == (
        time(9, 30),
        "Europe/Berlin",
        frozenset({6, 0, 1, 2, 3}),
        "DE-BY",
    )
    assert said == (
        "Sunday to Thursday at 09:30 (Europe/Berlin), except holidays in DE-BY, by a direct message, if questions are "
        "due for you. Nothing comes on the team's days off. `/aws-quiz nudge off` ends it."
    )


async def test_zone_is_the_series_one_and_then_the_last_one(world: World) -> None:
    await world.set_up(schedule=schedule(zone="Asia/Tokyo"))

    first = await nudge(world, "9:00 holidays=none")
    await nudge(world, "on 9:00 America/New York")
    second = await nudge(world, "on 17:00")

    assert first.startswith("Monday to Friday at 09:00 (Asia/Tokyo), by a direct message")
    assert second.startswith("Monday to Friday at 17:00 (America/New_York), by a direct message")


@pytest.mark.parametrize("said", ["on 9 UTC", "on 9 am UTC", "on 0900 UTC", "on 9.00 utc", "9 Uhr utc+0"])
async def test_time_as_people_write_it(world: World, said: str) -> None:
    await nudge(world, said)

    held = await kept(world)
    assert held is not None
    assert (held.at, held.zone) == (time(9), "UTC")


async def test_shown_and_ended(world: World) -> None:
    nothing = await nudge(world, "")
    set_ = await nudge(world, "on 9:00 UTC")
    shown = await nudge(world, "")

    ended = await nudge(world, "off")

    assert (nothing.startswith("No reminder is set."), shown) == (True, set_)
    assert (ended, await kept(world)) == ("`/aws-quiz` still knows what is due for you.", None)


EXAMPLE = "For example `/aws-quiz nudge on 9:00 Europe/Berlin`, or `/aws-quiz nudge off`."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on", f"When should I remind you? {EXAMPLE}"),
        ("off now", f"When should I remind you? {EXAMPLE}"),
        ("on 9:00", f"In which time zone? {EXAMPLE}"),
        ("on nine UTC", "'nine' is no time of day. Write 24-hour time, like 09:00 or 17:30."),
        ("on 9:00 Berln", "'Berln' is no time zone. Did you mean Europe/Berlin?"),
        ("on 9:00 UTC holidays=XX", "There are no holidays for 'XX'. Use a country code, like DE, US or DE-BY."),
    ],
)
async def test_refused(world: World, text: str, said: str) -> None:
    assert await refused(world, text) == said
    assert await kept(world) is None
