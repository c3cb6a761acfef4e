"""`askaday export`: all of a workspace, whole or not at all."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.installations import Installed
from tests.cli.askaday import askaday
from tests.memory_store import file_store
from tests.worlds.builders import ANA, BO, MONDAY, WORKSPACE, actor
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.world import new_world

EVE = actor("=HYPERLINK(1)", member="eve")


@pytest.fixture
async def played_out(tmp_path: Path) -> Path:
    """Give a folder with the database of a workspace that closed a round."""
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await play(world, {ANA: BOTH, BO: HALF, EVE: HALF})
    return tmp_path


def counted(folder: Path) -> dict[str, int]:
    """Count the rows of the workspace by table, as the database has them."""
    with closing(sqlite3.connect(folder / "askaday.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        held = "SELECT 1 FROM pragma_table_info(?) WHERE name = 'workspace'"
        own = [table for table in tables if database.execute(held, (table,)).fetchone()]
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table} WHERE workspace = ?", (WORKSPACE,)).fetchone()[0]  # noqa: S608 - of the schema
            for table in own
        }
    return {table: count for table, count in counts.items() if count and not table.startswith(("past_", "last_writes"))}


def test_every_row_of_every_table_is_exported(played_out: Path) -> None:
    outcome = askaday(played_out, "export", "out")

    written = {file.stem: len(json.loads(file.read_text("utf-8"))) for file in (played_out / "out").iterdir()}
    assert (outcome.status, outcome.err) == (0, "")
    assert written == {**counted(played_out), "questions": 1}


def test_what_is_kept_as_json_is_exported_as_what_it_says(played_out: Path) -> None:
    askaday(played_out, "export", "out")

    [series] = json.loads((played_out / "out" / "series.json").read_text("utf-8"))
    answers = json.loads((played_out / "out" / "answers.json").read_text("utf-8"))
    assert (series["settings"]["packs"], sorted(one["text"] for one in answers)) == (
        ["basics"],
        sorted([BOTH, HALF, HALF]),
    )


def test_csv_has_the_same_rows_and_defuses_what_a_spreadsheet_would_run(played_out: Path) -> None:
    outcome = askaday(played_out, "export", "out", "--format", "csv")

    tables = {
        file.stem: list(csv.DictReader(io.StringIO(file.read_text("utf-8")))) for file in (played_out / "out").iterdir()
    }
    assert outcome.status == 0
    assert {table: len(rows) for table, rows in tables.items()} == {**counted(played_out), "questions": 1}
    assert sorted(row["name"] for row in tables["members"]) == ["'=HYPERLINK(1)", "Ana", "Bo", "Root"]


def test_folder_that_exists_is_left_as_it_is(played_out: Path) -> None:
    (played_out / "out").mkdir()

    outcome = askaday(played_out, "export", "out")

    assert (outcome.status, list((played_out / "out").iterdir())) == (2, [])
    assert outcome.err == "askaday: out exists already. Name a folder that does not exist yet.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("out", "--workspace", "slack:T1"), f"There is no workspace 'slack:T1'. Add `--workspace NAME`: {WORKSPACE}."),
        (("nowhere/out",), "There is no folder nowhere. Make it first, or name another one."),
    ],
)
def test_what_is_not_understood_writes_nothing(played_out: Path, words: tuple[str, ...], said: str) -> None:
    before = sorted(path.name for path in played_out.iterdir() if not path.name.startswith("askaday.db"))

    outcome = askaday(played_out, "export", *words)

    after = sorted(path.name for path in played_out.iterdir() if not path.name.startswith("askaday.db"))
    assert (outcome.status, outcome.err, after) == (2, f"askaday: {said}\n", before)


async def test_tokens_are_not_exported(tmp_path: Path) -> None:
    store = file_store(tmp_path / "askaday.db")
    async with new_world(store=store) as world:
        await world.set_up()
        token = Installed(WORKSPACE, "", False, "U1", "B1", "xoxb-secret", MONDAY)
        await world.app.call(lambda tx: tx.installations.save(token))

    askaday(tmp_path, "export", "out")

    assert [file.name for file in (tmp_path / "out").iterdir() if "secret" in file.read_text("utf-8")] == []


async def test_who_erased_their_data_or_left_tracking_is_not_handed_out(tmp_path: Path) -> None:
    """Their ids are kept by keyed hashes alone: with the keys beside them whoever has a list of ids could tell."""
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await play(world, {ANA: BOTH, BO: HALF})
        await world.command(ANA, "privacy leave")
        await world.command(BO, "privacy erase yes")

    outcome = askaday(tmp_path, "export", "out")

    written = {file.stem for file in (tmp_path / "out").iterdir()}
    assert (outcome.status, outcome.err) == (0, "")
    assert written == {*counted(tmp_path), "questions"} - {"erased", "untracked"}
    assert {"erased", "untracked"} <= counted(tmp_path).keys()
