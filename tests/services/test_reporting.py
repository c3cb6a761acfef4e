"""Figures: boards, streaks with freezes, one's own standing, who may be named."""

import pytest

from bot.domain.card import Heading
from bot.domain.scoring import Standing
from bot.domain.streaks import Streak
from bot.errors import InputError
from bot.services.reporting import BOARD_LINES, OwnFigures, shown_names
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor
from tests.worlds.playing import BOTH, HALF, meet, play, play_days
from tests.worlds.reading import best_of_day
from tests.worlds.world import World


async def own(world: World) -> OwnFigures:
    series = await world.series()
    return await world.app.call(world.app.services.reporting.own, ANA, series)


async def test_streak_over_25_rounds_with_freezes(world: World) -> None:
    await world.set_up()
    seen = []
    # Ten answered earn a freeze, ten more a second one; three missed in a row use both up and end the run.
    for days, answers in ((10, {ANA: HALF}), (1, {}), (9, {ANA: HALF}), (1, {ANA: HALF}), (2, {}), (2, {ANA: HALF})):
        await play_days(world, answers, days)
        seen.append((await own(world)).streak)

    assert seen == [
        Streak(10, 10, 10, 1),
        Streak(10, 10, 10, 0),
        Streak(19, 19, 19, 0),
        Streak(20, 20, 20, 1),
        Streak(0, 20, 20, 0),
        Streak(2, 20, 22, 0),
    ]


async def test_answers_without_a_word_go_on_with_no_streak(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: HALF})
    await play(world, {ANA: "\N{THUMBS UP SIGN} \u200b"})

    assert (await own(world)).streak == Streak(0, 1, 1, 0)


async def test_own_figures_of_a_new_week(world: World) -> None:
    await world.set_up()
    await play_days(world, {ANA: BOTH, BO: HALF}, 6)

    figures = await own(world)

    assert figures == OwnFigures(
        series="daily",
        this_week=Standing(1, "ana", "Ana", 10, 1, 1.0, 6),
        all_time=Standing(1, "ana", "Ana", 60, 6, 1.0, 6),
        streak=Streak(6, 6, 6, 0),
        on_board=True,
    )


async def test_board_gives_the_first_lines_and_the_viewers_own(world: World) -> None:
    await world.set_up()
    many = {actor(f"M{number:02}"): BOTH for number in range(BOARD_LINES + 5)}
    await play(world, {**many, CY: HALF})

    board = await world.app.call(world.app.services.reporting.board, CY, await world.series(), "week")

    assert [line.rank for line in board.lines] == [1] * BOARD_LINES
    assert [line.name for line in board.lines[:2]] == ["M00", "M01"]
    assert (board.members, board.own and board.own.rank) == (BOARD_LINES + 6, BOARD_LINES + 6)


async def test_excluded_and_hidden_members_see_their_rank_and_nobody_else_does(world: World) -> None:
    await world.set_up()
    await play(world, {ANA: BOTH, BO: BOTH, CY: HALF})
    await world.command(ADMIN, "exclude ana")
    await world.command(BO, "privacy hide")

    for who, rank in ((ANA, 1), (BO, 1), (CY, 1)):
        board = await world.app.call(world.app.services.reporting.board, who, await world.series(), "all")
        assert [line.name for line in board.lines] == ["Cy"]
        assert (board.own and board.own.rank) == rank


async def test_excluded_and_hidden_members_are_counted_and_not_named_in_the_reveal(world: World) -> None:
    await world.set_up()
    await meet(world, ANA, BO)
    await world.command(ADMIN, "exclude ana")
    await world.command(BO, "privacy hide")

    played = await play(world, {ANA: BOTH, BO: BOTH, CY: HALF})

    reveal = world.posted(played.thread)[0]
    assert list(best_of_day(reveal)) == ["Cy"]
    assert [name for name in ("Ana", "'Bo'") if name in repr((reveal, *world.posted()))] == []
    assert [block.text for block in reveal.blocks if isinstance(block, Heading)][-1] == "3 answers"


async def test_shown_names(world: World) -> None:
    await world.set_up(excluded=frozenset({"ana"}))
    await meet(world, ANA, BO, CY)
    await world.command(BO, "privacy hide")
    series = await world.series()

    assert await world.app.call(lambda tx: shown_names(tx, series)) == {"root": "Root", "cy": "Cy"}


async def test_participation_of_a_period_that_is_none(world: World) -> None:
    await world.set_up()
    series = await world.series()

    with pytest.raises(InputError):
        await world.app.call(lambda tx: world.app.services.reporting.participation_for_operator(tx, series, "soon"))
