"""Installations through OAuth, the states that prove who began one, and what a workspace does not take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table

from adapters.storage.sqlite.tables.codecs import instant_text, read_instant
from adapters.storage.sqlite.tables.existing import existing
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


class SqliteInstallations:
    """Fulfils `InstallationsTable`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.conn

    def save(self, installed: Installed) -> None:
        """Keep an installation; one of the same workspace is replaced."""
        row = {
            **asdict(installed),
            "is_org": int(installed.is_org),
            "installed_at": instant_text(installed.installed_at),
        }
        self._installations.insert(row, replace=True)

    def get(self, workspace: str) -> Installed | None:
        """Give the installation of a workspace, or of an organization by its own id."""
        return next(map(_installed, self._installations.rows_where("workspace = ?", [workspace])), None)

    def all(self) -> Sequence[Installed]:
        """Give all installations, in the order of their workspaces."""
        return [_installed(row) for row in self._installations.rows_where(order_by="workspace")]

    def remove(self, workspace: str) -> None:
        """Forget an installation with its secrets."""
        self._installations.delete_where("workspace = ?", [workspace])

    def add_state(self, state: str, now: datetime, expires_at: datetime) -> None:
        """Keep the proof that an installation was begun here; states that have expired are dropped."""
        self._drop_expired(now)
        self._states.insert({"state": state, "expires_at": instant_text(expires_at)})

    def take_state(self, state: str, now: datetime) -> bool:
        """Use a state up; False: it is unknown, was used before, or has expired."""
        self._drop_expired(now)
        # sqlite-utils does not say how many rows it deleted.
        return self._connection.execute("DELETE FROM oauth_states WHERE state = ?", (state,)).rowcount == 1

    def refuse(self, workspace: str, blocks: Iterable[str], at: datetime) -> None:
        """Keep that a workspace does not take these kinds of blocks."""
        rows = ({"workspace": workspace, "block": block, "refused_at": instant_text(at)} for block in blocks)
        self._refused.insert_all(rows, replace=True)

    def refused(self, workspace: str, since: datetime) -> frozenset[str]:
        """Give the kinds of blocks that a workspace was found not to take since then."""
        where, values = "workspace = ? AND refused_at >= ?", [workspace, instant_text(since)]
        return frozenset(row["block"] for row in self._refused.rows_where(where, values))

    @property
    def _refused(self) -> Table:
        return existing(self._database, "refused_blocks")

    @property
    def _installations(self) -> Table:
        return existing(self._database, "installations")

    @property
    def _states(self) -> Table:
        return existing(self._database, "oauth_states")

    def _drop_expired(self, now: datetime) -> None:
        self._states.delete_where("expires_at <= ?", [instant_text(now)])
