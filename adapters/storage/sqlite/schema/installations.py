"""The tables of installations, as the step `add_installations` creates them."""

#: The step of the schema that adds these tables.
INSTALLATIONS = (
    """
    CREATE TABLE installations (
        workspace TEXT PRIMARY KEY,
        enterprise TEXT NOT NULL,
        is_org INTEGER NOT NULL,
        bot_user TEXT NOT NULL,
        bot_id TEXT NOT NULL,
        secret TEXT NOT NULL,
        installed_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE oauth_states (state TEXT PRIMARY KEY, expires_at TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
