"""The database at its address: bringing its tables up to date, and refusing what is not Askaday's."""

import time
from collections.abc import Sequence

from pydantic import SecretStr

from adapters.storage.postgres.schema.steps import APPLIED, known_steps, pending, statements_of
from adapters.storage.postgres.server.connection import NAME, Raw
from bot.config.address import ServerAddress
from bot.errors import StoreError

#: Held while the tables are brought up to date, of several processes that start at once by one, and while an operator
#: moves or replaces all that is in them.
UPGRADING = 4_127_510
#: The first server that has all that is asked of it, and the first that ends sessions which have fallen silent.
_OLDEST, _ENDS_SILENCE = 13, 14
#: What the connection is called that looks whether a copy may be brought back.
RESTORING = "restore"
#: Counts who uses a database.
USERS = f"""
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND application_name LIKE '{NAME}%' AND application_name <> '{NAME}{RESTORING}'
"""  # noqa: S608 - constants
#: Seconds within which the server has noticed that a connection has ended, and between two looks.
_NOTICED, _LOOK = 2.0, 0.05
#: The table that is there while a database is being filled, and names where that comes from.
FILLING = "askaday_moving"
# Of names that it has looked up a session of PostgreSQL may recall that they were none, until its transaction ends.
_IS_FILLED = f"""
    SELECT 1 FROM pg_class WHERE relname = '{FILLING}' AND relnamespace = current_schema()::regnamespace
"""  # noqa: S608 - a constant
_APPLIED = "SELECT name FROM askaday_steps"
_OTHERS = """
    SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND relkind IN ('r', 'p', 'v')
"""


def shown(url: str) -> str:
    """Give an address as it may be shown: without user, password and options."""
    return str(ServerAddress(SecretStr(url)))


def bring_up_to_date(connection: Raw, place: str, *, read_only: bool = False, is_filled: bool = False) -> bool:
    """Make the tables, or change them to what this version needs; say whether there were none.

    `is_filled` says that it is `askaday migrate` that asks, which fills it.

    Raises:
        StoreError: the database belongs to another program or a newer version, is not in UTF-8, or its server is too
            old; nothing changed.
    """
    _refuse_version(connection, place)
    _refuse_encoding(connection, place)
    if not is_filled:
        _refuse_half_filled(connection, place)
    if read_only:
        applied = applied_steps(connection, place)
        if applied is None:
            raise StoreError(f"The database {place} has no tables yet.", hint="`askaday run` makes them.")
        if pending(applied):
            hint = "Start Askaday once to bring it up."
            raise StoreError(f"The database {place} is from an older version.", hint=hint)
        return False
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)" % UPGRADING)  # noqa: UP031 - a constant
        if not is_filled:
            # It may have begun and been given up while this waited.
            _refuse_half_filled(connection, place)
        applied = applied_steps(connection, place)
        if applied is None:
            connection.execute(APPLIED)
        for step in pending(applied or frozenset()):
            for statement in statements_of(step):
                connection.execute(statement.encode())
            for name in step.names:
                connection.execute(b"INSERT INTO askaday_steps (name) VALUES ($1)", (name,))
    return applied is None


def applied_steps(connection: Raw, place: str) -> frozenset[str] | None:
    """Give the steps that a database has been through; None: it is empty.

    Raises:
        StoreError: it belongs to another program, or a newer version.
    """
    there = connection.execute("SELECT to_regclass('askaday_steps')").fetchone()
    if there is None or there[0] is None:
        others = connection.execute(_OTHERS).fetchone()
        if others is not None and others[0]:
            raise StoreError(f"The database {place} belongs to another program.", hint="Name another database.")
        return None
    applied = frozenset(str(row[0]) for row in connection.execute(_APPLIED))
    if applied - known_steps():
        raise StoreError(f"The database {place} is from a newer version of Askaday.", hint="Install that version.")
    return applied


def coming_steps(connection: Raw, place: str) -> Sequence[str]:
    """Say what this version will do to a database, a sentence a step; nothing of one that is up to date.

    Raises:
        StoreError: it belongs to another program, or a newer version.
    """
    applied = applied_steps(connection, place)
    return [] if applied is None else [step.about for step in pending(applied)]


def is_used(connection: Raw) -> bool:
    """Say whether somebody else uses a database; who has just ended does no more."""
    until = time.monotonic() + _NOTICED
    while [count for (count,) in connection.execute(USERS.encode()) if count]:
        if time.monotonic() > until:
            return True
        time.sleep(_LOOK)
    return False


def shortcoming(connection: Raw) -> str:
    """Say what the server does not do for want of a newer version; empty: nothing."""
    major = connection.info.server_version // 10_000
    if major >= _ENDS_SILENCE:
        return ""
    said = f"PostgreSQL {major} does not end the session of a process that hangs or is suspended"
    return f"{said}: no other takes its connection over before it wakes or ends. Version {_ENDS_SILENCE} does."


def _refuse_version(connection: Raw, place: str) -> None:
    major = connection.info.server_version // 10_000
    if major < _OLDEST:
        hint = f"Upgrade the server to version {_OLDEST} or later."
        raise StoreError(f"The database {place} is on PostgreSQL {major}, which is too old.", hint=hint)


def _refuse_half_filled(connection: Raw, place: str) -> None:
    if connection.execute(_IS_FILLED.encode()).fetchone():
        hint = "Run `askaday migrate` again: it goes on where it was interrupted."
        raise StoreError(f"The database {place} is being filled by a migration.", hint=hint)


def _refuse_encoding(connection: Raw, place: str) -> None:
    if connection.info.parameter_status("server_encoding") != "UTF8":
        hint = "Create it with `createdb --encoding=UTF8`."
        raise StoreError(f"The database {place} is not in UTF-8, and cannot keep every text.", hint=hint)
