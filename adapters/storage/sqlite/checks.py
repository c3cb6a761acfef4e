"""Looking for damage, without writing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from adapters.storage.sqlite.file.connection import SqliteConnection
from adapters.storage.sqlite.file.errors import UNREADABLE
from adapters.storage.sqlite.file.pages import broken_pages
from adapters.storage.tables.sums import differing
from bot.ports.store import Transaction

if TYPE_CHECKING:
    from adapters.storage.tables.transaction import SqlTransaction

_RESTORE = "Bring back a backup with `askaday restore FILE`."
_REBUILD = "Stop Askaday; `askaday doctor --rebuild` adds them up anew."


def damage(transaction: Transaction) -> Sequence[str]:
    """Give what is wrong with the file, its references and its derived sums, and what to do about each."""
    connection = cast("SqlTransaction[SqliteConnection]", transaction).connection
    try:
        beyond_repair = [*broken_pages(connection), *_broken_references(connection)]
        return [*(f"{found} {_RESTORE}" for found in beyond_repair), *_wrong_sums(connection)]
    except UNREADABLE as error:
        # Damage where the checks themselves read.
        return [f"The database cannot be read: {error}. {_RESTORE}"]


def _broken_references(connection: SqliteConnection) -> Sequence[str]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"A row of {row[0]} refers to a row of {row[2]} that is not there." for row in rows]


def _wrong_sums(connection: SqliteConnection) -> Sequence[str]:
    count = differing(connection)
    return [f"{count} sums of leaderboards are not what the points add up to. {_REBUILD}"] if count else []
