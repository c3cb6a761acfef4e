"""What several processes share, as the step `add_processes` adds it."""

PROCESSES = (
    "ALTER TABLE inbox ADD COLUMN claimed_by TEXT NOT NULL DEFAULT ''",
    # Seconds since 1970 by the database's clock.
    "ALTER TABLE inbox ADD COLUMN claimed_until BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE heartbeats ADD COLUMN role TEXT NOT NULL DEFAULT ''",
)
