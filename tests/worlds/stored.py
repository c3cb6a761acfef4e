"""Everything that is stored, read from the database file beside the running engine."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from tests.memory_store import file_store
from tests.worlds.world import World, new_world

Rows = dict[str, list[tuple[object, ...]]]


@asynccontextmanager
async def world_on_disk(folder: Path, **chosen: Any) -> AsyncIterator[World]:
    """Open a world whose rows `stored` can read."""
    async with new_world(store=file_store(folder / "askaday.db"), **chosen) as world:
        yield world


def stored(folder: Path) -> Rows:
    """Give all rows of all tables."""
    with closing(sqlite3.connect(folder / "askaday.db")) as database:
        # Not those that a full-text index keeps for itself, nor that something was written.
        listed = database.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        tables = [name for (name,) in listed if not name.startswith(("sqlite_", "last_writes"))]
        return {table: database.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608 - names from the schema


def mentioning(rows: Rows, *words: str) -> list[str]:
    """Name the tables in which one of the words stands anywhere."""
    return [table for table, found in rows.items() if any(word in repr(row) for row in found for word in words)]
