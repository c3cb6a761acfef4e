"""Sums that earlier versions wrote, by SQLite's own rounding, and those of today are the same numbers."""

import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from adapters.storage.sqlite import SqliteStore
from bot.domain.scoring import DrillPoints, Points, worth
from tests.contracts.stored import DAY, add_series
from tests.worlds.builders import WORKSPACE


# Steps of 2**-40 give halves of a unit, which `round` would take to the even number.
@given(st.one_of(st.floats(0, 1), st.integers(0, 2**40).map(lambda n: n / 2**40)))
@example(2**-13 + 2**-40)
def test_units_of_a_score_are_those_of_the_column(score: float) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        [column] = database.execute("SELECT CAST(round(? * 1e12) AS INTEGER)", (score,)).fetchone()

    assert worth(Points(1, 1, WORKSPACE, DAY, "ana", 6, score, is_best=False)).units == column


async def test_drill_that_earned_nothing_is_no_wrong_sum(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    series = await store.call(add_series)
    await store.call(
        lambda tx: tx.standings.add_drill_points(DrillPoints(series.id, WORKSPACE, DAY, "ana", "basics/question-1", 0))
    )

    assert await store.check() == []
    await store.close()


async def test_sum_of_zeros_that_an_earlier_rebuild_left_is_no_wrong_sum(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    with closing(sqlite3.connect(tmp_path / "askaday.db")) as database, database:
        database.execute("INSERT INTO standings VALUES (?, 0, 'all', 'ana', 0, 0, 0, 0)", (WORKSPACE,))

    assert await store.check() == []
    await store.close()
