"""When something was last written that figures are made of, as the step `add_last_writes` lets the database note it.

A transaction notes its own number, which never comes twice. Connections that write at once note it in different parts,
or each would stand in the way of all others.
"""

from adapters.storage.tables.writes import SHARED, WATCHED

_PARTS = 16
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
    rows = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    return tuple(
        f"""
        CREATE TRIGGER {table}_written_{event.lower()} AFTER {event} ON {table}
            REFERENCING {row} TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION {function}()
        """
        for event, row in rows
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
