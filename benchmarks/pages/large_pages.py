"""Each kind of page where a hundred workspaces have had such a year, against a bare page of the same size.

One year is lived through, and copied by SQL ninety-nine times under other names and ids: 6 GB.
"""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from adapters.storage.sqlite.schema.statistics import WRITTEN_SO_FAR
from benchmarks.figures import Figure, Progress
from benchmarks.filling import workplace
from benchmarks.pages.load import Size, compared, new_year, pages_load
from bot.cli.year.acts import WORKSPACE

_SIZE = Size(workspaces=100)
#: Ids of a year's rows are below it.
_BEYOND = 1_000_000
#: What triggers fill by themselves.
_FOLLOWS = ("past_fts", "last_writes", "sqlite_")


async def measure(progress: Progress, size: Size = _SIZE) -> Sequence[Figure]:
    """Measure pages of one of the workspaces."""
    with workplace() as folder:
        database = folder / "askaday.db"
        await asyncio.to_thread(new_year, database, size)
        progress(0.1)
        await asyncio.to_thread(multiply, database, size.workspaces)
        progress(0.5)
        async with pages_load(database, WORKSPACE) as load:
            title = f"page of {size.workspaces} workspaces"
            return await compared(load, size, title, 25, lambda share: progress(0.5 + share / 2))


def multiply(database: Path, workspaces: int) -> None:
    """Copy the one workspace that there is until there are so many."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        # Nothing has to outlive a crash.
        for pragma in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF", "cache_size = -500000"):
            connection.execute(f"PRAGMA {pragma}")
        found = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        tables = [name for (name,) in found.fetchall() if not name.startswith(_FOLLOWS)]
        with _made_at_once(connection):
            for number in range(1, workspaces):
                connection.execute("BEGIN")
                for table in tables:
                    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
                    names = [column for _, column, *_ in columns]
                    if "workspace" in names:
                        _copy(connection, table, names, number)
                connection.execute("COMMIT")
        connection.execute("DELETE FROM last_writes")
        for statement in WRITTEN_SO_FAR:
            connection.execute(statement)


@contextmanager
def _made_at_once(connection: sqlite3.Connection) -> Iterator[None]:
    """Leave out for a while what each row would be noted in: indexes, and what was written last."""
    kept = connection.execute(
        """
        SELECT type, name, sql FROM sqlite_master
        WHERE sql IS NOT NULL AND (type = 'index' OR name LIKE '%_written_%')
        """
    ).fetchall()
    for kind, name, _ in kept:
        connection.execute(f"DROP {kind} {name}")
    yield
    for _, _, statement in kept:
        connection.execute(statement)


def _copy(connection: sqlite3.Connection, table: str, names: Sequence[str], number: int) -> None:
    values = [_value(table, name, number) for name in names]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE workspace = ?",  # noqa: S608 - names of the schema
        (WORKSPACE,),
    )


def _value(table: str, name: str, number: int) -> str:
    """Give what stands in a column of a copy."""
    if name == "workspace":
        return f"'{WORKSPACE}-{number}'"
    if name == "id" or name.endswith("_id"):
        return f"{name} + {number * _BEYOND}"
    if (table, name) == ("standings", "scope"):  # a series, or 0 for the whole workspace
        return f"CASE scope WHEN 0 THEN 0 ELSE scope + {number * _BEYOND} END"
    return f"key || ' {number}'" if (table, name) == ("deliveries", "key") else name
