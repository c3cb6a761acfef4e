"""The audit in Slack: a page, and another one in its place; nothing for who manages nothing."""

import pytest

from tests.worlds.slack import slack_world

pytestmark = pytest.mark.documents(also_without=True)


async def test_managers_turn_its_pages_and_members_see_nothing() -> None:
    async with slack_world() as world:
        boss, ana = world.person("boss"), world.person("ana")
        await world.set_up()
        for _ in range(9):
            await world.command(boss, "skip")
        await world.command(boss, "audit")
        card = world.slack.ephemerals(boss)[-1]

        await world.press(boss, card, "page")
        await world.command(ana, "audit")

        second, refused = world.slack.ephemerals(boss)[-1], world.slack.ephemerals(ana)[-1]
    assert (second is card, "page 2" in str(second.blocks)) == (True, True)
    assert "Only managers of a series and administrators may see what was changed" in refused.text
