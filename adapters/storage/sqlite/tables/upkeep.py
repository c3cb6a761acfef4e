"""What concerns several tables."""

import sqlite3
from datetime import datetime

from adapters.storage.sqlite.tables.purge import purge
from adapters.storage.sqlite.tables.retention import retain
from bot.ports.tables.upkeep import Retention


class SqliteUpkeep:
    """Fulfils `UpkeepTable`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def retain(self, before: datetime) -> Retention:
        """Delete what is older than the instant and not needed any more."""
        return retain(self._connection, before)

    def purge(self, workspace: str) -> int:
        """Delete all that is kept of a workspace and give how many rows that were; others' rows stay as they are."""
        return purge(self._connection, workspace)
