"""A team of two: who takes part, the board and where one stands are shown; an average is not, and a line says why."""

from datetime import timedelta

from bot.domain.card import Chart, Small, Table
from bot.domain.series import BoardTimes
from tests.worlds.builders import ADMIN, ANA, BO, MONDAY
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.world import World


async def test_two_people_have_a_week_with_board_participation_and_place(world: World) -> None:
    await world.set_up(board=BoardTimes.WEEKLY)
    for _ in range(5):
        await play(world, {ANA: BOTH, BO: HALF})
    await world.at(MONDAY + timedelta(days=7))

    week = world.posted()[-1]
    taken_part = await world.command(ADMIN, "stats people last week")
    mine = await world.command(BO, "leaderboard last week")
    boards = [[row[1] for row in block.rows] for block in week.blocks if isinstance(block, Table)]
    rates = [[row[0] for row in block.rows] for block in taken_part.blocks if isinstance(block, Table)]
    charts = [block.title for block in week.blocks if isinstance(block, Chart)]
    said = [block.text for block in week.blocks if isinstance(block, Small)]

    assert (boards, rates) == ([["Ana", "Bo"]], [["Ana", "Bo"]])
    assert [[row[1] for row in block.rows] for block in mine.blocks if isinstance(block, Table)] == [["Ana", "Bo"]]
    assert charts == ["Answers by question"]
    why = "with so few answers it would show how one person did."
    assert [line for line in said if "average" in line] == [f"No average for Mon, Tue, Wed, Thu and Fri: {why}"]
