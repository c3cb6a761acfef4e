"""What becomes of a suggestion, for its author: what they are told, and whether they are named."""

from datetime import UTC, datetime
from functools import partial

import pytest

from bot.commands.request import Press
from bot.domain.card import Card, Quote
from bot.domain.deliveries import Urgency
from bot.domain.members import Actor
from bot.errors import RefusedError
from bot.services.deliveries.owing import tell_members
from tests.commands.authoring.suggested import WRITTEN
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, CY, actor
from tests.worlds.playing import meet, open_round
from tests.worlds.reading import small, text_of
from tests.worlds.world import World

REA = actor("Rea")


@pytest.fixture
async def team(world: World) -> World:
    await world.set_up(reviewers=frozenset({REA.member}))
    await meet(world, ANA, BO, CY, REA, ADMIN)
    return world


async def send(world: World, who: Actor, action: str = "suggest", target: str = "", **fields: str) -> Card:
    values = {**WRITTEN, **fields} if action == "suggest" else fields
    return (await world.app.desk.press(Press(who, CHANNEL, action, target, values=values))).card


def buttons(card: Card) -> dict[str, str]:
    return {action.name: action.target for action in card.pressable}


def quotes(card: Card) -> dict[str, str]:
    return {block.author: block.text for block in card.blocks if isinstance(block, Quote)}


async def sent_to(world: World, who: Actor) -> list[str]:
    """Give what somebody has been sent privately by now."""
    await world.after(seconds=1)
    return [one.name for one in world.posted(channel=f"direct:{who.member}")]


async def test_author_hears_of_a_decision_at_once_whatever_came_that_day(team: World) -> None:
    series, now = await team.series(), team.clock.now()
    waits = Card("A nudge")
    unasked = partial(tell_members, code="n", now=now, urgency=Urgency.NUDGE)
    await team.app.call(lambda tx: unasked(tx, series, {ANA.member}, waits))
    before = await sent_to(team, ANA)
    for _ in range(2):
        await send(team, ANA)
    await team.press(REA, "approve", "suggestion:1")
    after_first = await sent_to(team, ANA)
    await send(team, REA, "reject", "suggestion:2", reason="Twice the same.")

    assert (before, after_first) == (["A nudge"], ["A nudge", "Your question was approved"])
    assert await sent_to(team, ANA) == ["A nudge", "Your question was approved", "Your question was not taken"]


async def test_author_who_is_away_hears_of_a_decision_on_their_first_morning_back(team: World) -> None:
    await send(team, ANA)
    await team.command(ANA, "away until 2026-12-10")
    await team.press(REA, "approve", "suggestion:1")
    while_away = await sent_to(team, ANA)
    await team.at(datetime(2026, 12, 10, 9, tzinfo=UTC))

    assert (while_away, await sent_to(team, ANA)) == ([], ["Your question was approved"])


async def test_author_takes_their_name_off_after_approval_and_the_open_card_follows(team: World) -> None:
    await send(team, ANA)
    await team.press(ADMIN, "approve", "suggestion:1")
    await team.press(ADMIN, "ask-next", "suggestion:1")
    await sent_to(team, ANA)
    [told] = team.posted(channel=f"direct:{ANA.member}")
    await open_round(team)
    named = small(team.posted()[-1])
    unnamed = await team.press(ANA, "unnamed", buttons(told)["unnamed"])
    await team.after(seconds=31)
    without = small(team.posted()[-1])
    again = await team.press(ANA, "named", buttons(unnamed)["named"])
    await team.after(seconds=31)

    assert [line for line in named if "uggested" in line] == ["Suggested by Ana."]
    assert [line for line in without if "uggested" in line] == []
    assert [line for line in small(team.posted()[-1]) if "uggested" in line] == ["Suggested by Ana."]
    assert (text_of(unnamed), text_of(again)) == (
        "**A pager at night** is asked without your name.",
        "**A pager at night** is asked with your name.",
    )
    for other in (BO, REA, ADMIN):
        with pytest.raises(RefusedError, match="somebody else's"):
            await team.press(other, "unnamed", "suggestion:1")


async def test_author_sees_what_became_of_what_they_suggested(team: World) -> None:
    for title in ("A pager at night", "A full disk", "Nobody at home"):
        await send(team, ANA, title=title)
    await team.press(REA, "approve", "suggestion:1")
    await send(team, REA, "reject", "suggestion:2", reason="We asked that last week.")

    listed = await team.command(ANA, "suggestions")

    assert quotes(listed) == {
        "Nobody at home": WRITTEN["prompt"],
        "Approved: A pager at night": WRITTEN["prompt"],
        "Not taken: A full disk": "We asked that last week.",
    }
    assert [(one.name, one.label) for one in listed.menu] == [
        ("look", "Look at Nobody at home"),
        ("unnamed", "Leave my name out of A pager at night"),
    ]


async def test_open_card_loses_the_name_of_who_erases_their_data(team: World) -> None:
    await send(team, ANA)
    await team.press(ADMIN, "approve", "suggestion:1")
    await team.press(ADMIN, "ask-next", "suggestion:1")
    await open_round(team)
    await team.command(ANA, "privacy erase yes")
    await team.after(seconds=31)

    assert [line for line in small(team.posted()[-1]) if "uggested" in line] == []
