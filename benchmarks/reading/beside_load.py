"""Commands while everything that takes long goes on beside them: statistics, retention, a backup."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles

from adapters.storage.sqlite import SqliteStore
from adapters.storage.tables.codecs import instant_text
from benchmarks.figures import Figure, Progress, at_most
from benchmarks.filling import SETTINGS, WORKSPACE, connection_of, filled, workplace
from bot.bootstrap import build
from bot.config.settings import Settings
from bot.domain.answers import Happening, Revision
from bot.domain.members import Actor
from bot.garbage import keep_for_good
from bot.packs.library import pack_library
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from bot.services.retaining import retain
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import scope_for_operator

PARTS = 20
FIRST = date(2020, 1, 6)
_NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
#: Seconds between two commands, as of a busy workspace.
_PAUSE = 0.005
_TEXT = "An index makes a query fast that asks for few rows, and every write pays for it. " * 6
_MEMBERS, _QUESTIONS = 500, 200


@dataclass(frozen=True, slots=True)
class Size:
    """How many rounds of 500 members are stored, half of them for longer than they are kept."""

    rounds: int = 60
    commands: int = 400
    repetitions: int = 3
    members: int = _MEMBERS


async def measure(progress: Progress, size: Size, title: str) -> Figure:
    """Compare the slowest hundredth of commands while all that goes on with the same when nothing does."""
    with workplace() as folder:
        adding = partial(fill, size=size)
        store = await filled(folder / "askaday.db", adding, PARTS, lambda share: progress(0.5 * share))
        settings = Settings(database=folder / "askaday.db")
        app = build(settings, {}, store=store, packs=pack_library(settings), clock=TravelClock(_NOW))
        keep_for_good()
        figures, references = [], []
        for number in range(size.repetitions):
            references.append(await _slowest(store, size.commands, 2 * number))
            days = range(number * size.rounds // size.repetitions, (number + 1) * size.rounds // size.repetitions)
            async with _Work(store, app.services.statistics, folder, days):
                figures.append(await _slowest(store, size.commands, 2 * number + 1))
            progress(0.5 + (number + 1) / size.repetitions / 2)
        await store.close()
    return at_most(title, figures, references, unit="ms", ratio=2)


async def _slowest(store: SqliteStore, count: int, run: int) -> float:
    """Give the time under which 99 of 100 commands are done, in milliseconds."""
    spent = []
    for number in range(count):
        begin = time.perf_counter()
        await store.call(_command, f"{run}-{number}")
        spent.append(1e3 * (time.perf_counter() - begin))
        await asyncio.sleep(_PAUSE)
    return quantiles(spent, n=100)[98]


def _command(tx: Transaction, message: str) -> None:
    """Do what an answer in a thread does: look who and where it is, and keep it."""
    tx.members.rename(Actor(WORKSPACE, "m1", "Member 1"))
    tx.rounds.window(WORKSPACE, "C1", "t0")
    said = Revision(message, Happening.POSTED, _NOW, _NOW, "m1", _TEXT)
    tx.answers.record(WORKSPACE, "C1", "live", [said], _NOW)


class _Work:
    """Statistics and a backup, over and over, and retention of some days' answers, one day after the other."""

    def __init__(self, store: SqliteStore, statistics: Statistics, folder: Path, days: range) -> None:
        self._store = store
        self._statistics = statistics
        self._folder = folder
        self._days = days
        self._is_over = False
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> None:
        works = [self._repeat(self._read), self._retain(), self._repeat(self._back_up)]
        self._tasks = [asyncio.create_task(work) for work in works]
        await asyncio.sleep(0)

    async def __aexit__(self, *_: object) -> None:
        # What is cancelled would go on in its thread, beside whatever is measured next.
        self._is_over = True
        await asyncio.gather(*self._tasks)

    async def _repeat(self, work: Callable[[], Awaitable[None]]) -> None:
        while not self._is_over:
            await work()

    async def _read(self) -> None:
        await self._store.read(self._figures)

    def _figures(self, tx: Transaction) -> None:
        scope = scope_for_operator(tx, list(tx.series.all()))
        self._statistics.team(tx, scope, "all")
        self._statistics.people(tx, scope, "all")

    async def _retain(self) -> None:
        # Retention that finds nothing writes nothing: repeated, it would be a load that nobody has.
        for day in self._days:
            if self._is_over:
                return
            kept_since = datetime.combine(FIRST + timedelta(days=day + 2), datetime.min.time(), UTC)
            await retain(self._store, _NOW, _NOW - kept_since)

    async def _back_up(self) -> None:
        await self._store.backup(str(self._folder / "backup.db"))


def fill(transaction: Transaction, part: int, *, size: Size) -> None:
    """Add a part of the rounds, one a day, each with an answer of every member."""
    insert: Callable[..., object] = connection_of(transaction).executemany
    if part == 0:
        transaction.series.add(WORKSPACE, "daily", "C1", SETTINGS, 1)
        names = [(WORKSPACE, f"m{n}", f"Member {n}", f"member {n}") for n in range(size.members)]
        insert("INSERT INTO members (workspace, member, name, folded) VALUES (?, ?, ?, ?)", names)
        insert("INSERT INTO questions (hash, ref, content, topic) VALUES (?, ?, '{}', ?)", _questions())
    count = size.rounds // PARTS
    for number in range(part * count + 1, (part + 1) * count + 1):
        day = FIRST + timedelta(days=number)
        at = instant_text(datetime.combine(day, datetime.min.time(), UTC))
        insert(
            """
            INSERT INTO rounds
                (id, series_id, workspace, day, state, question, opened_at, closes_at, closed_at, channel, thread)
            VALUES (?1, 1, ?2, ?3, 'closed', ?5, ?4, ?4, ?4, 'C1', 't' || ?1)
            """,
            [(number, WORKSPACE, day.isoformat(), at, f"hash {number % _QUESTIONS}")],
        )
        rows = [(number, f"m{n}", WORKSPACE, n, _TEXT, at, day.isoformat()) for n in range(size.members)]
        insert(
            """
            INSERT INTO answers (round_id, member, workspace, position, text, messages, first_at, last_at)
            VALUES (?1, ?2, ?3, ?4, ?5, '[]', ?6, ?6)
            """,
            [row[:6] for row in rows],
        )
        insert(
            """
            INSERT INTO points (round_id, member, series_id, workspace, day, points, score, is_best, met)
            VALUES (?1, ?2, 1, ?3, ?4, 6, 0.5, 0, '10')
            """,
            [(row[0], row[1], WORKSPACE, row[6]) for row in rows],
        )
        insert(
            """
            INSERT INTO revisions
                (workspace, channel, thread, message, happening, at, posted_at, member, text, received_at)
            VALUES (?1, 'C1', 't' || ?2, ?3, 'posted', ?4, ?4, ?3, ?5, ?4)
            """,
            [(WORKSPACE, row[0], row[1], at, _TEXT) for row in rows],
        )


def _questions() -> list[tuple[str, str, str]]:
    return [(f"hash {n}", f"aws/question-{n}", f"topic {n % 10}") for n in range(_QUESTIONS)]
