"""All that is kept of a member: to hand it out, and to delete it."""

import json
import sqlite3
from collections.abc import Mapping, Sequence

_OWN = "workspace = :workspace AND member = :member"

# Deletions name a message, not its author.
_REVISIONS = f"""
    workspace = :workspace AND (member = :member OR (happening = 'deleted' AND (thread, message) IN
        (SELECT thread, message FROM revisions WHERE {_OWN})))
"""  # noqa: S608 - constants of this module

# Whatever a platform sent that names the member: ids stand in the JSON as strings of their own.
_EVENTS = "workspace = :workspace AND instr(body, json_quote(:member)) > 0"

_DIRECT = "workspace = :workspace AND kind = 'direct' AND channel = :member"

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
    "disputes": _OWN,
    "drills": _OWN,
    "deliveries": _DIRECT,
    "inbox": _EVENTS,
    "members": _OWN,
}

#: What others need stays, without the member's name in it. Cards that were sent are not needed any more, and any of
#: them may name the member: reveals, boards, notes to managers.
_TRACES = (
    "UPDATE rounds SET best_member = NULL WHERE workspace = :workspace AND best_member = :member",
    "UPDATE grades SET graded_by = '' WHERE workspace = :workspace AND graded_by = :member",
    "UPDATE disputes SET decided_by = '' WHERE workspace = :workspace AND decided_by = :member",
    "UPDATE flags SET decided_by = '' WHERE workspace = :workspace AND decided_by = :member",
    "UPDATE audit SET member = '' WHERE workspace = :workspace AND member = :member",
    """
    UPDATE deliveries SET card = '{"title": ""}' WHERE workspace = :workspace AND state IN ('sent', 'failed')
        AND EXISTS (SELECT 1 FROM members WHERE workspace = :workspace AND member = :member)
    """,
)

#: The member's messages in threads; sealed texts are nowhere but here.
_MESSAGES = f"""
    SELECT workspace, thread, message, min(posted_at) AS posted_at FROM revisions
    WHERE {_OWN} AND message NOT LIKE 'sealed:%' GROUP BY workspace, thread, message
"""  # noqa: S608 - constants of this module

# Without a mark that it is gone, a message would come back when its thread is read back at the close.
_TOMBSTONE = """
    INSERT INTO revisions (workspace, thread, message, happening, at, posted_at, member, text, received_at)
    VALUES (?1, ?2, ?3, 'deleted', ?4, ?4, NULL, '', ?4)
"""

_JSON_COLUMNS = frozenset({"card", "judgement", "messages"})


def erase(connection: sqlite3.Connection, workspace: str, member: str) -> int:
    """Delete a member's rows and their traces in others'; give how many rows were deleted."""
    who = {"workspace": workspace, "member": member}
    for statement in _TRACES:
        connection.execute(statement, who)
    messages = connection.execute(_MESSAGES, who).fetchall()
    deleted = 0
    for table, condition in _ROWS.items():
        deleted += connection.execute(f"DELETE FROM {table} WHERE {condition}", who).rowcount  # noqa: S608 - constants
    connection.executemany(_TOMBSTONE, [tuple(message) for message in messages])
    return deleted


def export(connection: sqlite3.Connection, workspace: str, member: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Give a member's rows by table, tables without any left out."""
    who = {"workspace": workspace, "member": member}
    rows = {
        table: [_plain(row) for row in connection.execute(f"SELECT * FROM {table} WHERE {condition}", who)]  # noqa: S608 - constants
        for table, condition in _ROWS.items()
    }
    return {table: found for table, found in rows.items() if found}


def _plain(row: sqlite3.Row) -> Mapping[str, object]:
    return {
        column: json.loads(row[column]) if column in _JSON_COLUMNS and row[column] is not None else row[column]
        for column in row.keys()  # noqa: SIM118 - iterating over a Row gives its values
    }
