"""What SQLite keeps in files beside the database: words of `askaday claim`, and how often a model was called."""

BESIDE = (
    """
    CREATE TABLE appointing_words (
        workspace TEXT PRIMARY KEY,
        digest TEXT NOT NULL,
        until TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE calls (
        day TEXT PRIMARY KEY,
        made BIGINT NOT NULL
    )
    """,
)
