"""Moving everything to PostgreSQL and back: nothing lost, nothing twice, also where it was killed in the middle."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from adapters.storage.moving.opening import to_server
from adapters.storage.moving.postgres import PostgresSide
from adapters.storage.moving.side import Row, Table
from adapters.storage.postgres import PostgresStore
from adapters.storage.sqlite import SqliteStore
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.cli.askaday import askaday, clean_environment
from tests.contracts.stored import add_series
from tests.servers.postgres import new_database
from tests.worlds.builders import ANA, BO, CY, WORKSPACE
from tests.worlds.playing import BOTH, HALF, play_days
from tests.worlds.stored import stored, world_on_disk

ANSWERS = "SELECT count(*) FROM answers"

#: Runs a command and kills its process in the middle of a batch: the rows are sent, and not committed.
_KILLED = """
import os, signal, sys
from adapters.storage.moving import moving, {module}
moving.BATCH = 3
side, left = {module}.{side}, [{batches}]
inserting = side.insert
def insert(self, table, rows):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    inserting(self, table, rows)
side.insert = insert
sys.argv = ["askaday", *sys.argv[1:]]
from bot.cli import main
main()
"""


@pytest.fixture
async def played(tmp_path: Path) -> Path:
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await play_days(world, {ANA: BOTH, BO: HALF, CY: f"{HALF} It holds a \0 too."}, 4)
        await world.command(ANA, "", "aws-quiz")
    return tmp_path


@pytest.fixture
def url() -> Iterator[str]:
    with new_database(with_tables=False) as address:
        yield address


def back(folder: Path, url: str) -> Path:
    """Move it into another folder and give that."""
    there = folder / "back"
    outcome = askaday(folder, "migrate", "--from", url, "--to", str(there / "askaday.db"))
    assert (outcome.status, outcome.err) == (0, "")
    return there


def comparable(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give all rows but which steps the file went through when."""
    return {table: rows for table, rows in stored(folder).items() if table != "_sqlite_migrations"}


def killed(folder: Path, batches: int, *words: str, side: str = "postgres.PostgresSide", **settings: str) -> int:
    module, _, name = side.partition(".")
    script = _KILLED.format(module=module, side=name, batches=batches)
    environment = clean_environment(folder, **settings)
    return subprocess.run([sys.executable, "-c", script, *words], cwd=folder, env=environment, check=False).returncode


def rows_of(url: str, query: str = ANSWERS) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
        return 0 if row is None else int(row[0])


async def test_everything_is_moved_there_and_back(played: Path, url: str) -> None:
    there = askaday(played, "migrate", "--to", url)

    again = back(played, url)
    assert (there.status, there.err, "rows are moved and compared." in there.out) == (0, "", True)
    assert comparable(again) == comparable(played)
    with closing(sqlite3.connect(again / "askaday.db")) as moved:
        assert moved.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert moved.execute("PRAGMA foreign_key_check").fetchall() == []


async def test_what_is_added_afterwards_is_numbered_after_what_was_moved(played: Path, url: str) -> None:
    askaday(played, "migrate", "--to", url)
    store = PostgresStore.open(url)

    def more(tx: Transaction) -> list[int]:
        add_series(tx, "another")
        return [series.id for series in tx.series.of_workspace(WORKSPACE)]

    numbers = await store.call(more)
    await store.close()
    assert sorted(numbers) == [1, 2]


@pytest.mark.parametrize("batches", [1, 5, 20])
async def test_killed_in_the_middle_it_is_used_by_nobody_and_goes_on(played: Path, url: str, batches: int) -> None:
    ended = killed(played, batches, "migrate", "--to", url)
    with pytest.raises(StoreError, match="is being filled"):
        PostgresStore.open(url)

    outcome = askaday(played, "migrate", "--to", url)

    assert (ended, outcome.status, outcome.err) == (-signal.SIGKILL, 0, "")
    assert comparable(back(played, url)) == comparable(played)


async def test_killed_on_the_way_back_leaves_no_file_and_goes_on(played: Path, url: str) -> None:
    askaday(played, "migrate", "--to", url)
    target = played / "back" / "askaday.db"
    ended = killed(played, 12, "migrate", "--from", url, "--to", str(target), side="sqlite.SqliteSide")
    was_there = target.exists()

    assert (ended, was_there) == (-signal.SIGKILL, False)
    assert comparable(back(played, url)) == comparable(played)
    assert sorted(one.name for one in target.parent.iterdir() if not one.name.endswith(".lock")) == ["askaday.db"]


async def test_what_was_begun_from_what_has_changed_since_begins_anew(played: Path, url: str) -> None:
    killed(played, 20, "migrate", "--to", url)
    store = SqliteStore.open(played / "askaday.db")
    await store.call(lambda tx: tx.members.erase(WORKSPACE, "ana", tx.series.all()[0].next_due))  # type: ignore[arg-type]  # it is due
    await store.close()

    outcome = askaday(played, "migrate", "--to", url)

    assert (outcome.status, outcome.err) == (0, "")
    assert comparable(back(played, url)) == comparable(played)


async def test_what_arrives_otherwise_than_it_was_is_used_by_nobody(
    played: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inserting = PostgresSide.insert

    def insert_changed(side: PostgresSide, table: Table, rows: Sequence[Row]) -> None:
        place = table.columns.index("text") if table.name == "answers" else None
        inserting(side, table, [tuple("" if at == place else one for at, one in enumerate(row)) for row in rows])

    monkeypatch.setattr(PostgresSide, "insert", insert_changed)
    with pytest.raises(StoreError, match=r"does not hold what .* holds: answers\."):
        to_server(played / "askaday.db", url, lambda _tables, _rows: lambda _table, _done: None)

    with pytest.raises(StoreError, match="is being filled"):
        PostgresStore.open(url)


async def test_what_died_when_all_was_moved_says_so_the_next_time(played: Path, url: str) -> None:
    first = askaday(played, "migrate", "--to", url)

    again = askaday(played, "migrate", "--to", url)

    assert (again.status, again.out, again.err) == (0, first.out, "")
    assert comparable(back(played, url)) == comparable(played)


async def test_nothing_is_moved_to_what_is_not_empty(played: Path, url: str) -> None:
    askaday(played, "migrate", "--to", url)
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM drills")
    before = rows_of(url)

    again = askaday(played, "migrate", "--to", url)
    to_file = askaday(played, "migrate", "--from", url, "--to", str(played / "askaday.db"))

    assert (again.status, "is not empty: it has rows in" in again.err) == (1, True)
    assert (to_file.status, "is there already" in to_file.err) == (1, True)
    assert rows_of(url) == before


async def test_nothing_is_moved_while_askaday_uses_one_of_them(played: Path, url: str) -> None:
    writer = SqliteStore.open(played / "askaday.db")
    from_used = askaday(played, "migrate", "--to", url)
    await writer.close()
    server = PostgresStore.open(url)
    to_used = askaday(played, "migrate", "--to", url)
    await server.close()

    said = [outcome.err.partition(" the database ")[0] for outcome in (from_used, to_used)]
    assert said == ["askaday: Another Askaday uses"] * 2
    assert rows_of(url) == 0


async def test_within_one_kind_a_copy_is_made(played: Path) -> None:
    outcome = askaday(played, "migrate", "--to", str(played / "other.db"))

    assert (outcome.status, outcome.err) == (
        2,
        "askaday: Both are databases of SQLite. Within SQLite, `askaday backup` and `askaday restore` make a copy.\n",
    )


@pytest.mark.parametrize("wrong", ["ana:hush%zz@127.0.0.1:1/askaday", "ana:hush@db", "ana:hush@db:port/askaday"])
def test_wrong_address_is_refused_without_showing_it(tmp_path: Path, wrong: str) -> None:
    there = askaday(tmp_path, "migrate", "--from", "askaday.db", "--to", f"postgresql://{wrong}")
    back_again = askaday(tmp_path, "migrate", "--from", f"postgresql://{wrong}", "--to", "askaday.db")

    assert [(one.status, "hush" in one.out + one.err, "Traceback" in one.err) for one in (there, back_again)] == [
        (2, False, False)
    ] * 2
