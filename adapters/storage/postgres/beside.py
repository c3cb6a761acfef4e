"""What SQLite keeps in files beside the database: words of `askaday claim`, and calls counted by day.

Each use has a connection of its own, since they come from threads, from other processes, and seldom.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from adapters.storage.postgres.server.connection import PostgresConnection, connect
from adapters.storage.postgres.server.database import bring_up_to_date, shown
from adapters.storage.postgres.server.errors import storage_errors
from adapters.storage.tables.codecs import instant_text

#: Counts and decides in one statement, so that two processes never share the last call.
_TAKE = """
    INSERT INTO calls (day, made) VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET made = calls.made + 1
        WHERE calls.made < ?
"""


@contextmanager
def _connected(url: str) -> Iterator[PostgresConnection]:
    place = shown(url)
    with storage_errors(place), connect(url, name="beside") as raw:
        bring_up_to_date(raw, place)
        yield PostgresConnection(raw)


class PostgresCallCount:
    """Fulfils `bot.ports.calls.CallCount`."""

    def __init__(self, url: str) -> None:
        self._url = url

    def take(self, day: date, most: int) -> bool:
        """Count a call of a day, unless so many were counted already."""
        if most < 1:
            return False
        with _connected(self._url) as connection:
            return connection.execute(_TAKE, (day.isoformat(), most)).rowcount == 1


class PostgresAppointingWords:
    """Fulfils `bot.ports.appointing.AppointingWords`."""

    def __init__(self, url: str) -> None:
        self._url = url

    def issue(self, workspace: str, digest: str, until: datetime) -> None:
        """Keep a word for a workspace, in the place of the one before."""
        with _connected(self._url) as connection:
            connection.execute(
                """
                INSERT INTO appointing_words (workspace, digest, until) VALUES (?, ?, ?)
                ON CONFLICT (workspace) DO UPDATE SET digest = excluded.digest, until = excluded.until
                """,
                (workspace, digest, instant_text(until)),
            )

    def workspace_of(self, digest: str, now: datetime) -> str:
        """Say which workspace a word is for; empty: it is none, or its time is over."""
        with _connected(self._url) as connection:
            asked = "SELECT workspace FROM appointing_words WHERE digest = ? AND until > ?"
            row = connection.execute(asked, (digest, instant_text(now))).fetchone()
            return str(row[0]) if row else ""

    def use_up(self, digest: str) -> bool:
        """Forget a word, and say whether it was there: of several who use it at once one does."""
        with _connected(self._url) as connection:
            return connection.execute("DELETE FROM appointing_words WHERE digest = ?", (digest,)).rowcount > 0
