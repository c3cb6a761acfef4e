"""The views for people, as SQLite's store has them; they are described in docs/operating.md."""

VIEWS = (
    """
    CREATE VIEW named_rounds AS
    SELECT rounds.id AS round, rounds.workspace, series.name AS series, rounds.day, rounds.state,
        questions.ref AS question, CAST(questions.content AS json) ->> 'prompt' AS prompt,
        rounds.opened_at, rounds.closes_at, rounds.closed_at,
        CASE WHEN rounds.state = 'closed'
            THEN (SELECT count(*) FROM points WHERE points.round_id = rounds.id) END AS answers,
        CASE WHEN rounds.state = 'closed' THEN rounds.mean_score END AS mean_score,
        CASE WHEN rounds.state = 'closed' AND rounds.best_member IS NOT NULL
            THEN coalesce(members.name, 'somebody who left') END AS best_answer_by,
        rounds.note
    FROM rounds JOIN series ON series.id = rounds.series_id
        LEFT JOIN questions ON questions.hash = rounds.question
        LEFT JOIN members ON members.workspace = rounds.workspace AND members.member = rounds.best_member
    """,
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
    """
    CREATE VIEW named_standings AS
    SELECT standings.workspace, coalesce(series.name, '(all)') AS series, standings.period,
        rank() OVER (
            PARTITION BY standings.workspace, standings.scope, standings.period ORDER BY standings.points DESC
        ) AS rank,
        coalesce(members.name, 'somebody who left') AS name, standings.points, standings.answered,
        CASE WHEN standings.scored > 0 THEN standings.units / 1e12 / standings.scored END AS mean_score
    FROM standings LEFT JOIN series ON series.id = standings.scope
        LEFT JOIN members ON members.workspace = standings.workspace AND members.member = standings.member
    WHERE coalesce(members.on_board, 1) = 1 AND standings.member NOT IN
        (SELECT value FROM json_array_elements_text(CAST(series.settings AS json) -> 'excluded'))
    """,
)
