"""The tables of version 0.1, as the step `create_tables` makes them."""

_SERIES = (
    """
    CREATE TABLE series (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        name TEXT NOT NULL,
        channel TEXT NOT NULL,
        settings TEXT NOT NULL,
        state TEXT NOT NULL,
        pause_reason TEXT NOT NULL DEFAULT '',
        next_day TEXT,
        next_due TEXT,
        seed INTEGER NOT NULL,
        pool_warned TEXT NOT NULL DEFAULT '',
        UNIQUE (workspace, name)
    ) STRICT
    """,
    "CREATE INDEX series_due ON series (next_due) WHERE state = 'active' AND next_due IS NOT NULL",
    """
    CREATE TABLE queue (
        series_id INTEGER NOT NULL REFERENCES series (id),
        position INTEGER NOT NULL,
        workspace TEXT NOT NULL,
        ref TEXT NOT NULL,
        PRIMARY KEY (series_id, position)
    ) STRICT, WITHOUT ROWID
    """,
)

# A snapshot is kept once, however many rounds and drills ask it.
_QUESTIONS = ("CREATE TABLE questions (hash TEXT PRIMARY KEY, ref TEXT NOT NULL, content TEXT NOT NULL) STRICT",)

_ROUNDS = (
    # close_due: when somebody may close the round, be it because the claim of who tried before runs out.
    """
    CREATE TABLE rounds (
        id INTEGER PRIMARY KEY,
        series_id INTEGER NOT NULL REFERENCES series (id),
        workspace TEXT NOT NULL,
        day TEXT NOT NULL,
        state TEXT NOT NULL,
        question TEXT REFERENCES questions (hash),
        opened_at TEXT,
        closes_at TEXT,
        closed_at TEXT,
        remind_at TEXT,
        channel TEXT NOT NULL DEFAULT '',
        card_message TEXT,
        thread TEXT,
        note TEXT NOT NULL DEFAULT '',
        best_member TEXT,
        mean_score REAL,
        claimed_until TEXT,
        close_due TEXT GENERATED ALWAYS AS (max(closes_at, coalesce(claimed_until, ''))) VIRTUAL,
        UNIQUE (series_id, day)
    ) STRICT
    """,
    "CREATE INDEX rounds_close ON rounds (close_due) WHERE state = 'open' AND close_due IS NOT NULL",
    "CREATE INDEX rounds_remind ON rounds (remind_at) WHERE state = 'open' AND remind_at IS NOT NULL",
    "CREATE INDEX rounds_open ON rounds (workspace) WHERE state = 'open'",
    "CREATE INDEX rounds_thread ON rounds (workspace, channel, thread) WHERE thread IS NOT NULL",
)

_ANSWERS = (
    # What a platform reports twice is the same row. WITHOUT ROWID: a thread's rows lie together, in one tree. Platforms
    # number messages and threads within a channel; sealed answers are in none ('').
    """
    CREATE TABLE revisions (
        workspace TEXT NOT NULL,
        channel TEXT NOT NULL,
        thread TEXT NOT NULL,
        message TEXT NOT NULL,
        happening TEXT NOT NULL,
        at TEXT NOT NULL,
        posted_at TEXT NOT NULL,
        member TEXT,
        text TEXT NOT NULL,
        received_at TEXT NOT NULL,
        PRIMARY KEY (workspace, channel, thread, message, happening, at)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE answers (
        round_id INTEGER NOT NULL REFERENCES rounds (id),
        member TEXT NOT NULL,
        workspace TEXT NOT NULL,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        messages TEXT NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        PRIMARY KEY (round_id, member)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX answers_member ON answers (workspace, member)",
    """
    CREATE TABLE grades (
        id INTEGER PRIMARY KEY,
        round_id INTEGER NOT NULL REFERENCES rounds (id),
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        source TEXT NOT NULL,
        judgement TEXT NOT NULL,
        graded_by TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX grades_round ON grades (round_id)",
    "CREATE INDEX grades_member ON grades (workspace, member)",
)

_STANDINGS = (
    # units: the score in steps of 1e-12, because sums of integers do not depend on their order.
    """
    CREATE TABLE points (
        round_id INTEGER NOT NULL REFERENCES rounds (id),
        member TEXT NOT NULL,
        series_id INTEGER NOT NULL REFERENCES series (id),
        workspace TEXT NOT NULL,
        day TEXT NOT NULL,
        points INTEGER NOT NULL,
        score REAL,
        units INTEGER GENERATED ALWAYS AS (CAST(round(score * 1e12) AS INTEGER)) VIRTUAL,
        is_best INTEGER NOT NULL,
        PRIMARY KEY (round_id, member)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX points_series ON points (series_id, member, day)",
    "CREATE INDEX points_member ON points (workspace, member)",
    # scope: a series' id, or 0 for the whole workspace.
    """
    CREATE TABLE standings (
        workspace TEXT NOT NULL,
        scope INTEGER NOT NULL,
        period TEXT NOT NULL,
        member TEXT NOT NULL,
        points INTEGER NOT NULL,
        answered INTEGER NOT NULL,
        scored INTEGER NOT NULL,
        units INTEGER NOT NULL,
        PRIMARY KEY (workspace, scope, period, member)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE streaks (
        series_id INTEGER NOT NULL REFERENCES series (id),
        member TEXT NOT NULL,
        workspace TEXT NOT NULL,
        current INTEGER NOT NULL,
        longest INTEGER NOT NULL,
        answered INTEGER NOT NULL,
        freezes INTEGER NOT NULL,
        PRIMARY KEY (series_id, member)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX streaks_member ON streaks (workspace, member, current)",
)

_DELIVERIES = (
    # ready_at: when somebody may claim the row, be it because the claim of who tried before runs out; NULL while it
    # waits for another and once it is finished.
    """
    CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        workspace TEXT NOT NULL,
        platform TEXT NOT NULL,
        kind TEXT NOT NULL,
        channel TEXT NOT NULL,
        card TEXT NOT NULL,
        state TEXT NOT NULL,
        due_at TEXT NOT NULL,
        ready_at TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        series_id INTEGER REFERENCES series (id),
        round_id INTEGER REFERENCES rounds (id),
        after_id INTEGER REFERENCES deliveries (id) ON DELETE SET NULL,
        message TEXT,
        error TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX deliveries_ready ON deliveries (ready_at, platform) WHERE ready_at IS NOT NULL",
    "CREATE INDEX deliveries_overdue ON deliveries (due_at) WHERE state IN ('pending', 'sending')",
    "CREATE INDEX deliveries_after ON deliveries (after_id) WHERE after_id IS NOT NULL",
    "CREATE INDEX deliveries_round ON deliveries (round_id) WHERE round_id IS NOT NULL",
    """
    CREATE INDEX deliveries_cards ON deliveries (workspace, channel)
        WHERE kind = 'card' AND state IN ('pending', 'sending')
    """,
    "CREATE INDEX deliveries_direct ON deliveries (workspace, channel) WHERE kind = 'direct'",
)

_MEMBERS = (
    # folded: the name as it is compared and sorted, case ignored in every script.
    """
    CREATE TABLE members (
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        on_board INTEGER NOT NULL DEFAULT 1,
        PRIMARY KEY (workspace, member)
    ) STRICT, WITHOUT ROWID
    """,
    # member: a keyed hash of the id, see erasures.py.
    """
    CREATE TABLE erased (
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        salt BLOB NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, member)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE flags (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        ref TEXT NOT NULL,
        member TEXT NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        verdict TEXT,
        decided_by TEXT,
        decided_at TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX flags_open ON flags (workspace, ref, member) WHERE verdict IS NULL",
    "CREATE TABLE quarantine (workspace TEXT, ref TEXT, PRIMARY KEY (workspace, ref)) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE drills (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        question TEXT NOT NULL REFERENCES questions (hash),
        asked_at TEXT NOT NULL,
        finished_at TEXT,
        answer TEXT NOT NULL DEFAULT '',
        judgement TEXT
    ) STRICT
    """,
    "CREATE INDEX drills_member ON drills (workspace, member)",
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        action TEXT NOT NULL,
        detail TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
)

FIRST = (*_SERIES, *_QUESTIONS, *_ROUNDS, *_ANSWERS, *_STANDINGS, *_DELIVERIES, *_MEMBERS)
