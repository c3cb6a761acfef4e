"""Views of many lines are handed over as a file."""

import csv
import io

import pytest

from bot.cards.statistics.views import FILED
from bot.commands.request import Press, Reply
from bot.domain.members import Actor
from bot.errors import RightsError
from tests.worlds.builders import ADMIN, CHANNEL, actor, pack, question
from tests.worlds.playing import BOTH, play
from tests.worlds.world import World

MANY = tuple(actor(f"=P{number:02}") for number in range(16))


async def reply(world: World, who: Actor, action: str, target: str) -> Reply:
    return await world.app.desk.press(Press(who, CHANNEL, action, target))


async def played(world: World) -> None:
    world.packs.held["basics"] = pack(*(question(n, topics=(f"topic {n:02}",)) for n in range(1, 20)))
    await world.set_up()
    await play(world, dict.fromkeys(MANY, BOTH))


async def test_people_of_more_than_a_screen_come_as_a_file(world: World) -> None:
    await played(world)
    card = await world.command(ADMIN, "stats people all")
    [button] = [action for action in card.actions if action.name == FILED["people"]]  # type: ignore[index]  # a name of it

    handout = (await reply(world, ADMIN, button.name, button.target)).handout

    assert handout is not None
    [file] = handout.files
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert (button.label, file.name, handout.card.title) == (
        "As a file",
        "askaday-people-all.csv",
        "People of daily: All time",
    )
    # What a spreadsheet would run is defused.
    assert [row["name"] for row in rows] == [f"'{one.name}" for one in MANY]
    assert {(row["rounds"], row["answered"], row["level"], row["score"]) for row in rows} == {
        ("1", "1", "too early", "")
    }


async def test_one_screen_has_no_file(world: World) -> None:
    await world.set_up()
    await play(world, dict.fromkeys(MANY[:15], BOTH))

    card = await world.command(ADMIN, "stats people all")

    assert [action.name for action in card.actions if action.name in FILED.values()] == []


@pytest.mark.parametrize("view", FILED)
async def test_files_are_for_who_may_see_the_view(world: World, view: str) -> None:
    await played(world)

    with pytest.raises(RightsError):
        await reply(world, MANY[0], f"{view}_file", "stats:1/1/all")


async def test_period_without_lines_says_so_as_the_view_does(world: World) -> None:
    await played(world)

    found = await reply(world, ADMIN, "questions_file", "stats:1/1/2026-W40")

    assert (found.handout, found.card.title) == (None, "Questions of daily: Week 40 of 2026")
