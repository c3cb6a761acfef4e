"""How many people were in the channel of a round, as the step `add_audiences` creates its table."""

AUDIENCES = (
    # people: without bots; NULL: the platform does not tell. Rounds that were over before have no row.
    """
    CREATE TABLE audiences (
        round_id INTEGER PRIMARY KEY REFERENCES rounds (id) ON DELETE CASCADE,
        workspace TEXT NOT NULL,
        people INTEGER
    ) STRICT
    """,
    "CREATE INDEX audiences_workspace ON audiences (workspace)",
)
