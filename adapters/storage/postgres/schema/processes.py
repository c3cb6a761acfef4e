"""What several processes share, as the steps `add_processes`, `add_limits` and `add_leases` add it."""

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
#: As the step `add_leases` adds them: seconds since 1970 by the database's clock; NULL: claimed by an older version.
LEASES = (
    "ALTER TABLE deliveries ADD COLUMN leased_until BIGINT",
    "CREATE INDEX deliveries_leased ON deliveries (leased_until) WHERE state = 'sending'",
    "ALTER TABLE rounds ADD COLUMN leased_until BIGINT",
    "CREATE INDEX rounds_leased ON rounds (leased_until) WHERE state = 'open' AND leased_until IS NOT NULL",
)
