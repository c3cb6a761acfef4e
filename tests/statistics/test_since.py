"""Who has not taken part since a date."""

import pytest

from bot.domain.card import Card, Small
from bot.errors import InputError
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.reading import rows
from tests.worlds.world import World

DI = actor("Di")


def notes(card: Card) -> list[str]:
    return [block.text for block in card.blocks if isinstance(block, Small)]


async def played(world: World) -> None:
    """Let four people answer on Monday the 7th, two of them on Tuesday, and one on Wednesday."""
    await world.set_up()
    await play(world, {ANA: BOTH, BO: HALF, CY: HALF, DI: HALF})
    await play(world, {ANA: BOTH, BO: HALF})
    await play(world, {ANA: BOTH})


async def test_who_has_not_taken_part_since_a_date_is_named(world: World) -> None:
    await played(world)
    await world.command(CY, "away until 2026-12-20")

    since_tuesday = await world.command(ADMIN, "stats people since 2026-12-08")
    since_wednesday = await world.command(ADMIN, "stats people since 9 December 2026")

    assert [since_tuesday.title, notes(since_tuesday)[:2]] == [
        "People of daily: Since 8 December 2026",
        ["Not since 8 December 2026: Di.", "Away: Cy."],
    ]
    assert notes(since_wednesday)[0] == "Not since 9 December 2026: Bo and Di."
    assert {row[0]: row[1] for row in rows(since_tuesday)} == {
        "Ana": "2 of 2",
        "Bo": "1 of 2",
        "Cy": "0 of 1",
        "Di": "0 of 2",
    }


async def test_buttons_lead_on_within_the_days(world: World) -> None:
    await played(world)
    card = await world.command(ADMIN, "stats people since 2026-12-08")
    team = next(action for action in card.actions if action.name == "team")

    assert (await world.press(ADMIN, team.name, team.target)).title == "Team of daily: Since 8 December 2026"


async def test_members_see_the_same_of_themselves(world: World) -> None:
    await played(world)

    own = await world.command(BO, "me since 2026-12-08")

    assert ("Answered", "1 of 2") in {row for block in own.blocks for row in getattr(block, "rows", ())}


async def test_a_date_that_has_not_come_is_refused(world: World) -> None:
    await world.set_up()

    with pytest.raises(InputError) as caught:
        await world.command(ADMIN, "stats people since 2030-01-01")

    assert str(caught.value).startswith("2030-01-01 has not come yet.")
