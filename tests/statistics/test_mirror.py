"""What managers see of a member is what the member is shown."""

from collections.abc import Iterator

import pytest

from bot.cards.statistics.views import View
from bot.domain.card import Card, Small, Table
from bot.domain.members import Actor
from bot.domain.statistics.floor import PeopleShown, ViewRules
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor
from tests.worlds.playing import BOTH, HALF, NOTHING, meet, play
from tests.worlds.world import World, title

DI = actor("Di")
REVIEWER = actor("Rae", is_admin=True)
TEAM = {ANA: BOTH, BO: HALF, CY: HALF, DI: NOTHING}
PERIODS = ("week", "last week", "month", "since 2026-11-20", "all")


@pytest.fixture
async def played(world: World) -> World:
    await world.set_up(reviewers=frozenset({REVIEWER.member}))
    await meet(world, *TEAM)
    for day in range(7):
        await play(world, {who: text for who, text in TEAM.items() if day % 2 or who is not BO})
    return world


def said_of(card: Card, name: str) -> Iterator[tuple[str, str]]:
    """Give all that a card says in lines about somebody, each with the heading of its column."""
    for block in card.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                if name in row:
                    yield from zip(block.header[1:], row[1:], strict=True)


def shown_to(card: Card) -> set[tuple[str, ...]]:
    return {row for block in card.blocks if isinstance(block, Table) for row in block.rows}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("view", View)
async def test_each_view_says_of_a_member_what_the_member_is_shown(played: World, view: View, period: str) -> None:
    word = "" if view is View.TEAM else view.value
    missing = []
    for manager in (ADMIN, REVIEWER):
        card = await played.command(manager, f"stats {word} {period}")
        for who in TEAM:
            own = shown_to(await played.command(who, f"me {period}"))
            missing += [said for said in said_of(card, who.name) if said not in own]
            others = [other.name for other in TEAM if other is not who and other.name in repr(own)]
            missing += [("another", name) for name in others]

    assert missing == []


async def test_people_view_says_something_of_everybody(played: World) -> None:
    card = await played.command(ADMIN, "stats people all")

    assert {who.name: len(list(said_of(card, who.name))) for who in TEAM} == dict.fromkeys(("Ana", "Bo", "Cy", "Di"), 7)


async def _scores(world: World, who: Actor) -> list[str]:
    card = await world.command(who, "stats people all")
    return [value for name in TEAM for what, value in said_of(card, name.name) if what == "Score"]


async def test_scores_are_for_reviewers_and_for_managers_where_an_administrator_says_so(played: World) -> None:
    before = (await _scores(played, ADMIN), await _scores(played, REVIEWER))
    told_before = [block.text for block in (await played.command(ANA, "me")).blocks if isinstance(block, Small)][-1]
    changed = await played.command(ADMIN, "workspace people=scores")
    after = await _scores(played, ADMIN)
    told_after = [block.text for block in (await played.command(ANA, "me")).blocks if isinstance(block, Small)][-1]

    assert before == ([], ["100 %", "50 %", "50 %", "0 %"])
    assert after == ["100 %", "50 %", "50 %", "0 %"]
    assert told_before.startswith("Your score is for you and reviewers; managers see levels.")
    assert told_after.startswith("Managers see your score, too: an administrator chose that for this workspace.")
    assert "`people=scores`" in repr(changed.blocks[2])
    await played.after(minutes=1)
    await played.command(ADMIN, "workspace people=scores")
    await played.after(minutes=1)
    assert title(played.posted()).count("What managers see") == 1
    rules = await played.app.call(lambda tx: tx.statistics.rules(ADMIN.workspace))
    assert rules == ViewRules(3, PeopleShown.SCORES)
