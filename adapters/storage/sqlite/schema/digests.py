"""The weekly digests that managers asked for, as the step `add_digests` creates their table."""

DIGESTS = (
    # at: local to zone. weekday: Monday is 0. next_due: NULL once it never comes again.
    """
    CREATE TABLE digests (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
        weekday INTEGER NOT NULL,
        at TEXT NOT NULL,
        zone TEXT NOT NULL,
        next_due TEXT,
        UNIQUE (workspace, member, series_id)
    ) STRICT
    """,
    "CREATE INDEX digests_due ON digests (next_due) WHERE next_due IS NOT NULL",
)
