"""What several processes share, as the steps `add_processes` and `add_limits` add it."""

PROCESSES = (
    "ALTER TABLE inbox ADD COLUMN claimed_by TEXT NOT NULL DEFAULT ''",
    # Seconds since 1970 by the database's clock.
    "ALTER TABLE inbox ADD COLUMN claimed_until BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE heartbeats ADD COLUMN role TEXT NOT NULL DEFAULT ''",
)
#: As the step `add_limits` adds them: instants are seconds since 1970 by the database's clock.
LIMITS = (
    """
    CREATE TABLE turns (
        place TEXT PRIMARY KEY,
        free_at DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX turns_free ON turns (free_at)",
    """
    CREATE TABLE seen_requests (
        request TEXT PRIMARY KEY,
        status BIGINT NOT NULL,
        until DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX seen_requests_until ON seen_requests (until)",
)
