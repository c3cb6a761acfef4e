"""Every command that needs a right is refused in the engine, whatever the platform hid, and changes nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.members import Actor
from bot.errors import RightsError
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor
from tests.worlds.playing import HALF, meet, open_round, play
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World

MANAGERS_ONLY = "Only managers of daily and administrators may do this."
REVIEWERS_ONLY = "Only reviewers and managers of daily may do this."
FOR_MANAGERS = [
    "setup at=11:00",
    "pause",
    "pause until 2030-01-07",
    "resume",
    "skip",
    "unskip",
    "open",
    "close",
    "queue",
    "queue add question-3",
    "queue first question-3",
    "queue remove question-2",
    "queue move question-2 1",
    "flags",
    "flags keep question-1",
    "flags retire question-1",
    "exclude bo",
    "include bo",
    "stats",
    "stats all",
]
FOR_REVIEWERS = ["best bo", "grade bo 80% fair enough"]
REVIEWER = actor("Rea", groups=frozenset({"reviewing"}))
MANAGER = actor("Max", groups=frozenset({"managing"}))


@pytest.fixture
async def running(world: World) -> World:
    await fill(world)
    return world


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_disk(tmp_path) as world:
        await fill(world)
        yield world


async def fill(world: World) -> None:
    """Play a closed and an open round, queue, skip and flag: each command would have something to do."""
    await world.set_up(managers=frozenset({"root", "managing"}), reviewers=frozenset({"reviewing"}))
    await play(world, {BO: HALF, CY: HALF})
    await open_round(world)
    await meet(world, ANA, REVIEWER, MANAGER)
    for text in ("skip", "queue add question-2", "flag it is old"):
        await world.command(ADMIN, text)


async def refusal(world: World, who: Actor, text: str) -> str:
    with pytest.raises(RightsError) as caught:
        await world.command(who, text)
    return str(caught.value)


@pytest.mark.parametrize("text", FOR_MANAGERS)
async def test_member_is_refused_what_managers_do(kept: World, tmp_path: Path, text: str) -> None:
    before = stored(tmp_path)

    refused = await refusal(kept, ANA, text)

    assert refused == MANAGERS_ONLY
    assert stored(tmp_path) == before


@pytest.mark.parametrize("text", FOR_REVIEWERS)
async def test_member_is_refused_what_reviewers_do(kept: World, tmp_path: Path, text: str) -> None:
    before = stored(tmp_path)

    refused = await refusal(kept, ANA, text)

    assert refused == REVIEWERS_ONLY
    assert stored(tmp_path) == before


@pytest.mark.parametrize("text", FOR_MANAGERS)
async def test_reviewer_is_refused_what_managers_do(running: World, text: str) -> None:
    assert await refusal(running, REVIEWER, text) == MANAGERS_ONLY


@pytest.mark.parametrize("text", FOR_REVIEWERS)
async def test_reviewer_by_group_may_review(running: World, text: str) -> None:
    titles = {"best": "Best answer chosen", "grade": "Grade recorded"}

    assert (await running.command(REVIEWER, text)).title == titles[text.split(maxsplit=1)[0]]


@pytest.mark.parametrize("text", ["stats", "flags", "queue", "pause", "best bo", "close"])
@pytest.mark.parametrize("who", [MANAGER, ADMIN, actor("Boss", is_admin=True)])
async def test_managers_by_group_and_administrators_may(running: World, who: Actor, text: str) -> None:
    assert (await running.command(who, text)).title


@pytest.mark.parametrize("text", ["stats", "best bo"])
async def test_rights_in_one_series_are_none_in_another(running: World, text: str) -> None:
    await running.command(ADMIN, "setup name=weekly packs=basics zone=UTC managers=ana reviewers=ana")

    await running.command(ANA, "pause series=weekly")

    assert (await refusal(running, ANA, f"{text} series=daily")).endswith("may do this.")


async def test_administrators_of_another_workspace_have_no_rights_here(running: World) -> None:
    stranger = actor("Root", workspace="console:other", is_admin=True)

    with pytest.raises(Exception, match="No series is set up here"):
        await running.command(stranger, "pause")

    assert (await running.series()).state == "active"
