"""How platforms write people, groups and channels."""

import pytest

from bot.commands.mentions import person_id
from bot.domain.members import Actor
from bot.domain.series import may_manage
from tests.worlds.builders import ADMIN, WORKSPACE
from tests.worlds.world import World


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<@U123|ana>", "U123"),
        ("<@U123>", "U123"),
        ("<!subteam^S123|@leads>", "S123"),
        ("<!subteam^S123>", "S123"),
        ("<@!11>", "11"),
        ("<@&9>", "9"),
        (" @ana ", "ana"),
        ("ana", "ana"),
        ("<@|ana>", "<@|ana>"),
    ],
)
def test_person_id(written: str, meant: str) -> None:
    assert person_id(written) == meant


async def test_setup_with_mentions_of_people_groups_and_a_channel(world: World) -> None:
    mentions = "managers=<!subteam^S123|@leads>,<@U123|ana> reviewers=<!subteam^S9> channel=<#C123|general>"

    await world.command(ADMIN, f"setup packs=basics zone=UTC {mentions}")

    series = await world.series()
    assert series.channel == "C123"
    assert (series.settings.managers, series.settings.reviewers) == (
        frozenset({"S123", "U123", "root"}),
        frozenset({"S9"}),
    )
    assert may_manage(Actor(WORKSPACE, "U7", "Lea", groups=frozenset({"S123"})), series.settings)
