"""Who may do what beyond what the platform says, as the step `add_access` adds it."""

ACCESS = (
    """
    CREATE TABLE inviters (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        member TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, channel, member)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX inviters_member ON inviters (workspace, member)",
    """
    CREATE TABLE administrators (
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, member)
    ) STRICT, WITHOUT ROWID
    """,
    # What administrators chose for their workspace as a whole.
    "CREATE TABLE workspaces (workspace TEXT PRIMARY KEY, setup TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
