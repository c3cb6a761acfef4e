"""Each figure of a year of 200 members and four series, against a bare `SELECT count(*)` over the rows it is made of.

It is read as the bot reads it, first after something was written of each kind that it is made of; and, for who has read
none of it before, as the command line has not, anew.
Time is that of the processor in the thread that reads: what others do meanwhile is no part of it, though on a busy
machine it is longer. A figure is as fast as it should be within 15 times its reference, or within 100 ms.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from statistics import median

from adapters.storage.sqlite import SqliteStore
from adapters.storage.sqlite.alone import AloneStore
from benchmarks.figures import Figure, Progress
from benchmarks.filling import connection_of, workplace
from benchmarks.writing import write_a_little
from bot.bootstrap import build
from bot.cli.year.kind import Kind
from bot.cli.year.living import Period, live
from bot.cli.year.teams import MANAGER, TEAMS
from bot.config.settings import Settings, default_settings
from bot.domain.members import Actor
from bot.packs.library import pack_library
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from bot.services.services import Services
from bot.services.statistics.reading import Statistics
from bot.services.statistics.scopes import scope_for_operator

_LAST = date(2026, 11, 28)
#: A morning on which the year is over.
_NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)
_RATIO, _MILLISECONDS = 15, 100

#: What figures are made of, by what `SELECT count(*) FROM` is to count; the first series is looked at.
_ROUNDS = "rounds JOIN points ON points.round_id = rounds.id WHERE rounds.series_id = 1"
_ALL_ROUNDS = "rounds JOIN points ON points.round_id = rounds.id WHERE rounds.state = 'closed'"
_DRILLS = "drills JOIN questions ON questions.hash = drills.question"
_KNOWN = (_ALL_ROUNDS, "memories")
_SAID = (
    "rounds JOIN feedback ON feedback.round_id = rounds.id WHERE rounds.series_id = 1",
    "rounds JOIN grades ON grades.round_id = rounds.id WHERE rounds.series_id = 1",
    "claims",
    "flags",
)
_SEEN = "rounds JOIN answers ON answers.round_id = rounds.id WHERE rounds.series_id = 1"
_TEAM, _QUESTIONS, _PEOPLE = (_ROUNDS, _DRILLS, *_KNOWN), (_ROUNDS, _DRILLS, *_SAID), (_ROUNDS, _DRILLS, _SEEN)
_ROWS = {
    "team, a quarter": _TEAM,
    "team, all time": _TEAM,
    "team, all series and time": (_ALL_ROUNDS, _DRILLS, *_KNOWN),
    "forecast": _KNOWN,
    "questions, a quarter": _QUESTIONS,
    "questions, all time": _QUESTIONS,
    "people, a quarter": _PEOPLE,
    "weekly digest": (*_TEAM, *_SAID),
    "Home of an administrator": (_ALL_ROUNDS, _DRILLS, "feedback", "grades", "claims", "flags"),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How long the team has been there."""

    days: int = 365
    repetitions: int = 15


async def measure(progress: Progress, size: Size = Size()) -> Sequence[Figure]:
    """Live through the year, then interleave figures and references."""
    with workplace() as folder:
        settings = default_settings(database=folder / "year.db")
        await _live(settings, size.days, progress)
        store = SqliteStore.open(settings.file)
        try:
            app = build(settings, {}, store=store, packs=pack_library(settings), clock=TravelClock(_NOW))
            figures = await _measured(store, app.services, size.repetitions)
        finally:
            await store.close()
    progress(1.0)
    return figures


async def _live(settings: Settings, days: int, progress: Progress) -> None:
    period, lived = Period(_LAST - timedelta(days=days - 1), _LAST), iter(range(1, days + 1))
    packs, store = pack_library(settings), AloneStore(settings.file)
    try:
        await live(
            settings, store, packs, TEAMS[Kind.YEAR], period, seed=1, lived=lambda: progress(0.9 * next(lived) / days)
        )
    finally:
        await store.close()


async def _measured(store: SqliteStore, services: Services, repetitions: int) -> list[Figure]:
    anew = replace(
        services,
        statistics=(plain := Statistics(services.statistics.clock, services.statistics.managing)),
        digesting=replace(services.digesting, statistics=plain),
        home=replace(services.home, statistics=plain),
    )
    spent: dict[str, list[float]] = defaultdict(list)
    bare: dict[str, list[float]] = defaultdict(list)
    workspace = await store.read(lambda tx: tx.series.all()[0].workspace)
    for name in _ROWS:
        await store.read(_spent, services, name)
        for number in range(repetitions):
            await store.call(write_a_little, workspace, number)
            spent[f"{name}, after a write"].append(await store.read(_spent, services, name))
            spent[f"{name}, anew"].append(await store.read(_spent, anew, name))
            bare[name].append(await store.read(_counted, name))
    return [_figure(name, times, bare[name.rpartition(", ")[0]]) for name, times in spent.items()]


def _spent(tx: Transaction, services: Services, name: str) -> float:
    return _milliseconds(_works(tx, services)[name])


def _counted(tx: Transaction, name: str) -> float:
    return _milliseconds(partial(_count, tx, _ROWS[name]))


def _works(tx: Transaction, services: Services) -> Mapping[str, Callable[[], object]]:
    figures, every = services.statistics, tx.series.all()
    first, one = every[0], scope_for_operator(tx, every[:1])
    manager = Actor(first.workspace, MANAGER, "", is_admin=True)
    return {
        "team, a quarter": lambda: figures.team(tx, one, "quarter"),
        "team, all time": lambda: figures.team(tx, one, "all"),
        "team, all series and time": lambda: figures.team(tx, scope_for_operator(tx, every), "all"),
        "forecast": lambda: figures.forecast(tx, one),
        "questions, a quarter": lambda: figures.questions(tx, one, "quarter"),
        "questions, all time": lambda: figures.questions(tx, one, "all"),
        "people, a quarter": lambda: figures.people(tx, one, "quarter"),
        "weekly digest": lambda: services.digesting.week(tx, manager, first, "UTC"),
        "Home of an administrator": lambda: services.home.figures(tx, manager),
    }


def _count(tx: Transaction, rows: Sequence[str]) -> None:
    for what in rows:
        connection_of(tx).execute(f"SELECT count(*) FROM {what}").fetchone()  # noqa: S608 - constants of this module


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.thread_time()
    work()
    return (time.thread_time() - begin) * 1000


def _figure(name: str, spent: Sequence[float], bare: Sequence[float]) -> Figure:
    figure, reference = median(spent), median(bare)
    met = figure <= max(_RATIO * reference, _MILLISECONDS)
    expected = f"<= {_RATIO} or <= {_MILLISECONDS} ms"
    return Figure(f"statistics: {name}", figure, reference, figure / reference, "ms", expected, met)
