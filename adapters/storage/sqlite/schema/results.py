"""What series show of results, and what members think of questions, as the step `add_results_and_feedback` adds it."""

RESULTS_AND_FEEDBACK = (
    # Which series are older is known now and never again: what they show stays, and their managers are told.
    "ALTER TABLE rounds ADD COLUMN is_sealed INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE rounds SET is_sealed = 1 WHERE series_id IN
        (SELECT id FROM series WHERE json_extract(settings, '$.answer_mode') = 'sealed')
    """,
    "UPDATE series SET settings = json_set(settings, '$.results', NULL)",
    "ALTER TABLE series ADD COLUMN is_upgraded INTEGER NOT NULL DEFAULT 0",
    "UPDATE series SET is_upgraded = 1",
    "CREATE INDEX series_upgraded ON series (id) WHERE is_upgraded",
    """
    CREATE TABLE feedback (
        round_id INTEGER NOT NULL REFERENCES rounds (id),
        member TEXT NOT NULL,
        workspace TEXT NOT NULL,
        is_good INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round_id, member)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX feedback_member ON feedback (workspace, member)",
)
