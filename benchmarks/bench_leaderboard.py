"""The top ten of all time over a million answers, against a hundred thousand by as many members."""

import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import SETTINGS, WORKSPACE, connection_of, filled
from bot.domain.scoring import Board
from bot.ports.store import Transaction

MEMBERS = 5_000
ROUNDS = 200  # each answered by all members
REFERENCE_ROUNDS = 20
ROUNDS_AT_ONCE = 10
REPETITIONS = 31

_FIRST_DAY = date(2025, 1, 1)


async def measure(progress: Progress) -> Figure:
    """Interleave the two; the time is that of a call through the store."""
    parts = (ROUNDS + REFERENCE_ROUNDS) // ROUNDS_AT_ONCE
    done = iter(range(1, parts + 1))
    Path("build").mkdir(exist_ok=True)
    with TemporaryDirectory(dir="build") as folder:
        large, small = [
            await _answered(Path(folder, f"{rounds}.db"), rounds, lambda: progress(0.9 * next(done) / parts))
            for rounds in (ROUNDS, REFERENCE_ROUNDS)
        ]
        figures, references = [], []
        for _ in range(REPETITIONS):
            figures.append(await _milliseconds(large))
            references.append(await _milliseconds(small))
        await large.close()
        await small.close()
    return at_most("leaderboard, 1 million answers", figures, references, unit="ms", ratio=1.5)


async def _answered(path: Path, rounds: int, done: Progress) -> SqliteStore:
    store = await filled(path, _fill, rounds // ROUNDS_AT_ONCE, done)
    await store.call(lambda transaction: transaction.standings.rebuild(1))
    return store


async def _milliseconds(store: SqliteStore) -> float:
    begin = time.perf_counter()
    await store.call(_board)
    return (time.perf_counter() - begin) * 1000


def _board(transaction: Transaction) -> Board:
    return transaction.standings.board(WORKSPACE, 1, "all", limit=10, viewer="U7")


def _fill(transaction: Transaction, part: int) -> None:
    connection = connection_of(transaction)
    if part == 0:
        transaction.series.add(WORKSPACE, "aws", "C1", SETTINGS, 1)
        connection.execute(
            f"INSERT INTO members {_NUMBERS} SELECT ?, 'U' || n, 'Member ' || n, 'member ' || n, 1 FROM numbers",
            (MEMBERS, WORKSPACE),
        )
    for number in range(part * ROUNDS_AT_ONCE, (part + 1) * ROUNDS_AT_ONCE):
        day = _FIRST_DAY + timedelta(days=number)
        asked = transaction.rounds.add(1, WORKSPACE, day)
        assert asked is not None
        connection.execute(
            f"""
            INSERT INTO points (round_id, member, series_id, workspace, day, points, score, is_best)
            {_NUMBERS} SELECT ?, 'U' || n, 1, ?, ?, 2 + (n * 7 + ?) % 9, (n * 7 % 9) / 8.0, 0 FROM numbers
            """,
            (MEMBERS, asked.id, WORKSPACE, day.isoformat(), number),
        )


_NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
