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
