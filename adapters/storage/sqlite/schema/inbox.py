"""The tables of what chat platforms need, as the step `add_inbox_and_disputes` creates them, and what was added."""

INBOX = (
    """
    CREATE TABLE inbox (
        id INTEGER PRIMARY KEY,
        workspace TEXT NOT NULL,
        event TEXT NOT NULL,
        platform TEXT NOT NULL,
        body TEXT NOT NULL,
        received_at TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'pending',
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT NOT NULL DEFAULT '',
        UNIQUE (workspace, event)
    ) STRICT
    """,
    "CREATE INDEX inbox_pending ON inbox (platform, id) WHERE state = 'pending'",
    "CREATE INDEX inbox_done ON inbox (received_at) WHERE state = 'done'",
    "CREATE INDEX inbox_failed ON inbox (received_at) WHERE state = 'failed'",
)
# As the step `add_processes` adds them; claimed_until: seconds since 1970 by the database's clock.
CLAIMS_OF_EVENTS = (
    "ALTER TABLE inbox ADD COLUMN claimed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE inbox ADD COLUMN claimed_until INTEGER NOT NULL DEFAULT 0",
)
# As the step `add_leases` adds them: seconds since 1970 by the database's clock; NULL: nobody has claimed it since, and
# what a process claimed before is let go as the next one starts.
LEASES = (
    "ALTER TABLE deliveries ADD COLUMN leased_until INTEGER",
    "CREATE INDEX deliveries_leased ON deliveries (leased_until) WHERE state = 'sending'",
    "ALTER TABLE rounds ADD COLUMN leased_until INTEGER",
    "CREATE INDEX rounds_leased ON rounds (leased_until) WHERE state = 'open' AND leased_until IS NOT NULL",
)
# As the step `add_leases_of_retries` adds them: what is to be tried again is leased, too. What was put off
# before goes by its instant alone.
LEASES_OF_RETRIES = (
    "UPDATE deliveries SET claimed_by = '', leased_until = NULL WHERE state IN ('pending', 'waiting')",
    "DROP INDEX deliveries_leased",
    """
    CREATE INDEX deliveries_leased ON deliveries (leased_until)
        WHERE ready_at IS NOT NULL AND leased_until IS NOT NULL
    """,
)
DISPUTES = (
    """
    CREATE TABLE disputes (
        id INTEGER PRIMARY KEY,
        round_id INTEGER NOT NULL REFERENCES rounds (id),
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL,
        decision TEXT,
        decided_by TEXT,
        decided_at TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX disputes_open ON disputes (round_id, member) WHERE decided_at IS NULL",
    "CREATE INDEX disputes_round ON disputes (round_id)",
    "CREATE INDEX disputes_member ON disputes (workspace, member)",
)
