"""Indexes that what figures are made of is read from, as the step `add_figure_indexes` adds them."""

#: Judgements are long, and stand in their rows before what figures are made of: those are read from indexes.
FIGURE_INDEXES = (
    "CREATE INDEX drills_figures ON drills (workspace, member, question, finished_at, score, met)",
    "CREATE INDEX grades_reviewed ON grades (workspace, round_id, member) WHERE source = 'reviewer'",
    # It finds the grades of a round, too.
    "CREATE INDEX grades_answer ON grades (round_id, member)",
    "DROP INDEX grades_round",
    "CREATE INDEX memories_figures ON memories (workspace, ref, member, due_at, last_review)",
    "CREATE INDEX feedback_at ON feedback (workspace, at, is_good)",
)
