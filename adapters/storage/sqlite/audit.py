"""What managers did."""

import sqlite3
from datetime import datetime

from adapters.storage.sqlite.codecs import instant_text


class SqliteAudit:
    """Fulfils `AuditTable`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, workspace: str, member: str, action: str, detail: str, at: datetime) -> None:
        """Add an entry."""
        self._connection.execute(
            "INSERT INTO audit (workspace, member, action, detail, at) VALUES (?, ?, ?, ?, ?)",
            (workspace, member, action, detail, instant_text(at)),
        )
