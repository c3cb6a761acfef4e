"""The top ten of all time over a million answers, against a hundred thousand by as many members."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from adapters.storage.sqlite import SqliteStore
from benchmarks.figures import Figure, Progress, at_most, quantity
from benchmarks.filling import SETTINGS, WORKSPACE, connection_of, filled, workplace
from bot.domain.members import Actor
from bot.domain.scoring import Board
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class Size:
    """How many answers there are: every round is answered by all members."""

    members: int = 5_000
    rounds: int = 200
    reference_rounds: int = 20
    repetitions: int = 31


_ROUNDS_AT_ONCE = 10

_FIRST_DAY = date(2025, 1, 1)


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Interleave the two; the time is that of a call through the store."""
    with workplace() as folder:
        fill = partial(_fill, members=size.members)
        large = await _answered(folder / "large.db", fill, size.rounds, lambda share: progress(0.9 * share))
        small = await _answered(
            folder / "small.db", fill, size.reference_rounds, lambda share: progress(0.9 + 0.1 * share)
        )
        figures, references = [], []
        for _ in range(size.repetitions):
            figures.append(await _milliseconds(large))
            references.append(await _milliseconds(small))
        await large.close()
        await small.close()
    return at_most(
        f"leaderboard, {quantity(size.members * size.rounds)} answers", figures, references, unit="ms", ratio=1.5
    )


async def _answered(path: Path, fill: Callable[[Transaction, int], None], rounds: int, done: Progress) -> SqliteStore:
    store = await filled(path, fill, rounds // _ROUNDS_AT_ONCE, done)
    await store.call(lambda transaction: transaction.standings.rebuild(1))
    return store


async def _milliseconds(store: SqliteStore) -> float:
    begin = time.perf_counter()
    await store.call(_board)
    return (time.perf_counter() - begin) * 1000


def _board(transaction: Transaction) -> Board:
    return transaction.standings.board(WORKSPACE, 1, "all", limit=10, viewer="U7")


def _fill(transaction: Transaction, part: int, *, members: int) -> None:
    if part == 0:
        transaction.series.add(WORKSPACE, "aws", "C1", SETTINGS, 1)
        for number in range(members):
            transaction.members.seen(Actor(WORKSPACE, f"U{number}", f"Member {number}"))
    for number in range(part * _ROUNDS_AT_ONCE, (part + 1) * _ROUNDS_AT_ONCE):
        day = _FIRST_DAY + timedelta(days=number)
        if asked := transaction.rounds.add(1, WORKSPACE, day):
            connection_of(transaction).executemany(
                """
                INSERT INTO points (round_id, member, series_id, workspace, day, points, score, is_best)
                VALUES (?, ?, 1, ?, ?, ?, ?, 0)
                """,
                [
                    (asked.id, f"U{n}", WORKSPACE, day.isoformat(), 2 + (n * 7 + number) % 9, n * 7 % 9 / 8)
                    for n in range(members)
                ],
            )
