"""Deleting all that is kept of a workspace."""

from adapters.storage.tables.connection import Connection

#: All tables with a workspace's rows, in an order in which they can be deleted.
TABLES = (
    "inbox",
    "deliveries",
    "claims",
    "wordings",
    "grades",
    "answers",
    "revisions",
    "points",
    "standings",
    "streaks",
    "queue",
    "feedback",
    "past",
    "audiences",
    "rounds",
    "suggestions",
    "drill_points",
    "digests",
    "series",
    "flags",
    "own_questions",
    "own_packs",
    "sent_packs",
    "quarantine",
    "drills",
    "exams",
    "reviews",
    "memories",
    "nudges",
    "contacts",
    "absences",
    "members",
    "erased",
    "untracked",
    "audit",
    "inviters",
    "administrators",
    "sign_in_links",
    "sessions",
    "workspaces",
    "kept_groups",
    "departures",
    "installations",
    "refused_blocks",
)

# Snapshots are shared: those that somebody else's round or drill asks stay.
_ORPHANS = """
    DELETE FROM questions WHERE hash NOT IN
        (SELECT question FROM rounds WHERE question IS NOT NULL UNION SELECT question FROM drills)
"""


def purge(connection: Connection, workspace: str) -> int:
    """Delete a workspace's rows and the snapshots nobody asks any more; give how many rows were deleted."""
    deleted = 0
    for table in TABLES:
        deleted += connection.execute(f"DELETE FROM {table} WHERE workspace = ?", (workspace,)).rowcount  # noqa: S608 - constants
    deleted += connection.execute(_ORPHANS).rowcount
    # The last, as what was deleted is noted there; that is nothing of the workspace's, and is not counted.
    connection.execute("DELETE FROM last_writes WHERE workspace = ?", (workspace,))
    return deleted
