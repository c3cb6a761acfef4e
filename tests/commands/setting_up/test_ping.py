"""The setting `ping`: a group, by mention or id."""

from collections.abc import AsyncIterator

import pytest

from bot.commands.setting_up.values import read_group
from bot.errors import FormError, InputError
from tests.worlds.builders import ADMIN
from tests.worlds.world import World, new_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with new_world() as made:
        yield made


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("<!subteam^S0614TZR7|@leads>", "S0614TZR7"),
        ("<!subteam^S0614TZR7>", "S0614TZR7"),
        ("<@&1378991525068800001>", "1378991525068800001"),
        ("S0614TZR7", "S0614TZR7"),
        ("1378991525068800001", "1378991525068800001"),
        ("none", ""),
        ("", ""),
    ],
)
def test_groups_are_read_by_mention_and_id(text: str, group: str) -> None:
    assert read_group(text) == group


@pytest.mark.parametrize("text", ["@leads", "<@U024BE7LH>", "<@1378991525068800001>", "@everyone", "<!channel>", "7"])
def test_what_is_no_group_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no group"):
        read_group(text)


async def test_setup_says_why_a_group_cannot_be_called(world: World) -> None:
    await world.set_up()

    with pytest.raises(FormError) as refused:
        await world.command(ADMIN, "setup ping=S0614TZR7")

    assert refused.value.fields == {"ping": "a terminal has no groups."}
    assert (await world.series()).settings.ping == ""
