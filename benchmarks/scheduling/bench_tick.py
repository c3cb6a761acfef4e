"""What a tick asks the store: 100 thousand series of which 10 are due, against 100 of which 10 are due."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from adapters.storage.sqlite import SqliteStore
from adapters.storage.tables.codecs import CARD, instant_text, json_text
from adapters.storage.tables.codecs import SETTINGS as SETTINGS_JSON
from benchmarks.figures import Figure, Progress, at_most, quantity
from benchmarks.filling import SETTINGS, WORKSPACE, connection_of, filled, workplace
from bot.domain.card import Card
from bot.ports.store import Transaction

_DUE = 10
PARTS = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How many series there are; ten of them are due."""

    series: int = 100_000
    reference_series: int = 100
    repetitions: int = 101


_NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
_LIMIT = 50


async def measure(progress: Progress, size: Size = Size()) -> Figure:
    """Interleave the two; each series has an open round and an owed message, due when the series is."""
    with workplace() as folder:
        large = await filled(
            folder / "large.db", partial(fill, count=size.series), PARTS, lambda share: progress(0.9 * share)
        )
        small = await filled(
            folder / "small.db",
            partial(fill, count=size.reference_series),
            PARTS,
            lambda share: progress(0.9 + share / 10),
        )
        figures, references = [], []
        for _ in range(size.repetitions):
            figures.append(await _microseconds(large))
            references.append(await _microseconds(small))
        await large.close()
        await small.close()
    return at_most(f"tick, {quantity(size.series)} series", figures, references, unit="µs", ratio=1.5)


async def _microseconds(store: SqliteStore) -> float:
    begin = time.perf_counter()
    found = await store.call(_tick)
    spent = time.perf_counter() - begin
    if found != _DUE:
        raise AssertionError(f"The tick found {found} of {_DUE}.")
    return spent * 1e6


def _tick(transaction: Transaction) -> int:
    transaction.reports.next_due()
    transaction.rounds.due_to_close(_NOW, _LIMIT)
    transaction.rounds.due_to_remind(_NOW, _LIMIT)
    # A claim that ends at once leaves the same messages for the next repetition.
    transaction.deliveries.claim(_NOW, _NOW, _LIMIT, frozenset({"slack"}))
    return len(transaction.series.due(_NOW, _LIMIT))


def fill(transaction: Transaction, part: int, *, count: int) -> None:
    """Add a part of the series; those due are spread over them."""
    size = count // PARTS
    numbers = range(part * size + 1, (part + 1) * size + 1)
    rows = [(number, instant_text(_instant(number, count))) for number in numbers]
    settings, card = json_text(SETTINGS_JSON, SETTINGS), json_text(CARD, Card("Reveal"))
    insert: Callable[..., object] = connection_of(transaction).executemany
    insert(
        """
        INSERT INTO series (id, workspace, name, channel, settings, state, next_day, next_due, seed)
        VALUES (?, ?, ?, ?, ?, 'active', ?, ?, 1)
        """,
        [(n, WORKSPACE, f"series {n}", f"C{n}", settings, "2026-03-02", due) for n, due in rows],
    )
    insert(
        """
        INSERT INTO rounds (id, series_id, workspace, day, state, opened_at, closes_at, remind_at, channel, thread)
        VALUES (?1, ?1, ?2, ?3, 'open', ?4, ?5, ?5, 'C' || ?1, 'thread ' || ?1)
        """,
        [(n, WORKSPACE, date(2026, 3, 1).isoformat(), instant_text(_NOW), due) for n, due in rows],
    )
    insert(
        """
        INSERT INTO deliveries (key, workspace, platform, kind, channel, card, state, due_at, ready_at, round_id)
        VALUES ('key ' || ?1, ?2, 'slack', 'reveal', 'C' || ?1, ?3, 'pending', ?4, ?4, ?1)
        """,
        [(n, WORKSPACE, card, due) for n, due in rows],
    )


def _instant(number: int, count: int) -> datetime:
    """Give an instant that has passed to every tenth part of the series' last one, and others over the next days."""
    if number % (count // _DUE) == 0:
        return _NOW - timedelta(seconds=1)
    return _NOW + timedelta(seconds=number)
