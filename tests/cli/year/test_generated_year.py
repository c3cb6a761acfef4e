import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlite.alone import AloneStore
from bot.cli.year.kind import Kind
from bot.cli.year.living import Period, live
from bot.cli.year.teams import TEAMS
from bot.packs.library import pack_library
from tests.cli.askaday import askaday
from tests.worlds.builders import options

LAST = date(2026, 11, 27)

Rows = Mapping[str, Sequence[tuple[object, ...]]]


async def lived(folder: Path, kind: Kind, days: int, seed: int = 1, last: date = LAST) -> Path:
    settings = options(database=folder / f"{kind}-{seed}.db")
    store = AloneStore(settings.file)
    try:
        period = Period(last - timedelta(days=days - 1), last)
        await live(settings, store, pack_library(settings), TEAMS[kind], period, seed=seed)
    finally:
        await store.close()
    return settings.file


def rows_of(database: Path) -> Rows:
    """Give all rows of all tables, but for the process that wrote them, and until when the machine's clock let it."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, Sequence[tuple[object, ...]]] = {}
        for table in sorted(set(tables) - {"_sqlite_migrations", "heartbeats", "last_writes"}):
            every = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            columns = [name for name in every if name not in {"claimed_by", "leased_until"}]
            if columns:
                select = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608 - names of the schema
                found[table] = connection.execute(select).fetchall()
    return found


def counted(database: Path, *conditions: str) -> list[int]:
    with closing(sqlite3.connect(database)) as connection:
        return [connection.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in conditions]  # noqa: S608 - of this file


async def test_the_same_seed_gives_the_same_rows(tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()

    first, second = [rows_of(await lived(folder, Kind.TEAM, 7)) for folder in (tmp_path, again)]

    assert len(first["rounds"]) == 5
    assert first == second


async def test_another_seed_gives_another_year(tmp_path: Path) -> None:
    first, second = [rows_of(await lived(tmp_path, Kind.TEAM, 7, seed)) for seed in (1, 2)]

    assert first["answers"] != second["answers"]


async def test_every_figure_has_something_to_show(tmp_path: Path) -> None:
    database = await lived(tmp_path, Kind.YEAR, 14)

    found = counted(
        database,
        "rounds WHERE state = 'closed'",
        "rounds WHERE state <> 'closed'",
        "grades WHERE json_extract(judgement, '$.score') > 0.9",
        "grades WHERE json_extract(judgement, '$.score') < 0.4",
        "answers WHERE chosen IS NOT NULL",
        "drills WHERE finished_at IS NOT NULL",
        "memories",
        "claims WHERE point <> '' AND accepted = 1",
        "claims WHERE point <> '' AND accepted = 0",
        "feedback WHERE is_good = 1",
        "feedback WHERE is_good = 0",
        "flags",
    )

    assert (found[1], [number for number in found if number == 0]) == (0, [0])


async def test_who_is_on_holiday_has_said_so_and_does_not_answer(tmp_path: Path) -> None:
    database = await lived(tmp_path, Kind.TEAM, 4, last=date(2026, 7, 10))

    with closing(sqlite3.connect(database)) as connection:
        away = connection.execute("SELECT member, since, until FROM absences").fetchall()
        answered = connection.execute("SELECT points.member, points.day FROM points").fetchall()

    assert (len(away) > 0, all(since < until for _, since, until in away)) == (True, True)
    assert [one for one in answered for who, since, until in away if one[0] == who and since <= one[1] < until] == []


def test_what_was_generated_is_read_like_every_other_database(tmp_path: Path) -> None:
    done = askaday(
        tmp_path, "demo", "--generate", "team", "--database", "year.db", "--days", "5", "--until", "2026-11-27"
    )
    left = [path.name for path in tmp_path.iterdir()]
    stats = askaday(tmp_path, "stats", "all", ASKADAY_DATABASE=str(tmp_path / "year.db"))

    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "The team's days from 2026-11-23 to 2026-11-27 are in year.db.",
        "Look at them with `ASKADAY_DATABASE=year.db askaday stats all`.",
    ]
    assert ("Ana" in stats.out, left) == (True, ["year.db"])


def test_a_database_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "year.db").write_text("mine")

    outcome = askaday(tmp_path, "demo", "--generate", "team", "--database", "year.db")

    assert (outcome.status, outcome.err) == (
        2,
        "askaday: year.db exists already. Name a file that does not exist yet.\n",
    )
    assert (tmp_path / "year.db").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--generate", "team"), "There is no file to write to. Add `--database FILE`, which does not exist yet."),
        (("--database", "year.db"), "--database goes with --generate. Add `--generate year` or `--generate team`."),
        (
            ("--generate", "team", "--database", "nowhere/year.db"),
            "There is no folder nowhere. Make it first, or name another file.",
        ),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    outcome = askaday(tmp_path, "demo", *words)

    assert (outcome.status, outcome.err) == (2, f"askaday: {said}\n")
