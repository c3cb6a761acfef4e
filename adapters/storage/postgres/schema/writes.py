"""What was last written that figures are made of, as `add_last_writes` and `add_sources_of_writes` let it be noted.

A transaction notes its own number, which never comes twice. Connections that write at once note it in different parts,
or each would stand in the way of all others.
"""

from adapters.storage.tables.writes import NO_LONGER_WATCHED, SHARED, WATCHED

_PARTS = 16
_EVENTS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
_TABLE = """
    CREATE TABLE last_writes (
        workspace TEXT NOT NULL,
        part BIGINT NOT NULL,
        number BIGINT NOT NULL,
        PRIMARY KEY (workspace, part)
    )
"""


def _function(name: str, workspaces: str) -> str:
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO last_writes (workspace, part, number)
            SELECT workspace, pg_backend_pid() % {_PARTS}, CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)
            FROM ({workspaces}) AS those
            ON CONFLICT (workspace, part) DO UPDATE SET number = excluded.number
                WHERE last_writes.number <> excluded.number;
            RETURN NULL;
        END $$
    """  # noqa: S608 - constants of this module


def _triggers(table: str, function: str) -> tuple[str, ...]:
    return tuple(
        f"""
        CREATE TRIGGER {table}_written_{event.lower()} AFTER {event} ON {table}
            REFERENCING {row} TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION {function}()
        """
        for event, row in _EVENTS
    )


LAST_WRITES = (
    _TABLE,
    _function("askaday_written", "SELECT DISTINCT workspace FROM written"),
    _function("askaday_shared_written", "SELECT '' AS workspace WHERE EXISTS (SELECT 1 FROM written)"),
    *(statement for table in WATCHED for statement in _triggers(table, "askaday_written")),
    *_triggers(SHARED, "askaday_shared_written"),
    # Of a workspace without a row nothing could be kept until something is written.
    "INSERT INTO last_writes (workspace, part, number) SELECT DISTINCT workspace, 0, 0 FROM series",
)

_SOURCES_OF_WRITES = """
    CREATE TABLE last_writes (
        workspace TEXT NOT NULL,
        source TEXT NOT NULL,
        about TEXT NOT NULL,
        part BIGINT NOT NULL,
        number BIGINT NOT NULL,
        PRIMARY KEY (workspace, source, about, part)
    )
"""
_OF_ROUND = "series_id || ':' || day"
#: What the writes to a table are about; a round that was deleted with its audience notes that itself.
_ABOUT = {
    "rounds": _OF_ROUND,
    "points": _OF_ROUND,
    "audiences": "coalesce((SELECT series_id || ':' || day FROM rounds WHERE rounds.id = round_id), '')",
    "drills": "coalesce(to_char(date_trunc('week', CAST(substr(finished_at, 1, 10) AS DATE)), 'YYYY-MM-DD'), '')",
    "memories": "ref",
}


def _noting(table: str, source: str) -> str:
    workspace = "''" if table == SHARED else "workspace"
    # In one order, so that none of two transactions waits for the other.
    return f"""
        CREATE FUNCTION askaday_noted_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO last_writes (workspace, source, about, part, number)
            SELECT workspace, '{source}', about, pg_backend_pid() % {_PARTS},
                CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)
            FROM (SELECT DISTINCT {workspace} AS workspace, {_ABOUT.get(table, "''")} AS about FROM written) AS those
            ORDER BY workspace, about
            ON CONFLICT (workspace, source, about, part) DO UPDATE SET number = excluded.number
                WHERE last_writes.number <> excluded.number;
            RETURN NULL;
        END $$
    """  # noqa: S608 - constants of this module


def _dropped(table: str) -> tuple[str, ...]:
    return tuple(f"DROP TRIGGER IF EXISTS {table}_written_{event.lower()} ON {table}" for event, _ in _EVENTS)


def _renoted(table: str, source: str) -> tuple[str, ...]:
    return (*_dropped(table), _noting(table, source), *_triggers(table, f"askaday_noted_{table}"))


SOURCES_OF_WRITES = (
    "DROP TABLE last_writes",
    *_dropped(NO_LONGER_WATCHED),
    _SOURCES_OF_WRITES,
    *(statement for table, source in {**WATCHED, SHARED: SHARED}.items() for statement in _renoted(table, source)),
    "DROP FUNCTION askaday_written()",
    "DROP FUNCTION askaday_shared_written()",
    # What is there already is found by what was written last.
    *(
        f"""
        INSERT INTO last_writes (workspace, source, about, part, number)
        SELECT DISTINCT workspace, '{table}', {_ABOUT.get(table, "''")}, 0, 0 FROM {table}
        """  # noqa: S608 - constants of this module
        for table in ("series", "rounds", "drills", "memories")
    ),
)
