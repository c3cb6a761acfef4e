"""What several processes share, as the steps `add_processes` and those after it add it."""

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
_IN_TEN_MINUTES = "CAST(extract(epoch FROM now()) AS BIGINT) + 600"
#: As the step `add_leases` adds them: seconds since 1970 by the database's clock; NULL: nobody has claimed it.
LEASES = (
    "ALTER TABLE deliveries ADD COLUMN leased_until BIGINT",
    "CREATE INDEX deliveries_leased ON deliveries (leased_until) WHERE state = 'sending'",
    "ALTER TABLE rounds ADD COLUMN leased_until BIGINT",
    "CREATE INDEX rounds_leased ON rounds (leased_until) WHERE state = 'open' AND leased_until IS NOT NULL",
    # Whoever claimed it may be gone and still be connected, as far as the server knows: nothing else would end that.
    f"UPDATE deliveries SET leased_until = {_IN_TEN_MINUTES} WHERE state = 'sending'",  # noqa: S608 - a constant
    f"UPDATE rounds SET leased_until = {_IN_TEN_MINUTES} WHERE state = 'open' AND claimed_by <> ''",  # noqa: S608 - as above
)
#: As the step `add_leases_of_retries` adds them: what is to be tried again is leased, too. What was put off
#: before goes by its instant alone.
LEASES_OF_RETRIES = (
    "UPDATE deliveries SET claimed_by = '', leased_until = NULL WHERE state IN ('pending', 'waiting')",
    "DROP INDEX deliveries_leased",
    """
    CREATE INDEX deliveries_leased ON deliveries (leased_until)
        WHERE ready_at IS NOT NULL AND leased_until IS NOT NULL
    """,
)
#: As the step `add_errors_of_closes` adds them.
ERRORS_OF_CLOSES = ("ALTER TABLE rounds ADD COLUMN unclosed TEXT NOT NULL DEFAULT ''",)
