"""Values that are suggested while somebody types: by the kind of what they type."""

from datetime import date

import pytest

from bot.commands.arguments import Argument, Kind
from bot.commands.completion import COMPLETED, completed, fitting, fitting_last
from bot.domain.calendar.periods import NAMED_PERIODS, parse_period
from bot.domain.calendar.zones import zone_names
from tests.worlds.world import World


def test_values_that_contain_what_was_typed_are_suggested() -> None:
    known = ["Europe/Berlin", "America/New_York"]

    assert fitting(known, "new york") == ["America/New_York"]
    assert fitting(known, "nothing like it") == []
    assert fitting(known, "") == known


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("", ["aws", "team", "web"]),
        ("te", ["team"]),
        ("aws,", ["aws,team", "aws,web"]),
        (" aws , we", ["aws,web"]),
        ("aws,team,aws", []),
    ],
)
def test_list_is_completed_at_its_end(typed: str, suggested: list[str]) -> None:
    assert fitting_last(["aws", "team", "web"], typed) == suggested


def test_every_period_that_is_suggested_is_understood() -> None:
    keys = [parse_period(name, date(2026, 11, 20)) for name in NAMED_PERIODS]

    assert keys == ["2026-W47", "2026-W46", "2026-11", "2026-10", "2026-Q4", "2026-Q3", "all"]


async def test_kind_of_an_argument_decides_and_its_name_does_not(world: World) -> None:
    series = await world.set_up()
    services, workspace = world.app.services, series.workspace
    known = {
        Kind.SERIES: ["daily"],
        Kind.PERIOD: list(NAMED_PERIODS),
        Kind.TOPIC: await world.app.call(services.drill_pool.topics, workspace),
        Kind.PACKS: list(services.managing.packs.packs()),
        Kind.ZONE: list(zone_names()),
    }

    offered = {kind: list(await completed(services, workspace, Argument("zone", "", kind), "")) for kind in Kind}

    assert offered == {kind: known.get(kind, []) for kind in Kind}
    assert known.keys() == COMPLETED
