"""The tables of installations, as the steps `add_installations` and `add_refused_blocks` create them."""

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

#: The step of the schema that adds what a workspace's platform refused to show.
REFUSED_BLOCKS = """
    CREATE TABLE refused_blocks (
        workspace TEXT NOT NULL,
        block TEXT NOT NULL,
        refused_at TEXT NOT NULL,
        PRIMARY KEY (workspace, block)
    ) STRICT, WITHOUT ROWID
"""
