"""A workspace's own packs and what members suggest, as the step `add_authoring` adds them."""

AUTHORING = (
    # manifest: the pack without its questions.
    """
    CREATE TABLE own_packs (
        workspace TEXT NOT NULL,
        name TEXT NOT NULL,
        manifest TEXT NOT NULL,
        takes_approved INTEGER NOT NULL DEFAULT 0,
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, name)
    ) STRICT, WITHOUT ROWID
    """,
    # member: who is credited when it is asked; empty: nobody is.
    """
    CREATE TABLE own_questions (
        workspace TEXT NOT NULL,
        pack TEXT NOT NULL,
        id TEXT NOT NULL,
        content TEXT NOT NULL,
        member TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, pack, id)
    ) STRICT, WITHOUT ROWID
    """,
    # AUTOINCREMENT: buttons and the keys of messages name suggestions by their numbers.
    """
    CREATE TABLE suggestions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        at TEXT NOT NULL,
        series_id INTEGER NOT NULL REFERENCES series (id),
        written TEXT NOT NULL,
        is_named INTEGER NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        ref TEXT NOT NULL DEFAULT '',
        version INTEGER NOT NULL,
        decided_by TEXT NOT NULL DEFAULT '',
        decided_at TEXT
    ) STRICT
    """,
    "CREATE INDEX suggestions_waiting ON suggestions (workspace, id) WHERE state = 'waiting'",
    "CREATE INDEX suggestions_member ON suggestions (workspace, member)",
    "CREATE INDEX suggestions_series ON suggestions (series_id)",
)
OFFERS = (
    # What managers sent as files: one each, until they send another. AUTOINCREMENT: buttons name it by its number.
    """
    CREATE TABLE sent_packs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        pack TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX sent_packs_member ON sent_packs (workspace, member)",
)
