"""What reviewers took over from answers into rubrics, as the step `add_wordings` adds it."""

WORDINGS = (
    # point: the key point's text. saying: 'wording' or 'contrary'. member: whose sentence it is, with whose data it
    # goes. AUTOINCREMENT: buttons name rows by their numbers.
    """
    CREATE TABLE wordings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        ref TEXT NOT NULL,
        point TEXT NOT NULL,
        text TEXT NOT NULL,
        saying TEXT NOT NULL,
        member TEXT NOT NULL,
        added_by TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX wordings_once ON wordings (workspace, ref, point, text, member)",
    "CREATE INDEX wordings_member ON wordings (workspace, member)",
)
