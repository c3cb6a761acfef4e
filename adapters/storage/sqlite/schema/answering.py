"""What answering within a day's work needs, as the steps that name these add it."""

QUICK_ANSWERS = (
    # What asked before asks for words; managers of series that stood before are told what there is now.
    "ALTER TABLE rounds ADD COLUMN form TEXT NOT NULL DEFAULT 'text'",
    "UPDATE series SET is_upgraded = 1",
    # chosen: the places of the choices in their question, as JSON.
    "ALTER TABLE answers ADD COLUMN chosen TEXT",
    """
    ALTER TABLE answers ADD COLUMN kind TEXT
        GENERATED ALWAYS AS (CASE WHEN chosen IS NULL THEN 'words' ELSE 'choice' END) VIRTUAL
    """,
    "DROP VIEW named_answers",
    """
    CREATE VIEW named_answers AS
    SELECT rounds.id AS round, rounds.workspace, series.name AS series, rounds.day, questions.ref AS question,
        coalesce(members.name, 'somebody who left') AS name, answers.kind, answers.text, answers.first_at,
        answers.last_at, points.score, points.points, points.is_best
    FROM answers JOIN rounds ON rounds.id = answers.round_id AND rounds.state = 'closed'
        JOIN series ON series.id = rounds.series_id
        LEFT JOIN questions ON questions.hash = rounds.question
        LEFT JOIN points ON points.round_id = answers.round_id AND points.member = answers.member
        LEFT JOIN members ON members.workspace = answers.workspace AND members.member = answers.member
    """,
)

PRIVATE_REMINDERS = (
    "DROP INDEX deliveries_direct",
    """
    CREATE INDEX deliveries_private ON deliveries (workspace, channel)
        WHERE kind IN ('direct', 'private_reminder')
    """,
)
