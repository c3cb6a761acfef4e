"""Channels and workspaces that go and come back."""

from datetime import timedelta

from bot.domain.series import ChannelLoss, SeriesState
from bot.ports.copies import copies_of
from tests.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE
from tests.playing import HALF, meet, play
from tests.reading import text_of
from tests.services.processes import catch_up
from tests.world import World, title

TUESDAY_NINE = MONDAY + timedelta(days=1, hours=1)


async def gone(world: World, loss: ChannelLoss = ChannelLoss.ARCHIVED) -> list[str]:
    paused = await world.app.call(world.app.services.lifecycle.channel_gone, WORKSPACE, CHANNEL, loss)
    return [series.name for series in paused]


async def back(world: World) -> list[str]:
    resumed = await world.app.call(world.app.services.lifecycle.channel_back, WORKSPACE, CHANNEL)
    return [series.name for series in resumed]


async def test_channel_that_is_gone_pauses_its_series_and_tells_managers_once(world: World) -> None:
    await meet(world, ANA, BO)
    await world.set_up(managers=frozenset({"ana", "S-group"}))
    await world.set_up("elsewhere", channel="other")

    paused = [await gone(world), await gone(world, ChannelLoss.REMOVED)]
    await catch_up(world, timedelta(days=1))

    series, other = await world.series(), await world.series("elsewhere")
    assert paused == [["daily"], []]
    assert (series.state, series.pause_reason, series.next_due) == (
        SeriesState.PAUSED,
        "its channel was archived",
        None,
    )
    assert other.state is SeriesState.ACTIVE
    told = {who: world.posted(channel=f"direct:{who}") for who in ("ana", "root", "bo")}
    assert {who: title(cards) for who, cards in told.items()} == {
        "ana": ["A series was paused"],
        "root": ["A series was paused"],
        "bo": [],
    }
    assert text_of(told["ana"][0]).startswith("**daily** is paused: its channel was archived.")


async def test_channel_that_is_back_lets_its_series_ask_again(world: World) -> None:
    await world.set_up()
    await gone(world)
    world.clock.travel(MONDAY + timedelta(hours=12))

    resumed = [await back(world), await back(world)]

    series = await world.series()
    assert resumed == [["daily"], []]
    assert (series.state, series.pause_reason, series.next_due) == (SeriesState.ACTIVE, "", TUESDAY_NINE)


async def test_series_that_a_manager_paused_stays_paused(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "pause")

    outcome = [await gone(world), await back(world)]

    assert outcome == [[], []]
    assert (await world.series()).state is SeriesState.PAUSED


async def test_workspace_that_cannot_be_reached_pauses_without_telling(world: World) -> None:
    lifecycle = world.app.services.lifecycle
    await world.set_up()
    await world.set_up("elsewhere", channel="other")

    paused = await world.app.call(lifecycle.workspace_paused, WORKSPACE, "the token was revoked")
    state = (await world.series()).pause_reason
    resumed = await world.app.call(lifecycle.workspace_back, WORKSPACE)
    await world.after()

    assert [[series.name for series in found] for found in (paused, resumed)] == [["daily", "elsewhere"]] * 2
    assert (state, (await world.series()).next_due) == ("the token was revoked", MONDAY + timedelta(hours=1))
    assert world.posted(channel="direct:root") == []


async def test_workspace_that_is_gone_leaves_nothing_to_do(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})

    deleted = await world.app.call(world.app.services.lifecycle.workspace_gone, WORKSPACE)

    assert deleted > 20
    assert await world.app.ticking.next_due() is None
    assert await copies_of(world.app.store).check() == []
