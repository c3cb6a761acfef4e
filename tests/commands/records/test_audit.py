"""`/qotd audit`: who sees what of it, by pages and periods."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.domain.card import Small, Table
from bot.domain.members import Change
from bot.errors import AskadayError, RightsError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, WORKSPACE, actor
from tests.worlds.playing import meet
from tests.worlds.reading import rows
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World

ZOE = actor("Zoë", member="u-zebra")


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await meet(world, ADMIN, ANA, BO, ZOE)
        yield world


async def audit(world: World) -> list[Change]:
    return list(await world.app.call(lambda tx: tx.audit.changes(WORKSPACE, None, None)))


async def test_manager_sees_their_series_and_administrators_all(kept: World) -> None:
    await kept.command(ADMIN, "setup name=weekly packs=basics zone=UTC managers=ana", channel="ops")
    await kept.command(ADMIN, "workspace setup=administrators")

    own, everything = await kept.command(ANA, "audit"), await kept.command(ADMIN, "audit")

    assert [row[2] for row in rows(own)] == ["setup · weekly"]
    assert [row[2] for row in rows(everything)] == [
        "workspace · setup=administrators",
        "setup · weekly",
        "setup · daily",
    ]
    assert [row[1] for row in rows(everything)] == ["Root"] * 3


@pytest.mark.parametrize("who", [ANA, actor("Rea", groups=frozenset({"reviewing"}))])
async def test_members_and_reviewers_see_nothing_of_it(kept: World, who: object) -> None:
    await kept.set_up("weekly", reviewers=frozenset({"reviewing"}))
    series = (await kept.series()).id
    assert isinstance(who, type(ANA))

    asked: list[Callable[[], Awaitable[object]]] = [
        lambda: kept.command(who, "audit"),
        lambda: kept.command(who, "audit series=daily"),
        lambda: kept.press(who, "page", "audit:0/2/all"),
        lambda: kept.press(who, "page", f"audit:{series}/1/all"),
    ]
    refused = []
    for ask in asked:
        with pytest.raises(RightsError) as caught:
            await ask()
        refused.append(str(caught.value))
    one = "Only managers of a series and administrators may see what was changed."
    daily = "Only managers of daily and administrators may do this."
    assert refused == [one, daily, one, daily]


async def test_manager_of_another_series_or_workspace_sees_nothing_of_it(kept: World) -> None:
    await kept.command(ADMIN, "setup name=weekly packs=basics zone=UTC managers=ana", channel="ops")
    stranger = actor("Root", workspace="console:other", is_admin=True)
    series = (await kept.series()).id

    said = []
    for who, target in ((ANA, f"audit:{series}/1/all"), (stranger, f"audit:{series}/1/all"), (ADMIN, "audit:99/1/all")):
        with pytest.raises(AskadayError) as caught:
            await kept.press(who, "page", target)
        said.append(str(caught.value))

    there_is_none = "This series does not exist here."
    assert said == ["Only managers of daily and administrators may do this.", there_is_none, there_is_none]
    assert rows(await kept.press(stranger, "page", "audit:0/1/all")) == ()


async def test_who_managed_a_minute_ago_turns_no_page(kept: World) -> None:
    await kept.command(ADMIN, "setup managers=ana,root")
    for _ in range(10):
        await kept.command(ADMIN, "skip")
    [older] = (await kept.command(ANA, "audit")).actions
    await kept.command(ADMIN, "setup managers=root")

    with pytest.raises(RightsError):
        await kept.press(ANA, older.name, older.target)


async def test_pages_go_both_ways_and_leave_nothing_out(kept: World) -> None:
    for _ in range(17):
        await kept.command(ADMIN, "skip")

    first = await kept.command(ADMIN, "audit all")
    second = await kept.press(ADMIN, first.actions[0].name, first.actions[0].target)
    third = await kept.press(ADMIN, second.actions[1].name, second.actions[1].target)

    labels = [[one.label for one in card.actions] for card in (first, second, third)]
    assert labels == [["Older"], ["Newer", "Older"], ["Newer"]]
    days = [row[2] for card in (first, second, third) for row in rows(card)]
    assert (len(days), len(set(days)), days[-1]) == (18, 18, "setup · daily")
    assert [block.text for card in (first, third) for block in card.blocks if isinstance(block, Small)] == [
        "All time · page 1",
        "All time · page 3",
    ]


async def test_period_bounds_what_is_shown(kept: World) -> None:
    await kept.after(days=7)
    await kept.command(ADMIN, "skip")

    this_week, last_week = [rows(await kept.command(ADMIN, f"audit {one}")) for one in ("week", "last week")]

    assert [len(this_week), [row[2] for row in last_week]] == [1, ["setup · daily"]]
    nothing = await kept.command(ADMIN, "audit 2020-01")
    assert (nothing.blocks[0].kind, nothing.actions) == ("text", ())


async def test_hostile_names_stand_as_plain_text(kept: World) -> None:
    eve = actor("<b>*Eve*</b> @everyone =1+1", member="eve")
    await kept.command(ADMIN, "setup managers=root,ana")
    await kept.command(ANA, "setup managers=root,ana", channel=CHANNEL)
    await kept.app.call(lambda tx: tx.members.seen(eve))
    await kept.command(ADMIN, "exclude eve")

    card = await kept.command(ADMIN, "audit")

    assert [isinstance(block, (Table, Small)) for block in card.blocks] == [True, True]
    assert rows(card)[0][3] == f"excluded: none → {eve.name}"


async def test_erased_people_stay_as_somebody(kept: World, tmp_path: Path) -> None:
    await kept.command(ADMIN, "setup managers=root,u-zebra")
    await kept.command(ZOE, "skip")
    before = len(await audit(kept))

    await kept.app.call(kept.app.services.privacy.erase, ZOE)

    changes = await audit(kept)
    assert "u-zebra" not in repr(stored(tmp_path)["audit"])
    assert [(one.member, one.action) for one in changes[:-1]] == [("", "erased"), ("", "skip"), ("root", "setup")]
    assert (len(changes), changes[0].before, changes[0].after) == (
        before + 1,
        {"managers": ["root", ""]},
        {"managers": ["root"]},
    )
    assert [row[1] for row in rows(await kept.command(ADMIN, "audit"))][:2] == ["somebody who left"] * 2
