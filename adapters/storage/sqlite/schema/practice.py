"""The tables of drills that teach, as the step `add_practice` creates them."""

PRACTICE = (
    """
    CREATE TABLE exams (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        size INTEGER NOT NULL,
        topic TEXT NOT NULL,
        level TEXT,
        started_at TEXT NOT NULL,
        finished_at TEXT
    ) STRICT
    """,
    "CREATE INDEX exams_member ON exams (workspace, member)",
    "ALTER TABLE drills ADD COLUMN topic TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE drills ADD COLUMN exam_id INTEGER REFERENCES exams (id)",
    "ALTER TABLE drills ADD COLUMN hinted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE drills ADD COLUMN sureness TEXT",
    "ALTER TABLE drills ADD COLUMN picked TEXT",
    "CREATE INDEX drills_exam ON drills (exam_id) WHERE exam_id IS NOT NULL",
    # Rows are only added: of several with one origin the latest counts, see bot/domain/practice/memory.py.
    """
    CREATE TABLE reviews (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        ref TEXT NOT NULL,
        origin TEXT NOT NULL,
        rating INTEGER NOT NULL,
        at TEXT NOT NULL,
        added_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX reviews_member ON reviews (workspace, member, ref)",
    # All of it follows from the reviews.
    """
    CREATE TABLE memories (
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        ref TEXT NOT NULL,
        stability REAL NOT NULL,
        difficulty REAL NOT NULL,
        last_review TEXT NOT NULL,
        due_at TEXT NOT NULL,
        PRIMARY KEY (workspace, member, ref)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE nudges (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        at TEXT NOT NULL,
        zone TEXT NOT NULL,
        weekdays TEXT NOT NULL,
        holidays TEXT NOT NULL,
        next_due TEXT,
        UNIQUE (workspace, member)
    ) STRICT
    """,
    "CREATE INDEX nudges_due ON nudges (next_due) WHERE next_due IS NOT NULL",
    # A question earns a member points in a series once a day.
    """
    CREATE TABLE drill_points (
        series_id INTEGER NOT NULL REFERENCES series (id),
        member TEXT NOT NULL,
        day TEXT NOT NULL,
        ref TEXT NOT NULL,
        workspace TEXT NOT NULL,
        points INTEGER NOT NULL,
        PRIMARY KEY (series_id, member, day, ref)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX drill_points_member ON drill_points (workspace, member)",
)
