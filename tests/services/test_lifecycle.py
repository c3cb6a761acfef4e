"""Channels and workspaces that go and come back."""

import hashlib
from datetime import timedelta
from typing import Any, cast

from bot.commands import desk
from bot.domain.card import Text
from bot.domain.series import ChannelLoss, SeriesState
from bot.ports.copies import copies_of
from tests.services.processes import catch_up
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE
from tests.worlds.playing import HALF, meet, open_round, play
from tests.worlds.reading import text_of
from tests.worlds.world import World, new_world, title

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


async def test_welcome_is_owed_once_for_an_invitation_under_the_key_it_always_had(world: World) -> None:
    arrived = world.app.services.lifecycle.arrived
    for _ in range(2):
        await world.app.call(arrived, WORKSPACE, "root", "C7", code="Ev123")
    await world.after()
    [shown] = world.posted(channel="direct:root")

    # As bd4e7ab made it: what it had sent is not sent again.
    key = f"w{hashlib.sha256(f'{WORKSPACE} Ev123'.encode()).hexdigest()[:24]}"
    assert await world.app.call(lambda tx: tx.deliveries.is_owed(key))
    assert [(action.name, action.target) for action in shown.actions] == [("setup", "channel:C7"), ("practise", "")]


async def test_welcome_to_a_server_names_it_and_the_commands_as_they_are_called() -> None:
    async with new_world(command="ask") as world:
        arrived = world.app.services.lifecycle.arrived
        await world.app.call(arrived, WORKSPACE, "root", "", code="2030-06-03", server="Guild & Co")
        await world.after()
        [shown] = world.posted(channel="direct:root")

    assert shown.blocks[-1] == Text("In Guild \\& Co, write `/ask setup` in the channel; `/ask help` lists everything.")
    assert [action.name for action in shown.actions] == ["practise"]


async def test_workspaces_left_meanwhile_are_paused_on_their_own_platform_alone(world: World) -> None:
    lifecycle = world.app.services.lifecycle
    await world.set_up()

    other = await world.app.call(lifecycle.left_meanwhile, "discord", set(), "gone")
    present = await world.app.call(lifecycle.left_meanwhile, "console", {WORKSPACE}, "gone")
    absent = await world.app.call(lifecycle.left_meanwhile, "console", {"console:other"}, "gone")

    assert [[series.name for series in paused] for paused in (other, present, absent)] == [[], [], ["daily"]]


async def test_what_a_button_is_about_says_which_workspace(world: World) -> None:
    await world.set_up()
    played = await open_round(world)
    await world.command(ANA, "", "aws-quiz")
    targets = [f"round:{played.id}", "series:1", "drill:1", "round:99", "series:", "channel:7", "draft:1", ""]

    found = [await world.app.call(world.app.services.lifecycle.workspace_of, target) for target in targets]

    assert found == [WORKSPACE] * 3 + [""] * 5


async def test_open_rounds_groups_and_channels_of_a_platform(world: World) -> None:
    lifecycle = world.app.services.lifecycle
    await world.set_up(managers=frozenset({"ana", "S0614TZR7"}), reviewers=frozenset({"S0614TZR8", "cy"}))
    await world.set_up("elsewhere", channel="other")
    played = await open_round(world)

    running = await world.app.call(lifecycle.open_rounds_of, "console")
    groups = await world.app.call(world.app.services.recognising.groups_with_a_say, WORKSPACE)

    assert sorted(one.channel for one in running) == sorted([CHANNEL, "other"])
    assert played in running
    assert await world.app.call(lifecycle.open_rounds_of, "slack") == []
    assert groups == {"S0614TZR7", "S0614TZR8"}
    assert await world.app.call(lifecycle.channels_of, WORKSPACE) == {CHANNEL, "other"}


class _Everything:
    """Tables that have a row of every number, in one workspace."""

    workspace = WORKSPACE

    def __getattr__(self, name: str) -> "_Everything":
        return self

    def __call__(self, _number: int) -> "_Everything":
        return self


async def test_workspace_is_found_of_everything_that_a_button_is_about(world: World) -> None:
    """In a direct message on Discord nothing else says which one is meant."""
    kinds = {kind for kind, _ in desk._PRESSES}

    lifecycle = world.app.services.lifecycle
    found = {kind: lifecycle.workspace_of(cast("Any", _Everything()), f"{kind}:1") for kind in kinds}

    assert found == dict.fromkeys(kinds, WORKSPACE)
