"""Installations through OAuth, the states that prove who began one, and what a workspace does not take."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.storage.tables.codecs import instant_text, read_instant
from adapters.storage.tables.connection import Connection
from bot.domain.installations import Installed


def _installed(row: Mapping[str, Any]) -> Installed:
    return Installed(
        workspace=row["workspace"],
        enterprise=row["enterprise"],
        is_org=bool(row["is_org"]),
        bot_user=row["bot_user"],
        bot_id=row["bot_id"],
        secret=row["secret"],
        installed_at=read_instant(row["installed_at"]),
    )


class SqlInstallations:
    """Fulfils `InstallationsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, installed: Installed) -> None:
        """Keep an installation; one of the same workspace is replaced."""
        self._connection.execute(
            """
            INSERT INTO installations (workspace, enterprise, is_org, bot_user, bot_id, secret, installed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace) DO UPDATE SET enterprise = excluded.enterprise, is_org = excluded.is_org,
                bot_user = excluded.bot_user, bot_id = excluded.bot_id, secret = excluded.secret,
                installed_at = excluded.installed_at
            """,
            (
                installed.workspace,
                installed.enterprise,
                installed.is_org,
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
        rows = self._connection.execute("SELECT * FROM installations ORDER BY workspace")
        return [_installed(row) for row in rows]

    def remove(self, workspace: str) -> None:
        """Forget an installation with its secrets."""
        self._connection.execute("DELETE FROM installations WHERE workspace = ?", (workspace,))

    def add_state(self, state: str, now: datetime, expires_at: datetime) -> None:
        """Keep the proof that an installation was begun here; states that have expired are dropped."""
        self._drop_expired(now)
        self._connection.execute(
            "INSERT INTO oauth_states (state, expires_at) VALUES (?, ?)", (state, instant_text(expires_at))
        )

    def take_state(self, state: str, now: datetime) -> bool:
        """Use a state up; False: it is unknown, was used before, or has expired."""
        self._drop_expired(now)
        return self._connection.execute("DELETE FROM oauth_states WHERE state = ?", (state,)).rowcount == 1

    def refuse(self, workspace: str, blocks: Iterable[str], at: datetime) -> None:
        """Keep that a workspace does not take these kinds of blocks."""
        self._connection.executemany(
            """
            INSERT INTO refused_blocks (workspace, block, refused_at) VALUES (?, ?, ?)
            ON CONFLICT (workspace, block) DO UPDATE SET refused_at = excluded.refused_at
            """,
            [(workspace, block, instant_text(at)) for block in blocks],
        )

    def refused(self, workspace: str, since: datetime) -> frozenset[str]:
        """Give the kinds of blocks that a workspace was found not to take since then."""
        rows = self._connection.execute(
            "SELECT block FROM refused_blocks WHERE workspace = ? AND refused_at >= ?", (workspace, instant_text(since))
        )
        return frozenset(row["block"] for row in rows)

    def _drop_expired(self, now: datetime) -> None:
        self._connection.execute("DELETE FROM oauth_states WHERE expires_at <= ?", (instant_text(now),))
