"""Questions that were revealed, as they are looked for: by the stems of all their words, as SQLite's index has it."""

#: What stands between words: with it in the text, PostgreSQL would find addresses, paths and compounds in it.
_SIGNS = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~"
_BLANKS = " " * (len(_SIGNS) - 1)  # the apostrophe stands there twice, as SQL wants it

SEARCHING = (
    # English stems, as `porter` gives them, and no words that are too common to be looked for.
    "CREATE TEXT SEARCH DICTIONARY askaday_stems (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION askaday (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION askaday
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH askaday_stems
    """,
    f"""
    CREATE TABLE past (
        round_id BIGINT PRIMARY KEY REFERENCES rounds (id),
        series_id BIGINT NOT NULL REFERENCES series (id),
        workspace TEXT NOT NULL,
        day TEXT NOT NULL,
        title TEXT NOT NULL,
        prompt TEXT NOT NULL,
        answer TEXT NOT NULL,
        topics TEXT NOT NULL,
        searched TSVECTOR GENERATED ALWAYS AS (to_tsvector(
            'askaday', translate(title || ' ' || prompt || ' ' || answer || ' ' || topics, '{_SIGNS}', '{_BLANKS}')
        )) STORED
    )
    """,
    "CREATE INDEX past_series ON past (series_id, day)",
    "CREATE INDEX past_words ON past USING gin (searched)",
)
