"""What keeps private messages few, as the steps `add_queues`, `add_contacts` and `add_absences` add it."""

QUEUES = (
    # What waits for its turn has state 'queued' and no ready_at. look_at: when its queue looks at it. placed_at:
    # when it took the one place of its day.
    "ALTER TABLE deliveries ADD COLUMN queue TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE deliveries ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE deliveries ADD COLUMN lapses_at TEXT",
    "ALTER TABLE deliveries ADD COLUMN look_at TEXT",
    "ALTER TABLE deliveries ADD COLUMN placed_at TEXT",
    "CREATE INDEX deliveries_queued ON deliveries (look_at) WHERE state = 'queued'",
    "CREATE INDEX deliveries_queue ON deliveries (queue, placed_at) WHERE queue <> ''",
)
CONTACTS = (
    # silent_at: when they have been silent for long, counted anew from what they do; NULL: they are not asked (again).
    """
    CREATE TABLE contacts (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        silent_at TEXT,
        is_quiet INTEGER NOT NULL DEFAULT 0,
        is_upgraded INTEGER NOT NULL DEFAULT 0,
        UNIQUE (workspace, member)
    ) STRICT
    """,
    "CREATE INDEX contacts_silent ON contacts (silent_at) WHERE silent_at IS NOT NULL",
    "CREATE INDEX contacts_upgraded ON contacts (id) WHERE is_upgraded",
    # Who is known already is no newcomer; their two weeks begin when this version first runs.
    "INSERT INTO contacts (workspace, member, is_upgraded) SELECT workspace, member, 1 FROM members",
)
ABSENCES = (
    # until: the first day on which they are back.
    """
    CREATE TABLE absences (
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        PRIMARY KEY (workspace, member, since)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX absences_until ON absences (workspace, until)",
)
