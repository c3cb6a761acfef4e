"""Looking for damage, without writing."""

import sqlite3
from collections.abc import Sequence
from typing import cast

from adapters.storage.sqlite.sums import differing
from adapters.storage.sqlite.transaction import SqliteTransaction
from bot.ports.store import Transaction


def damage(transaction: Transaction) -> Sequence[str]:
    """Give what is wrong with the file, its references and its derived sums, a sentence each."""
    connection = cast("SqliteTransaction", transaction).connection
    try:
        found = [*broken_pages(connection), *_broken_references(connection), *_wrong_sums(connection)]
    except sqlite3.DatabaseError as error:
        # Damage where the checks themselves read.
        return [f"The database cannot be read: {error}."]
    return found


def broken_pages(connection: sqlite3.Connection) -> Sequence[str]:
    """Give what SQLite itself finds wrong with the file."""
    rows = connection.execute("PRAGMA integrity_check").fetchall()
    return [f"The file is damaged: {row[0]}." for row in rows if row[0] != "ok"]


def _broken_references(connection: sqlite3.Connection) -> Sequence[str]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"A row of {row[0]} refers to a row of {row[2]} that is not there." for row in rows]


def _wrong_sums(connection: sqlite3.Connection) -> Sequence[str]:
    count = differing(connection)
    return [f"{count} sums of leaderboards are not what the points add up to."] if count else []
