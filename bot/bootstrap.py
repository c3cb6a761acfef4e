"""The composition root: settings in, a running Askaday out. The only place that knows every adapter."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import structlog

from adapters.grading.lexical import KeyPointsGrader
from adapters.grading.participation import ParticipationGrader
from adapters.storage.sqlite.store import SqliteStore
from bot.commands.context import Services
from bot.commands.desk import Desk
from bot.config import Settings
from bot.packs.library import PackLibrary
from bot.ports.clock import Clock, SystemClock
from bot.ports.grader import Grader
from bot.ports.messenger import Messenger
from bot.ports.packs import PackSource
from bot.ports.store import Store, Transaction
from bot.services.answering import Answering
from bot.services.closing import Closing
from bot.services.delivering import Delivering
from bot.services.drilling import Drilling
from bot.services.flagging import Flagging
from bot.services.managing import Managing
from bot.services.opening import Opening
from bot.services.privacy import Privacy
from bot.services.reporting import Reporting
from bot.services.reviewing import Reviewing
from bot.services.ticking import Ticking
from scheduler.clockwork import Clockwork, NightlyJob

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

#: The packs that come with Askaday.
SHIPPED_PACKS = Path(__file__).parent.parent / "content"
DEFAULT_GRADER = "keypoints"


def graders() -> dict[str, Grader]:
    """Give the graders a series may choose, by name."""
    return {grader.name: grader for grader in (KeyPointsGrader(), ParticipationGrader())}


def pack_library(settings: Settings) -> PackLibrary:
    """Give the shipped packs and the operator's own."""
    return PackLibrary([SHIPPED_PACKS, *settings.packs])


@dataclass(frozen=True, slots=True)
class App:
    """A running Askaday."""

    store: Store
    clock: Clock
    desk: Desk
    services: Services
    ticking: Ticking
    clockwork: Clockwork

    async def call(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service's method in a transaction of its own."""
        return await self.store.call(work, *args, **kwargs)

    async def start(self) -> None:
        """Start waking for what is due."""
        self.store.on_due(self.clockwork.wake)
        await self.clockwork.start()

    async def stop(self) -> None:
        """Finish what runs and close the store."""
        await self.clockwork.stop()
        await self.store.close()


def build(
    settings: Settings,
    messengers: Mapping[str, Messenger],
    *,
    store: Store,
    packs: PackSource | None = None,
    clock: Clock | None = None,
) -> App:
    """Put everything together; nothing runs before `App.start`."""
    clock = clock or SystemClock()
    packs = packs or pack_library(settings)
    known = graders()
    opening = Opening(packs, clock)
    services = Services(
        store=store,
        clock=clock,
        opening=opening,
        answering=Answering(clock),
        drilling=Drilling(store, packs, clock, known[DEFAULT_GRADER], settings.drills_per_hour),
        flagging=Flagging(packs, clock, settings.flag_threshold),
        managing=Managing(packs, clock, opening),
        privacy=Privacy(),
        reporting=Reporting(clock),
        reviewing=Reviewing(clock),
        graders=tuple(known),
        qotd=settings.command,
        quiz=settings.quiz_command,
    )
    closing = Closing(store, clock, known, messengers)
    ticking = Ticking(store, clock, opening, closing, Delivering(store, clock, messengers))
    clockwork = Clockwork(clock, ticking.tick, ticking.next_due, nightly_jobs(settings, store, ticking))
    return App(store, clock, Desk(services), services, ticking, clockwork)


def nightly_jobs(settings: Settings, store: Store, ticking: Ticking) -> tuple[NightlyJob, ...]:
    """Give what is done once a night."""
    keep = timedelta(days=settings.retention_days)
    jobs = [NightlyJob("retention", lambda: ticking.retain(keep), hour=3, minute=30)]
    if settings.backups is not None:
        folder = settings.backups
        jobs.append(NightlyJob("backup", lambda: back_up(store, folder, settings.backups_kept), hour=3))
    return tuple(jobs)


async def back_up(store: Store, folder: Path, kept: int) -> Path:
    """Write a backup named after the instant and delete all but the newest `kept`."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    target = folder / f"askaday-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
    await store.backup(str(target))
    await asyncio.to_thread(_delete_old, folder, kept)
    log.info("backup", file=str(target))
    return target


def _delete_old(folder: Path, kept: int) -> None:
    for old in sorted(folder.glob("askaday-*Z.db"))[:-kept]:
        old.unlink()


def open_store(settings: Settings, *, read_only: bool = False) -> SqliteStore:
    """Open the database of the settings.

    Raises:
        StoreError: it cannot be used.
    """
    return SqliteStore.open(settings.database, read_only=read_only)
