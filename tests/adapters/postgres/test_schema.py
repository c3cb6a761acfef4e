"""Both stores hold the same: a step that is added to one alone shows here."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from adapters.storage.postgres.schema import steps as of_postgres
from adapters.storage.sqlite.file.connection import MEMORY, open_database
from adapters.storage.sqlite.schema import steps as of_sqlite
from tests.servers.postgres import new_database

Found = dict[str, Any]

#: What SQLite keeps in files beside the database, and which steps were made.
ONLY_POSTGRES = {"appointing_words", "calls", "askaday_steps"}
KINDS = {"INTEGER": "bigint", "TEXT": "text", "REAL": "double precision", "BLOB": "bytea"}
#: Snapshots have a number where SQLite has its rowid; the index of words is a table of SQLite's own.
OWN_COLUMNS = {("questions", "number"), ("past", "searched")}
OWN_INDEXES = {"past_words"}
_COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable = 'NO', coalesce(is_generated = 'ALWAYS', false)
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2
"""
_KEYS = """
    SELECT relation.relname, kind.contype, target.relname, kind.confdeltype, array(
        SELECT attname FROM unnest(kind.conkey) WITH ORDINALITY AS place (number, at)
            JOIN pg_attribute ON attrelid = kind.conrelid AND attnum = place.number ORDER BY place.at
    )
    FROM pg_constraint AS kind JOIN pg_class AS relation ON relation.oid = kind.conrelid
        LEFT JOIN pg_class AS target ON target.oid = kind.confrelid
    WHERE kind.contype IN ('p', 'u', 'f') AND kind.connamespace = 'public'::regnamespace
"""
_INDEXES = """
    SELECT indexname, indexdef LIKE 'CREATE UNIQUE%', tablename FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key'
"""


@pytest.fixture
def sqlite() -> Iterator[sqlite3.Connection]:
    with closing(open_database(MEMORY, read_only=False, busy_timeout=timedelta(0))) as made:
        yield made


@pytest.fixture
def postgres() -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    with new_database() as url, psycopg.connect(url) as made:
        yield made


def tables(database: sqlite3.Connection) -> list[str]:
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [name for (name,) in found if not name.startswith(("sqlite_", "_sqlite_", "past_fts"))]


def test_both_know_the_same_steps() -> None:
    assert of_postgres.known_steps() == of_sqlite.known_steps()


def test_tables_have_the_same_columns(
    sqlite: sqlite3.Connection, postgres: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    wanted = {}
    for table in tables(sqlite):
        for row in sqlite.execute(f"PRAGMA table_xinfo({table})"):
            is_key_or_full = bool(row["notnull"] or row["pk"])
            wanted[table, row["name"]] = (KINDS[row["type"]], is_key_or_full, row["hidden"] != 0)
    views = {row[0] for row in postgres.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")}
    found = {
        (table, column): (kind, is_full, is_made)
        for table, column, kind, is_full, is_made in postgres.execute(_COLUMNS)
        if table not in ONLY_POSTGRES | views and (table, column) not in OWN_COLUMNS
    }

    assert found == wanted


def test_tables_have_the_same_keys(sqlite: sqlite3.Connection, postgres: "psycopg.Connection[tuple[Any, ...]]") -> None:
    wanted: set[tuple[Any, ...]] = set()
    for table in tables(sqlite):
        columns = sqlite.execute(f"PRAGMA table_xinfo({table})").fetchall()
        keys = tuple(row["name"] for row in sorted(columns, key=lambda row: row["pk"]) if row["pk"])
        wanted.add((table, "p", None, keys))
        for row in sqlite.execute(f"PRAGMA foreign_key_list({table})"):
            deleting = {"NO ACTION": "a", "SET NULL": "n", "CASCADE": "c"}[row["on_delete"]]
            wanted.add((table, "f", row["table"], (row["from"],), deleting))
        for row in sqlite.execute(f"PRAGMA index_list({table})").fetchall():
            if row["origin"] == "u":
                unique = sqlite.execute(f"PRAGMA index_info({row['name']})")
                wanted.add((table, "u", None, tuple(one["name"] for one in unique)))
    found = {
        (table, kind, target, tuple(columns), *([deleting] if kind == "f" else []))
        for table, kind, target, deleting, columns in postgres.execute(_KEYS)
        if table not in ONLY_POSTGRES
    }

    assert found == wanted


def test_tables_have_the_same_indexes(
    sqlite: sqlite3.Connection, postgres: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    wanted = {
        (row["name"], bool(row["unique"]), table)
        for table in tables(sqlite)
        for row in sqlite.execute(f"PRAGMA index_list({table})")
        if row["origin"] == "c"
    }
    found = {
        (name, is_unique, table)
        for name, is_unique, table in postgres.execute(_INDEXES)
        if name not in OWN_INDEXES and table not in ONLY_POSTGRES
    }

    assert found == wanted


def test_views_have_the_same_columns(
    sqlite: sqlite3.Connection, postgres: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    views = [name for (name,) in sqlite.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    wanted = {view: [row["name"] for row in sqlite.execute(f"PRAGMA table_info({view})")] for view in views}
    found = {
        view: [one.name for one in postgres.execute(f"SELECT * FROM {view}".encode()).description or ()]  # noqa: S608
        for (view,) in postgres.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'").fetchall()
    }

    assert found == wanted
