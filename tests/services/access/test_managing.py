"""Running a series, beyond what its commands show."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.rounds import RoundState
from bot.domain.series import Series, SeriesState
from bot.errors import RefusedError
from tests.worlds.builders import ADMIN, ANA, CHANNEL, MONDAY, settings
from tests.worlds.playing import open_round, play
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World


async def test_set_up_arms_the_next_slot_and_makes_the_creator_a_manager(world: World) -> None:
    series = await world.set_up(managers=frozenset({"ana"}))

    assert series.settings.managers == frozenset({"ana", "root"})
    assert series.next_due == MONDAY + timedelta(hours=1)


async def test_set_up_again_with_another_case_is_the_same_series(world: World) -> None:
    first = await world.set_up("daily")

    second = await world.set_up("DAILY", "elsewhere")

    assert (second.id, second.name, second.channel, second.seed) == (first.id, "daily", "elsewhere", first.seed)


async def test_change_by_a_manager(world: World) -> None:
    series = await world.set_up(managers=frozenset({"ana"}))

    changed = await world.app.call(
        world.app.services.managing.change, ANA, series, replace(series.settings, cool_down=1)
    )

    assert changed == replace(series, settings=replace(series.settings, cool_down=1))


async def test_pause_keeps_who_and_when_in_the_audit_alone(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        for text in ("pause", "resume", "skip", "unskip", "open"):
            await world.command(ADMIN, text)

        audit = [row[1:5] for row in stored(tmp_path)["audit"]]

    assert audit == [
        ("console:test", "root", "setup", "daily"),
        ("console:test", "root", "pause", "daily"),
        ("console:test", "root", "resume", "daily"),
        ("console:test", "root", "skip", "2026-12-07"),
        ("console:test", "root", "unskip", "2026-12-07"),
        ("console:test", "root", "open", "round 1"),
    ]


async def test_skip_when_a_round_of_that_day_was_opened_meanwhile_skips_the_next(world: World) -> None:
    stale = await world.set_up()
    await open_round(world)

    skipped = await world.app.call(world.app.services.managing.skip, ADMIN, stale)

    assert skipped == date(2026, 12, 8)
    assert [(played.day.day, played.state) for played in await world.rounds()] == [
        (7, RoundState.OPEN),
        (8, RoundState.SKIPPED),
    ]


async def test_unskip_leaves_days_gone_by_skipped(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "skip")
    await world.after(hours=2)

    with pytest.raises(RefusedError, match=r"^No coming slot of daily is skipped\.$"):
        await world.command(ADMIN, "unskip")


async def test_skips_and_pauses_break_no_streak(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: "lanterns"})
    await world.command(ADMIN, "skip")
    await world.after(days=1)
    await world.command(ADMIN, "pause until 2026-12-21")
    await play(world, {ANA: "lanterns"})

    streaks = await world.app.call(lambda tx: tx.standings.streaks(1))

    assert streaks["ana"].current == 2


async def test_series_deleted_while_a_command_runs(world: World) -> None:
    gone = Series(99, ADMIN.workspace, "gone", CHANNEL, settings(), SeriesState.ACTIVE, "", None, None, 1)

    with pytest.raises(RefusedError, match=r"^The series was deleted\.$"):
        await world.app.call(world.app.services.managing.pause, ADMIN, gone, None)
