"""Questions that were revealed, as they are looked for; the step `add_past_questions` makes their full-text index."""

#: Columns in which words are found.
SEARCHED = ("title", "prompt", "answer", "topics")

#: What is closed and not yet revealed is left out wherever questions are looked for.
UNSENT_REVEALS = """
    CREATE INDEX deliveries_unrevealed ON deliveries (workspace, round_id)
        WHERE kind = 'reveal' AND state NOT IN ('sent', 'failed')
"""

PAST = (
    """
    CREATE TABLE past (
        round_id INTEGER PRIMARY KEY REFERENCES rounds (id),
        series_id INTEGER NOT NULL REFERENCES series (id),
        workspace TEXT NOT NULL,
        day TEXT NOT NULL,
        title TEXT NOT NULL,
        prompt TEXT NOT NULL,
        answer TEXT NOT NULL,
        topics TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX past_series ON past (series_id, day)",
    """
    INSERT INTO past (round_id, series_id, workspace, day, title, prompt, answer, topics)
        SELECT rounds.id, series_id, workspace, day, coalesce(json_extract(content, '$.title'), ''),
            json_extract(content, '$.prompt'), json_extract(content, '$.model_answer'),
            coalesce((SELECT group_concat(value, ' ') FROM json_each(content, '$.topics')), '')
        FROM rounds JOIN questions ON questions.hash = rounds.question WHERE state = 'closed'
    """,
)
