"""What statistics are added up from, as the steps `add_statistics` and `add_audiences` add it.

What was there before is carried over. The step `add_last_writes` notes when something of it was written last,
`add_sources_of_writes` what that was about, and `add_figure_indexes` lets it be read fast.
"""

from collections.abc import Iterator

from adapters.storage.tables.writes import NO_LONGER_WATCHED, SHARED, WATCHED

# met: of each key point of the question whether the answer has it, as "110"; empty: no grader looked. It follows from
# the grade that counts, like the points beside it.
_COLUMNS = (
    "ALTER TABLE questions ADD COLUMN topic TEXT NOT NULL DEFAULT ''",
    "UPDATE questions SET topic = coalesce(json_extract(content, '$.topics[0]'), '')",
    "ALTER TABLE points ADD COLUMN met TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE points ADD COLUMN is_quick INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE drills ADD COLUMN met TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE drills ADD COLUMN score REAL",
    "ALTER TABLE rounds ADD COLUMN first_answer_at TEXT",
    # published: of how many members with a score the reveal named the points.
    "ALTER TABLE rounds ADD COLUMN published INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE workspaces ADD COLUMN floor INTEGER NOT NULL DEFAULT 3",
    "ALTER TABLE workspaces ADD COLUMN people TEXT NOT NULL DEFAULT 'levels'",
)

_MET = """
    coalesce((SELECT group_concat(CASE WHEN json_extract(value, '$.finding') = 'covered' THEN '1' ELSE '0' END, '')
        FROM json_each({judgement}, '$.findings')), '')
"""

_CARRIED_OVER = (
    "CREATE INDEX grades_effective ON grades (round_id, member)",
    f"""
    UPDATE points SET met = coalesce((
        SELECT {_MET.format(judgement="grades.judgement")} FROM grades
        WHERE grades.round_id = points.round_id AND grades.member = points.member
        ORDER BY CASE source WHEN 'reviewer' THEN 2 WHEN 'peer' THEN 1 ELSE 0 END DESC, id DESC LIMIT 1
    ), '')
    """,  # noqa: S608 - constants of this module
    "DROP INDEX grades_effective",
    """
    UPDATE points SET is_quick = 1 WHERE EXISTS (
        SELECT 1 FROM answers
        WHERE answers.round_id = points.round_id AND answers.member = points.member AND answers.chosen IS NOT NULL
    )
    """,
    f"""
    UPDATE drills SET score = json_extract(judgement, '$.score'), met = {_MET.format(judgement="drills.judgement")}
    WHERE judgement IS NOT NULL
    """,  # noqa: S608 - constants of this module
    """
    UPDATE rounds SET first_answer_at = (
        SELECT min(answers.first_at) FROM answers JOIN points
            ON points.round_id = answers.round_id AND points.member = answers.member
        WHERE answers.round_id = rounds.id
    )
    WHERE state = 'closed'
    """,
    # As the series shows results now; how it was set up at each reveal nobody kept.
    """
    UPDATE rounds SET published = (
        SELECT CASE coalesce(json_extract(series.settings, '$.results'), 'all')
            WHEN 'none' THEN 0
            WHEN 'top' THEN min(3, (SELECT count(score) FROM points WHERE points.round_id = rounds.id))
            ELSE (
                SELECT count(points.score) FROM points JOIN members
                    ON members.workspace = points.workspace AND members.member = points.member AND members.on_board
                WHERE points.round_id = rounds.id
                    AND points.member NOT IN (SELECT value FROM json_each(series.settings, '$.excluded'))
            ) END
        FROM series WHERE series.id = rounds.series_id
    )
    WHERE state = 'closed'
    """,
)

_DEPARTED = (
    # What groups came to before one of them erased their data: else a figure from before, less the same one from
    # after, would be theirs. Nobody is named, and a group of fewer than three is never kept.
    """
    CREATE TABLE kept_groups (
        workspace TEXT NOT NULL,
        name TEXT NOT NULL,
        scored INTEGER NOT NULL,
        units INTEGER NOT NULL,
        scores INTEGER NOT NULL,
        lookers INTEGER NOT NULL,
        met INTEGER NOT NULL,
        looked INTEGER NOT NULL,
        PRIMARY KEY (workspace, name)
    ) STRICT, WITHOUT ROWID
    """,
    # Since when what a topic's people remember is without somebody who was among them.
    """
    CREATE TABLE departures (
        workspace TEXT NOT NULL,
        name TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (workspace, name)
    ) STRICT, WITHOUT ROWID
    """,
)

STATISTICS = (*_COLUMNS, *_CARRIED_OVER, *_DEPARTED)
AUDIENCES = (
    # people: without bots; NULL: the platform does not tell. Rounds that were over before have no row.
    """
    CREATE TABLE audiences (
        round_id INTEGER PRIMARY KEY REFERENCES rounds (id) ON DELETE CASCADE,
        workspace TEXT NOT NULL,
        people INTEGER
    ) STRICT
    """,
    "CREATE INDEX audiences_workspace ON audiences (workspace)",
)

_LAST_WRITES = """
    CREATE TABLE last_writes (
        workspace TEXT NOT NULL,
        part INTEGER NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (workspace, part)
    ) STRICT, WITHOUT ROWID
"""


#: What is written, and where the row is found that tells of it.
_EVENTS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def _trigger(table: str, event: str, workspace: str) -> str:
    # No number comes twice, also after a workspace was deleted and came back.
    return f"""
        CREATE TRIGGER {table}_written_{event.lower()} AFTER {event} ON {table} BEGIN
            INSERT INTO last_writes (workspace, part, number) VALUES ({workspace}, 0, random())
            ON CONFLICT (workspace, part) DO UPDATE SET number = excluded.number;
        END
    """  # noqa: S608 - constants of this module


def _triggers(table: str, *, is_shared: bool = False) -> tuple[str, ...]:
    return tuple(_trigger(table, event, "''" if is_shared else f"{row}.workspace") for event, row in _EVENTS)


LAST_WRITES = (
    _LAST_WRITES,
    *(statement for table in WATCHED for statement in _triggers(table)),
    *_triggers(SHARED, is_shared=True),
    # Of a workspace without a row nothing could be kept until something is written.
    "INSERT INTO last_writes (workspace, part, number) SELECT DISTINCT workspace, 0, 0 FROM series",
)

_SOURCES_OF_WRITES = """
    CREATE TABLE last_writes (
        workspace TEXT NOT NULL,
        source TEXT NOT NULL,
        about TEXT NOT NULL,
        part INTEGER NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (workspace, source, about, part)
    ) STRICT, WITHOUT ROWID
"""
_OF_ROUND = "{row}.series_id || ':' || {row}.day"
# The Monday of a week is six days before its Sunday.
_OF_WEEK = "coalesce(date(substr({row}.finished_at, 1, 10), 'weekday 0', '-6 days'), '')"
#: What the writes to a table are about; a round that was deleted with its audience notes that itself.
_ABOUT = {
    "rounds": _OF_ROUND,
    "points": _OF_ROUND,
    "audiences": "coalesce((SELECT series_id || ':' || day FROM rounds WHERE id = {row}.round_id), '')",
    "drills": _OF_WEEK,
    "memories": "{row}.ref",
}


def _noting(table: str, source: str, event: str, row: str) -> str:
    workspace = "''" if table == SHARED else f"{row}.workspace"
    about = _ABOUT.get(table, "''").format(row=row)
    return f"""
        CREATE TRIGGER {table}_written_{event.lower()} AFTER {event} ON {table} BEGIN
            INSERT INTO last_writes (workspace, source, about, part, number)
            VALUES ({workspace}, '{source}', {about}, 0, random())
            ON CONFLICT (workspace, source, about, part) DO UPDATE SET number = excluded.number;
        END
    """  # noqa: S608 - constants of this module


def _renoted(table: str, source: str) -> Iterator[str]:
    for event, row in _EVENTS:
        yield f"DROP TRIGGER {table}_written_{event.lower()}"
        yield _noting(table, source, event, row)


#: What is there already is found by what was written last.
WRITTEN_SO_FAR = tuple(
    f"""
    INSERT INTO last_writes (workspace, source, about, part, number)
    SELECT DISTINCT workspace, '{table}', {_ABOUT.get(table, "''").format(row=table)}, 0, 0 FROM {table}
    """  # noqa: S608 - constants of this module
    for table in ("series", "rounds", "drills", "memories")
)
SOURCES_OF_WRITES = (
    "DROP TABLE last_writes",
    *(f"DROP TRIGGER IF EXISTS {NO_LONGER_WATCHED}_written_{event.lower()}" for event, _ in _EVENTS),
    _SOURCES_OF_WRITES,
    *(statement for table, source in {**WATCHED, SHARED: SHARED}.items() for statement in _renoted(table, source)),
    *WRITTEN_SO_FAR,
)

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
