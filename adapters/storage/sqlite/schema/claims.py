"""What members say against grades, as the step `add_claims` creates it; disputes of older versions are carried over."""

CLAIMS = (
    # point: the key point's text; empty: the whole grade is doubted. sentence: the words that are claimed to say it,
    # which once accepted are another wording of the point. AUTOINCREMENT: buttons and the keys of messages name claims
    # by their numbers, so that none is given again when its claim was erased.
    """
    CREATE TABLE claims (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        member TEXT NOT NULL,
        at TEXT NOT NULL,
        ref TEXT NOT NULL,
        series_id INTEGER REFERENCES series (id),
        round_id INTEGER REFERENCES rounds (id),
        drill_id INTEGER REFERENCES drills (id),
        point TEXT NOT NULL DEFAULT '',
        sentence TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        accepted INTEGER,
        decision TEXT NOT NULL DEFAULT '',
        decided_by TEXT NOT NULL DEFAULT '',
        decided_at TEXT
    ) STRICT
    """,
    # They keep their numbers, by which messages to members are known.
    """
    INSERT INTO claims (id, workspace, member, at, ref, series_id, round_id, reason, decision, decided_by, decided_at)
    SELECT disputes.id, disputes.workspace, disputes.member, disputes.at, coalesce(questions.ref, ''),
        rounds.series_id, rounds.id, disputes.reason, coalesce(disputes.decision, ''),
        coalesce(disputes.decided_by, ''), disputes.decided_at
    FROM disputes JOIN rounds ON rounds.id = disputes.round_id LEFT JOIN questions ON questions.hash = rounds.question
    """,
    "DROP TABLE disputes",
    """
    CREATE UNIQUE INDEX claims_point ON claims (coalesce(round_id, 0), coalesce(drill_id, 0), member, point)
        WHERE point <> ''
    """,
    "CREATE UNIQUE INDEX claims_whole ON claims (round_id, member) WHERE point = '' AND decided_at IS NULL",
    "CREATE INDEX claims_waiting ON claims (workspace, id) WHERE decided_at IS NULL",
    "CREATE INDEX claims_member ON claims (workspace, member)",
    "CREATE INDEX claims_round ON claims (round_id) WHERE round_id IS NOT NULL",
    "CREATE INDEX claims_drill ON claims (drill_id) WHERE drill_id IS NOT NULL",
)
