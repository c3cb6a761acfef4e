"""Calls counted in a small file of its own beside the database.

Who counts works in threads and between two transactions, and `askaday grading score` runs beside the bot, which alone
may write to the database. A file of its own takes turns by itself and outlives restarts, too.
"""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from bot.errors import StoreError

_TABLE = "CREATE TABLE IF NOT EXISTS calls (day TEXT PRIMARY KEY, made INTEGER NOT NULL) STRICT"
#: Counts and decides in one statement, so that two processes never share the last call.
_TAKE = "INSERT INTO calls VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET made = made + 1 WHERE made < ?"


class SqliteCallCount:
    """Fulfils `bot.ports.calls.CallCount`."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def take(self, day: date, most: int) -> bool:
        """Count a call of a day, unless so many were counted already."""
        if most < 1:
            return False
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file)) as connection, connection:
                connection.execute(_TABLE)
                return connection.execute(_TAKE, (day.isoformat(), most)).rowcount == 1
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"Calls cannot be counted in {self._file}: {error}.") from error
