"""Signs of life of the running process, as the step `add_heartbeats` adds them."""

# beat_at: seconds since 1970 by this machine's own clock, which who looks at them goes by, too.
HEARTBEATS = """
    CREATE TABLE heartbeats (
        process TEXT PRIMARY KEY,
        beat_at INTEGER NOT NULL
    ) STRICT
"""
