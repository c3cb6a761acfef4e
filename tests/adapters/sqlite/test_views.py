"""What somebody sees who opens the database file in another program."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.scoring import Board
from bot.ports.store import Transaction
from tests.contracts.stored import add_series
from tests.worlds.builders import ANA, BO, WORKSPACE, actor
from tests.worlds.stored import world_on_disk

NINE, FIVE = datetime(2026, 12, 7, 9, tzinfo=UTC), datetime(2026, 12, 7, 17, tzinfo=UTC)
VIEWS = ("named_rounds", "named_answers", "named_standings")
Rows = list[dict[str, object]]


def seen(folder: Path) -> dict[str, Rows]:
    with closing(sqlite3.connect(folder / "askaday.db")) as database:
        database.row_factory = sqlite3.Row
        return {view: [dict(row) for row in database.execute(f"SELECT * FROM {view}")] for view in VIEWS}  # noqa: S608 - names from above


def picked(rows: Rows, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


async def test_nothing_of_an_open_question_but_the_question(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await world.at(NINE)
        await world.say(ANA, "It stores turquoise lanterns.")

        views = seen(tmp_path)
        asked = (await world.app.call(lambda tx: tx.rounds.open_in(WORKSPACE)))[0].question

    assert asked is not None
    columns = ("state", "prompt", "answers", "mean_score", "best_answer_by", "closed_at")
    assert picked(views["named_rounds"], *columns) == [("open", asked.prompt, None, None, None, None)]
    assert (views["named_answers"], views["named_standings"]) == ([], [])


async def test_closed_round_by_name(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await world.at(NINE)
        await world.say(ANA, "It stores turquoise lanterns. Elephants guard marble gates.")
        await world.say(BO, "Nothing comes to mind")
        await world.at(FIVE)
        [played] = await world.app.call(lambda tx: tx.rounds.of_series(1))
        await world.app.call(lambda tx: tx.rounds.save(replace(played, best_member=ANA.member)))

        views = seen(tmp_path)
        asked = played.question

    assert asked is not None
    assert picked(views["named_rounds"], "day", "state", "answers", "best_answer_by") == [
        ("2026-12-07", "closed", 2, "Ana")
    ]
    assert sorted(picked(views["named_answers"], "name", "text", "points", "is_best")) == [
        ("Ana", "It stores turquoise lanterns. Elephants guard marble gates.", 10, 0),
        ("Bo", "Nothing comes to mind", 2, 0),
    ]
    of_all = [row for row in views["named_standings"] if (row["series"], row["period"]) == ("(all)", "all")]
    assert picked(of_all, "rank", "name", "points", "answered") == [(1, "Ana", 10, 1), (2, "Bo", 2, 1)]
    # Reveals show the model answer; whoever browses the views sees it nowhere.
    assert asked.model_answer not in repr(views)


def _board(tx: Transaction, series_id: int | None) -> Board:
    return tx.standings.board(WORKSPACE, series_id, "all", limit=9)


async def test_standings_are_those_of_the_boards(tmp_path: Path) -> None:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await world.at(NINE)
        for name in ("Ana", "Bo", "Cy", "Dee"):
            await world.say(actor(name), "It stores turquoise lanterns.")
        await world.at(FIVE)

        def hide(tx: Transaction) -> None:
            tx.members.set_on_board(WORKSPACE, "bo", on_board=False)
            tx.members.erase(WORKSPACE, "dee", FIVE)
            series = tx.series.all()[0]
            excluded = replace(series.settings, excluded=frozenset({"cy"}))
            tx.series.set_settings(series.id, channel=series.channel, settings=excluded)
            add_series(tx, "another")

        await world.app.call(hide)
        views = seen(tmp_path)
        series = (await world.app.call(lambda tx: tx.series.of_workspace(WORKSPACE)))[-1]
        boards = {
            name: (await world.app.call(_board, scope)) for name, scope in ((series.name, series.id), ("(all)", None))
        }

    for name, board in boards.items():
        rows = [row for row in views["named_standings"] if (row["series"], row["period"]) == (name, "all")]
        wanted = [(line.rank, line.name, line.points, line.answered, line.mean_score) for line in board.lines]
        assert sorted(picked(rows, "rank", "name", "points", "answered", "mean_score")) == sorted(wanted)
