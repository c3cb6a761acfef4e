"""Installations through OAuth, and the states that prove who began one."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from adapters.storage.sqlite.codecs import instant_text, read_instant
from bot.domain.installations import Installed

#: The step of the schema that adds these tables.
INSTALLATIONS = (
    """
    CREATE TABLE installations (
        workspace TEXT PRIMARY KEY,
        enterprise TEXT NOT NULL,
        is_org INTEGER NOT NULL,
        bot_user TEXT NOT NULL,
        bot_id TEXT NOT NULL,
        secret TEXT NOT NULL,
        installed_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE oauth_states (state TEXT PRIMARY KEY, expires_at TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def _installed(row: sqlite3.Row) -> Installed:
    return Installed(
        workspace=row["workspace"],
        enterprise=row["enterprise"],
        is_org=bool(row["is_org"]),
        bot_user=row["bot_user"],
        bot_id=row["bot_id"],
        secret=row["secret"],
        installed_at=read_instant(row["installed_at"]),
    )


class SqliteInstallations:
    """Fulfils `InstallationsTable`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def save(self, installed: Installed) -> None:
        """Keep an installation; one of the same workspace is replaced."""
        self._connection.execute(
            "INSERT OR REPLACE INTO installations VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                installed.workspace,
                installed.enterprise,
                int(installed.is_org),
                installed.bot_user,
                installed.bot_id,
                installed.secret,
                instant_text(installed.installed_at),
            ),
        )

    def get(self, workspace: str) -> Installed | None:
        """Give the installation of a workspace, or of an organization by its own id."""
        row = self._connection.execute("SELECT * FROM installations WHERE workspace = ?", (workspace,)).fetchone()
        return None if row is None else _installed(row)

    def all(self) -> Sequence[Installed]:
        """Give all installations, in the order of their workspaces."""
        return [_installed(row) for row in self._connection.execute("SELECT * FROM installations ORDER BY workspace")]

    def remove(self, workspace: str) -> None:
        """Forget an installation with its secrets."""
        self._connection.execute("DELETE FROM installations WHERE workspace = ?", (workspace,))

    def add_state(self, state: str, now: datetime, expires_at: datetime) -> None:
        """Keep the proof that an installation was begun here; states that have expired are dropped."""
        self._drop_expired(now)
        self._connection.execute("INSERT INTO oauth_states VALUES (?, ?)", (state, instant_text(expires_at)))

    def take_state(self, state: str, now: datetime) -> bool:
        """Use a state up; False: it is unknown, was used before, or has expired."""
        self._drop_expired(now)
        return self._connection.execute("DELETE FROM oauth_states WHERE state = ?", (state,)).rowcount == 1

    def _drop_expired(self, now: datetime) -> None:
        self._connection.execute("DELETE FROM oauth_states WHERE expires_at <= ?", (instant_text(now),))
