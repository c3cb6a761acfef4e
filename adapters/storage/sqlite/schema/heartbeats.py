"""Signs of life of the processes that run, as the step `add_heartbeats` adds them, and what was added."""

# beat_at: seconds since 1970 by this machine's own clock, which who looks at them goes by, too.
HEARTBEATS = """
    CREATE TABLE heartbeats (
        process TEXT PRIMARY KEY,
        beat_at INTEGER NOT NULL
    ) STRICT
"""
# As the step `add_processes` adds it.
ROLES = "ALTER TABLE heartbeats ADD COLUMN role TEXT NOT NULL DEFAULT ''"
# As the step `add_limits` adds them: instants are seconds since 1970 by the database's clock.
LIMITS = (
    "CREATE TABLE turns (place TEXT PRIMARY KEY, free_at REAL NOT NULL) STRICT",
    "CREATE INDEX turns_free ON turns (free_at)",
    "CREATE TABLE seen_requests (request TEXT PRIMARY KEY, status INTEGER NOT NULL, until REAL NOT NULL) STRICT",
    "CREATE INDEX seen_requests_until ON seen_requests (until)",
)
