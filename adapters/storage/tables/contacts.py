"""How members may be written to, and since when they have been silent. Every message of a thread comes here."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.storage.tables.codecs import instant_text, optional_instant, optional_instant_text, workspaces_of
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.due import DueNote
from bot.domain.members import Contact

#: What happens within it after the last time is not written down.
_COARSE = timedelta(hours=6)


def _contact(row: Row) -> Contact:
    return Contact(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        silent_at=optional_instant(row["silent_at"]),
        is_quiet=bool(row["is_quiet"]),
    )


class SqlContacts:
    """Fulfils `ContactsTable`."""

    def __init__(self, connection: Connection, due: DueNote) -> None:
        self._connection = connection
        self._due = due

    def meet(self, workspace: str, member: str, silent_at: datetime | None) -> bool:
        """Take note of somebody; False: they were met before, and that stays as it is."""
        cursor = self._connection.execute(
            "INSERT INTO contacts (workspace, member, silent_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (workspace, member, optional_instant_text(silent_at)),
        )
        self._due.raised |= cursor.rowcount > 0
        return cursor.rowcount > 0

    def active(self, workspace: str, member: str, silent_at: datetime) -> None:
        """Let the time after which somebody was silent for long begin anew, if they are still to be asked."""
        self._connection.execute(
            "UPDATE contacts SET silent_at = ? WHERE workspace = ? AND member = ? AND silent_at < ?",
            (instant_text(silent_at), workspace, member, instant_text(silent_at - _COARSE)),
        )

    def of_member(self, workspace: str, member: str) -> Contact | None:
        """Give how a member may be written to; None: nobody met them."""
        row = self._connection.execute(
            "SELECT * FROM contacts WHERE workspace = ? AND member = ?", (workspace, member)
        ).fetchone()
        return None if row is None else _contact(row)

    def get(self, contact_id: int) -> Contact | None:
        """Give a contact."""
        row = self._connection.execute("SELECT * FROM contacts WHERE id = ?", (contact_id,)).fetchone()
        return None if row is None else _contact(row)

    def save(self, contact: Contact) -> None:
        """Write whether they want to be written to, and when they are asked."""
        self._connection.execute(
            """
            INSERT INTO contacts (workspace, member, silent_at, is_quiet) VALUES (?, ?, ?, ?)
            ON CONFLICT (workspace, member) DO UPDATE SET silent_at = excluded.silent_at, is_quiet = excluded.is_quiet
            """,
            (contact.workspace, contact.member, optional_instant_text(contact.silent_at), contact.is_quiet),
        )
        self._due.raised = True

    def places(self, platform: str, member: str) -> Sequence[str]:
        """Give the workspaces of a platform in which a member with that id was met."""
        rows = self._connection.execute(
            "SELECT workspace FROM contacts WHERE member = ? AND workspace >= ? AND workspace < ? ORDER BY workspace",
            (member, *workspaces_of(platform)),
        )
        return [row["workspace"] for row in rows]

    def silent(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of those who have been silent for long, the longest first."""
        rows = self._connection.execute(
            "SELECT id FROM contacts WHERE silent_at <= ? ORDER BY silent_at, id LIMIT ?", (instant_text(now), limit)
        )
        return [row["id"] for row in rows]

    def begin(self, silent_at: datetime) -> None:
        """Let the time of those who were known before there was any begin now."""
        upgraded = self._connection.dialect.truth("is_upgraded")
        self._connection.execute(
            f"UPDATE contacts SET silent_at = ?, is_upgraded = 0 WHERE {upgraded}",  # noqa: S608 - a piece of the dialect
            (instant_text(silent_at),),
        )
