"""What managers did."""

from datetime import datetime

from sqlite_utils import Database

from adapters.storage.sqlite.tables.codecs import instant_text
from adapters.storage.sqlite.tables.existing import existing


class SqliteAudit:
    """Fulfils `AuditTable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, workspace: str, member: str, action: str, detail: str, at: datetime) -> None:
        """Add an entry."""
        entry = {"workspace": workspace, "member": member, "action": action, "detail": detail, "at": instant_text(at)}
        existing(self._database, "audit").insert(entry)
