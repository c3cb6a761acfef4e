"""Words of `askaday claim` in a small file of its own beside the database.

The command makes them while the bot runs, which alone may write to the database.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from adapters.storage.sqlite.tables.codecs import instant_text
from bot.errors import StoreError

_TABLES = (
    "CREATE TABLE IF NOT EXISTS claims (workspace TEXT PRIMARY KEY, digest TEXT NOT NULL, until TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS tries (who TEXT NOT NULL, at TEXT NOT NULL) STRICT",
)


class SqliteClaims:
    """Fulfils `bot.ports.claims.Claims`."""

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

    def use_up(self, digest: str) -> None:
        """Forget a word."""
        with self._open() as connection:
            connection.execute("DELETE FROM claims WHERE digest = ?", (digest,))

    def tried(self, who: str, now: datetime, since: datetime) -> int:
        """Count a try of somebody, and give how many there were since an instant, with this one."""
        with self._open() as connection:
            connection.execute("DELETE FROM tries WHERE at <= ?", (instant_text(since),))
            connection.execute("INSERT INTO tries VALUES (?, ?)", (who, instant_text(now)))
            return int(connection.execute("SELECT count(*) FROM tries WHERE who = ?", (who,)).fetchone()[0])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file)) as connection, connection:
                for table in _TABLES:
                    connection.execute(table)
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"Claims cannot be kept in {self._file}: {error}.") from error
