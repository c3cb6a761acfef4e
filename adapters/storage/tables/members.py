"""Who is known in a workspace. Every press and answer comes here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.storage.tables import privacy
from adapters.storage.tables.codecs import workspaces_of
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.erasures import is_tracked, set_tracked
from bot.domain.members import Actor, Member


def _member(row: Mapping[str, Any]) -> Member:
    return Member(row["workspace"], row["member"], row["name"], on_board=bool(row["on_board"]))


class SqlMembers:
    """Fulfils `MembersTable`."""

    def __init__(self, connection: Connection, due: DueNote) -> None:
        self._due = due
        self._connection = connection

    def seen(self, actor: Actor) -> None:
        """Remember a member and what they are called now; who is known by that name costs no write."""
        if self._connection.recalled.is_done("members", (actor.workspace, actor.member), actor.name):
            return
        self._connection.execute(
            """
            INSERT INTO members (workspace, member, name, folded) VALUES (?, ?, ?, ?)
            ON CONFLICT (workspace, member) DO UPDATE SET name = excluded.name, folded = excluded.folded
                WHERE members.name <> excluded.name
            """,
            (actor.workspace, actor.member, actor.name, actor.name.casefold()),
        )

    def rename(self, actor: Actor) -> None:
        """Take over what a member is called now; somebody who is not known stays so."""
        self._connection.recalled.undone("members")
        self._connection.execute(
            "UPDATE members SET name = ?1, folded = ?2 WHERE workspace = ?3 AND member = ?4 AND name <> ?1",
            (actor.name, actor.name.casefold(), actor.workspace, actor.member),
        )

    def get(self, workspace: str, member: str) -> Member | None:
        """Give a member."""
        row = self._connection.execute(
            "SELECT * FROM members WHERE workspace = ? AND member = ?", (workspace, member)
        ).fetchone()
        return None if row is None else _member(row)

    def names(self, workspace: str) -> Mapping[str, str]:
        """Give the names of all known members by id."""
        rows = self._connection.execute("SELECT member, name FROM members WHERE workspace = ?", (workspace,))
        return {row["member"]: row["name"] for row in rows}

    def visible_names(self, workspace: str) -> Mapping[str, str]:
        """Give the names of the members who appear on boards by id."""
        rows = self._connection.execute(
            "SELECT member, name FROM members WHERE workspace = ? AND on_board = 1", (workspace,)
        )
        return {row["member"]: row["name"] for row in rows}

    def find(self, workspace: str, name: str) -> Sequence[Member]:
        """Give the members with that id or, ignoring case, that name, by id."""
        rows = self._connection.execute(
            "SELECT * FROM members WHERE workspace = ? AND (member = ? OR folded = ?) ORDER BY member",
            (workspace, name, name.casefold()),
        )
        return [_member(row) for row in rows]

    def places(self, platform: str, member: str) -> Sequence[str]:
        """Give the workspaces of a platform in which a member with that id is known."""
        rows = self._connection.execute(
            "SELECT workspace FROM members WHERE member = ? AND workspace >= ? AND workspace < ? ORDER BY workspace",
            (member, *workspaces_of(platform)),
        )
        return [str(row["workspace"]) for row in rows]

    def set_on_board(self, workspace: str, member: str, *, on_board: bool) -> None:
        """Let a member appear on boards, or not; one who was never seen is remembered by their id."""
        self._connection.execute(
            """
            INSERT INTO members (workspace, member, name, folded, on_board) VALUES (?1, ?2, ?2, ?3, ?4)
            ON CONFLICT (workspace, member) DO UPDATE SET on_board = excluded.on_board
            """,
            (workspace, member, member.casefold(), on_board),
        )

    def set_tracked(self, place: str, member: str, at: datetime, *, tracked: bool) -> None:
        """Keep what a member does in a workspace or on a platform, or no longer."""
        set_tracked(self._connection, place, member, at, tracked=tracked)

    def is_tracked(self, workspace: str, member: str) -> bool:
        """Say whether what a member does is kept."""
        return is_tracked(self._connection, workspace, member)

    def erase(self, workspace: str, member: str, at: datetime) -> int:
        """Delete all that is kept of a member and give how many rows that were."""
        self._due.erased = True
        return privacy.erase(self._connection, workspace, member, at)

    def export(self, workspace: str, member: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of a member, by table, ready for JSON."""
        return privacy.export(self._connection, workspace, member)
