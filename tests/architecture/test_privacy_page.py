"""docs/privacy.md names every column of the database once: with personal data, or about nobody."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.memory_store import file_store

ROOT = Path(__file__).parents[2]
#: What SQLite and the library of migrations keep for themselves, and full-text indexes of `past`.
_OTHERS = re.compile(r"sqlite_|_sqlite_migrations|past_fts")


def listed(heading: str) -> list[tuple[str, str]]:
    """Give the columns that the first table below a heading names, each with its table."""
    section = (ROOT / "docs" / "privacy.md").read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE)
    return [(table, column.strip()) for table, columns in rows for column in columns.split(",")]


@pytest.fixture
async def columns(tmp_path: Path) -> set[tuple[str, str]]:
    await file_store(tmp_path / "askaday.db").close()
    with closing(sqlite3.connect(tmp_path / "askaday.db")) as database:
        found = database.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        tables = [name for (name,) in found.fetchall() if not _OTHERS.match(name)]
        of_table = "SELECT name FROM pragma_table_xinfo(?)"
        return {(table, name) for table in tables for (name,) in database.execute(of_table, (table,))}


def test_every_column_is_named_once_and_no_other(columns: set[tuple[str, str]]) -> None:
    named = Counter([*listed("Every column with personal data"), *listed("Columns about nobody")])

    assert columns - named.keys() == set(), "new columns: say in docs/privacy.md whether they hold personal data"
    assert named.keys() - columns == set()
    assert {one for one, times in named.items() if times > 1} == set()


def test_every_column_of_people_is_named_as_one(columns: set[tuple[str, str]]) -> None:
    personal = set(listed("Every column with personal data"))
    of_people = {one for one in columns if re.fullmatch(r"member|\w+_member|name_of|\w+_by", one[1])}

    # Of a process, not of a person.
    assert of_people - personal == {(table, "claimed_by") for table in ("rounds", "deliveries", "inbox")}
