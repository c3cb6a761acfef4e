"""Words of `askaday claim` in a small file of its own beside the database.

The command makes them while the bot runs, which alone may write to the database.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from adapters.storage.tables.codecs import instant_text
from bot.errors import StoreError

_TABLES = (
    "CREATE TABLE IF NOT EXISTS claims (workspace TEXT PRIMARY KEY, digest TEXT NOT NULL, until TEXT NOT NULL) STRICT",
    # Who tried how often was kept there once, by their ids; it is counted in memory now.
    "DROP TABLE IF EXISTS tries",
)


class SqliteAppointingWords:
    """Fulfils `bot.ports.appointing.AppointingWords`."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def issue(self, workspace: str, digest: str, until: datetime) -> None:
        """Keep a word for a workspace, in the place of the one before."""
        with self._open() as connection:
            connection.execute("REPLACE INTO claims VALUES (?, ?, ?)", (workspace, digest, instant_text(until)))

    def workspace_of(self, digest: str, now: datetime) -> str:
        """Say which workspace a word is for; empty: it is none, or its time is over."""
        with self._open() as connection:
            asked = "SELECT workspace FROM claims WHERE digest = ? AND until > ?"
            row = connection.execute(asked, (digest, instant_text(now))).fetchone()
            return str(row[0]) if row else ""

    def use_up(self, digest: str) -> bool:
        """Forget a word, and say whether it was there: of several who use it at once one does."""
        with self._open() as connection:
            return connection.execute("DELETE FROM claims WHERE digest = ?", (digest,)).rowcount > 0

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file)) as connection, connection:
                for table in _TABLES:
                    connection.execute(table)
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The words of askaday claim cannot be kept in {self._file}: {error}.") from error
