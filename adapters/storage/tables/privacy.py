"""All that is kept of a member: to hand it out, and to delete it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.storage.tables.connection import Connection
from adapters.storage.tables.departing import keep_groups
from adapters.storage.tables.erasures import note_erasure
from adapters.storage.tables.purge import purge
from adapters.storage.tables.rows import plain
from bot.domain.members import is_own_place

_OWN = "workspace = :workspace AND member = :member"

# Deletions name a message, not its author.
_REVISIONS = f"""
    workspace = :workspace AND (member = :member OR (happening = 'deleted' AND (channel, thread, message) IN
        (SELECT channel, thread, message FROM revisions WHERE {_OWN})))
"""  # noqa: S608 - constants of this module

# Whatever a platform sent that names the member: ids stand in the JSON as strings of their own.
_EVENTS = "workspace = :workspace AND replace(body, :quoted, '') <> body"

_PRIVATE = "workspace = :workspace AND kind IN ('direct', 'private_reminder') AND channel = :member"

#: By table, the rows that are a member's; in an order in which they can be deleted.
_ROWS: Mapping[str, str] = {
    "revisions": _REVISIONS,
    "answers": _OWN,
    "grades": _OWN,
    "points": _OWN,
    # All points that these sums add up go as well.
    "standings": _OWN,
    "streaks": _OWN,
    "flags": _OWN,
    "feedback": _OWN,
    "claims": _OWN,
    "suggestions": _OWN,
    "sent_packs": _OWN,
    "wordings": _OWN,
    "drills": _OWN,
    "exams": _OWN,
    "reviews": _OWN,
    "memories": _OWN,
    "nudges": _OWN,
    "digests": _OWN,
    "drill_points": _OWN,
    "deliveries": _PRIVATE,
    "inbox": _EVENTS,
    "inviters": _OWN,
    "administrators": _OWN,
    "sign_in_links": _OWN,
    "sessions": _OWN,
    "contacts": _OWN,
    "absences": _OWN,
    "members": _OWN,
}

#: What others need stays, without the member's name in it. Cards that were sent are not needed any more, and any of
#: them may name the member: reveals, boards, notes to managers.
_TRACES = (
    "UPDATE rounds SET best_member = NULL WHERE workspace = :workspace AND best_member = :member",
    "UPDATE grades SET graded_by = '' WHERE workspace = :workspace AND graded_by = :member",
    "UPDATE claims SET decided_by = '' WHERE workspace = :workspace AND decided_by = :member",
    "UPDATE suggestions SET decided_by = '' WHERE workspace = :workspace AND decided_by = :member",
    "UPDATE own_questions SET member = '' WHERE workspace = :workspace AND member = :member",
    "UPDATE wordings SET added_by = '' WHERE workspace = :workspace AND added_by = :member",
    "UPDATE flags SET decided_by = '' WHERE workspace = :workspace AND decided_by = :member",
    "UPDATE audit SET member = '' WHERE workspace = :workspace AND member = :member",
    # In what was changed people are strings of their own.
    """
    UPDATE audit SET before = replace(before, :quoted, '""'), after = replace(after, :quoted, '""')
    WHERE workspace = :workspace AND replace(before || after, :quoted, '') <> before || after
    """,
    """
    UPDATE deliveries SET card = '{"title": ""}' WHERE workspace = :workspace AND state IN ('sent', 'failed')
        AND EXISTS (SELECT 1 FROM members WHERE workspace = :workspace AND member = :member)
    """,
)


def erase(connection: Connection, workspace: str, member: str, at: datetime) -> int:
    """Delete a member's rows and their traces in others'; give how many rows were deleted.

    What they posted before the instant is not recorded again when a thread is read back or an event comes twice.
    """
    who = _who(workspace, member)
    keep_groups(connection, workspace, member, at)
    for statement in _TRACES:
        connection.execute(statement, who)
    deleted = 0
    for table, condition in _ROWS.items():
        deleted += connection.execute(f"DELETE FROM {table} WHERE {condition}", who).rowcount  # noqa: S608 - constants
    if is_own_place(workspace, member):
        # Its very name is theirs, and there is no thread from which anything could come back.
        return deleted + purge(connection, workspace)
    note_erasure(connection, workspace, member, at)
    return deleted


def export(connection: Connection, workspace: str, member: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Give a member's rows by table, tables without any left out."""
    who = _who(workspace, member)
    rows = {
        table: [plain(table, row) for row in connection.execute(f"SELECT * FROM {table} WHERE {condition}", who)]  # noqa: S608 - constants
        for table, condition in _ROWS.items()
    }
    # What they changed: without the values, which may be about others.
    done = f"SELECT workspace, action, detail, at FROM audit WHERE {_OWN} ORDER BY id"  # noqa: S608 - constants
    rows["audit"] = [plain("audit", row) for row in connection.execute(done, who)]
    return {table: found for table, found in rows.items() if found}


def _who(workspace: str, member: str) -> Mapping[str, str]:
    return {"workspace": workspace, "member": member, "quoted": json.dumps(member, ensure_ascii=False)}
