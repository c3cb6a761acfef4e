"""Points and what they add up to."""

STANDINGS = (
    """
    CREATE TABLE points (
        round_id BIGINT NOT NULL REFERENCES rounds (id),
        member TEXT NOT NULL,
        series_id BIGINT NOT NULL REFERENCES series (id),
        workspace TEXT NOT NULL,
        day TEXT NOT NULL,
        points BIGINT NOT NULL,
        score DOUBLE PRECISION,
        units BIGINT GENERATED ALWAYS AS (CAST(floor(score * 1e12 + 0.5) AS BIGINT)) STORED,
        is_best BIGINT NOT NULL,
        met TEXT NOT NULL DEFAULT '',
        is_quick BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (round_id, member)
    )
    """,
    "CREATE INDEX points_series ON points (series_id, member, day)",
    "CREATE INDEX points_member ON points (workspace, member)",
    """
    CREATE TABLE standings (
        workspace TEXT NOT NULL,
        scope BIGINT NOT NULL,
        period TEXT NOT NULL,
        member TEXT NOT NULL,
        points BIGINT NOT NULL,
        answered BIGINT NOT NULL,
        scored BIGINT NOT NULL,
        units BIGINT NOT NULL,
        PRIMARY KEY (workspace, scope, period, member)
    )
    """,
    """
    CREATE TABLE streaks (
        series_id BIGINT NOT NULL REFERENCES series (id),
        member TEXT NOT NULL,
        workspace TEXT NOT NULL,
        current BIGINT NOT NULL,
        longest BIGINT NOT NULL,
        answered BIGINT NOT NULL,
        freezes BIGINT NOT NULL,
        PRIMARY KEY (series_id, member)
    )
    """,
    "CREATE INDEX streaks_member ON streaks (workspace, member, current)",
    """
    CREATE TABLE drill_points (
        series_id BIGINT NOT NULL REFERENCES series (id),
        member TEXT NOT NULL,
        day TEXT NOT NULL,
        ref TEXT NOT NULL,
        workspace TEXT NOT NULL,
        points BIGINT NOT NULL,
        PRIMARY KEY (series_id, member, day, ref)
    )
    """,
    "CREATE INDEX drill_points_member ON drill_points (workspace, member)",
    """
    CREATE TABLE kept_groups (
        workspace TEXT NOT NULL,
        name TEXT NOT NULL,
        scored BIGINT NOT NULL,
        units BIGINT NOT NULL,
        scores BIGINT NOT NULL,
        lookers BIGINT NOT NULL,
        met BIGINT NOT NULL,
        looked BIGINT NOT NULL,
        PRIMARY KEY (workspace, name)
    )
    """,
    """
    CREATE TABLE departures (
        workspace TEXT NOT NULL,
        name TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, name)
    )
    """,
)
