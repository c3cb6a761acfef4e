"""Nothing crosses workspaces: a second one, with the same names and ids in it, sees none of the first."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.members import Actor
from bot.domain.series import AnswerMode, Results
from bot.errors import AskadayError
from tests.worlds.builders import ADMIN, ANA, BO, CY, pack, question
from tests.worlds.playing import BOTH, HALF, open_round, play
from tests.worlds.reading import facts, rows, text_of
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World

OTHER = "console:other"


def twin(actor: Actor) -> Actor:
    """Give the member of the other workspace who has the same id and name."""
    return replace(actor, workspace=OTHER)


async def second_workspace(world: World) -> None:
    await world.command(twin(ADMIN), "setup packs=basics zone=UTC at=20:00")


async def refused(world: World, who: Actor, action: str, target: str) -> str:
    with pytest.raises(AskadayError) as caught:
        await world.press(who, action, target, "text")
    return str(caught.value)


async def test_series_of_equal_names_are_apart(world: World) -> None:
    await world.set_up()
    await second_workspace(world)

    await world.command(twin(ADMIN), "pause")
    await world.command(twin(ADMIN), "queue add question-2")

    assert (await world.series()).state == "active"
    assert rows(await world.command(ADMIN, "queue")) == ()


async def test_boards_and_figures_are_apart(world: World) -> None:
    await world.set_up()
    await second_workspace(world)
    await play(world, {ANA: BOTH, BO: HALF})

    for text in ("leaderboard", "leaderboard all", "leaderboard all everywhere", "stats all"):
        assert rows(await world.command(twin(ADMIN), text)) == ()
    assert facts(await world.command(twin(ANA), "me"))["All time"] == "no answer yet"
    with pytest.raises(AskadayError, match="There is no closed question of daily yet"):
        await world.command(twin(ANA), "result")


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("action", ["hint", "mine", "flag", "answer", "everybody", "answers", "good", "bad"])
async def test_presses_with_the_ids_of_another_workspace(tmp_path: Path, action: str, is_closed: bool) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.set_up(answer_mode=AnswerMode.SEALED, results=Results.ALL)
        played = await (play(world, {BO: HALF}) if is_closed else open_round(world))
        before = stored(tmp_path)

        said = await refused(world, twin(ANA), action, f"round:{played.id}")

        assert said == "This question does not exist here."
        assert stored(tmp_path) == before


async def test_flags_and_quarantine_are_apart(world: World) -> None:
    world.packs.held = {"basics": pack(question(1))}
    await world.set_up()
    await second_workspace(world)
    await open_round(world)
    for who in (ANA, BO, CY):
        await world.command(who, "flag it is wrong")

    there = await world.command(twin(ADMIN), "flags")
    await world.command(twin(ADMIN), "queue add question-1")
    await world.command(twin(ADMIN), "flags keep question-1")

    assert text_of(there) == "No question is flagged."
    assert len(rows(await world.command(ADMIN, "flags"))) == 3
    with pytest.raises(AskadayError, match="daily cannot ask basics/question-1"):
        await world.command(ADMIN, "queue add question-1")


async def test_drills_are_apart(world: World) -> None:
    mine = await world.command(ANA, "", "aws-quiz")
    for _ in range(9):
        await world.command(ANA, "", "aws-quiz")

    with pytest.raises(AskadayError, match="10 questions within an hour"):
        await world.command(ANA, "", "aws-quiz")
    theirs = await world.command(twin(ANA), "", "aws-quiz")

    assert [action.target for action in mine.actions[:1]] == ["drill:1"]
    assert [action.target for action in theirs.actions[:1]] == ["drill:11"]
    assert await refused(world, twin(ANA), "show", "drill:1") == "This question is not yours. Ask for one of your own."


async def test_open_rounds_keep_no_question_from_another_workspace(world: World) -> None:
    world.packs.held = {"basics": pack(question(1))}
    await world.set_up()
    await open_round(world)

    with pytest.raises(AskadayError, match="There is no such question for you now"):
        await world.command(ANA, "", "aws-quiz")
    assert (await world.command(twin(ANA), "", "aws-quiz")).title == "For you: Storage · associate"


async def test_members_are_apart(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await second_workspace(world)
        await play(world, {ANA: BOTH})

        with pytest.raises(AskadayError, match="Nobody called 'ana'"):
            await world.command(twin(ADMIN), "exclude ana")
        await world.command(twin(ANA), "privacy hide")
        await world.command(twin(ANA), "privacy erase yes")

        assert [row[1] for row in rows(await world.command(BO, "leaderboard"))] == ["Ana"]
        assert workspaces(stored(tmp_path)["answers"]) == ["console:test"]


def workspaces(found: Sequence[tuple[object, ...]]) -> list[object]:
    return [value for row in found for value in row if str(value).startswith("console:")]
