"""Who is signed in to the pages, as the step `add_sessions` adds it."""

SESSIONS = (
    """
    CREATE TABLE sign_in_links (
        digest TEXT PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        expires_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX sign_in_links_member ON sign_in_links (workspace, member)",
    """
    CREATE TABLE sessions (
        digest TEXT PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        begun_at TEXT NOT NULL,
        expires_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX sessions_member ON sessions (workspace, member)",
    # One row: what all processes sign links with.
    "CREATE TABLE signing_keys (purpose TEXT PRIMARY KEY, secret TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
