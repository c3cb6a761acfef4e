"""Administrators hear, once, that nobody is left of those who ran a series."""

from dataclasses import replace

import pytest

from bot.services.access.handing_over import HandingOver
from tests.worlds.slack import SlackWorld, slack_world


async def night(world: SlackWorld) -> list[str]:
    """Look after the managers twice, and give what the administrator was told."""
    handing_over = HandingOver(
        world.app.store, world.clock, {"slack": world.connection.messenger}, world.app.services.recognising
    )
    for _ in range(2):
        await handing_over.tell_left()
    await world.app.ticking.tick()
    boss = world.person("boss")
    return [one.text.splitlines()[0] for one in world.slack.bot_messages(world.slack.direct_message(boss))]


@pytest.mark.parametrize(("gone", "told"), [([], 0), (["ana"], 0), (["ana", "bo"], 1)], ids=["nobody", "one", "all"])
async def test_administrator_is_told_once_when_all_managers_have_left(gone: list[str], told: int) -> None:
    async with slack_world() as world:
        ana, bo = world.person("ana"), world.person("bo")
        await world.set_up()
        await let_run(world, ana, bo)
        for name in gone:
            world.team.users[world.person(name)].deleted = True

        said = await night(world)

    assert said == ["A series has nobody to run it"] * told


async def test_administrator_who_has_left_is_not_told_in_the_place_of_one_who_is_there() -> None:
    async with slack_world() as world:
        ana, bo = world.person("ana"), world.person("bo")
        await world.set_up()
        await let_run(world, ana)
        await world.app.call(lambda tx: tx.access.make_administrator(world.workspace(), bo, world.clock.now()))
        for who in (ana, bo):
            world.team.users[who].deleted = True

        said = await night(world)

    assert said == ["A series has nobody to run it"]


async def test_series_that_a_group_runs_or_nobody_is_left_alone() -> None:
    async with slack_world() as world:
        await world.set_up()
        group = world.slack.add_usergroup(world.team, [])
        for managers in ([group], []):
            await let_run(world, *managers)
            assert await night(world) == []


async def let_run(world: SlackWorld, *managers: str) -> None:
    """Let these and nobody else run the series."""
    [series] = await world.app.call(lambda tx: list(tx.series.all()))
    settings = replace(series.settings, managers=frozenset(managers))
    await world.app.call(lambda tx: tx.series.set_settings(series.id, channel=series.channel, settings=settings))


async def test_administrator_is_told_once_when_the_only_manager_erased_their_data() -> None:
    async with slack_world() as world:
        ana = world.person("ana")
        await world.set_up()
        await let_run(world, ana)
        await world.command(ana, "privacy erase yes")

        said = await night(world)

    assert said == ["A series has nobody to run it"]
