"""The composition root: settings in, a running Askaday out.

It knows the store, the graders and the chat platforms; what needs a terminal is put together in `bot/cli/terminal.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

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
from bot.services.backing_up import BackingUp
from bot.services.closing import Closing
from bot.services.delivering import Delivering
from bot.services.disputing import Disputing
from bot.services.drilling import Drilling
from bot.services.flagging import Flagging
from bot.services.home import Home
from bot.services.inbox import Inbox
from bot.services.lifecycle import Lifecycle
from bot.services.managing import Managing
from bot.services.opening import Opening
from bot.services.privacy import Privacy
from bot.services.reporting import Reporting
from bot.services.reviewing import Reviewing
from bot.services.ticking import Ticking
from scheduler.clockwork import Clockwork, NightlyJob

if TYPE_CHECKING:
    from adapters.slack.connection import SlackConnection

P = ParamSpec("P")
T = TypeVar("T")

#: The packs that come with Askaday.
SHIPPED_PACKS = Path(__file__).parent.parent / "content"
DEFAULT_GRADER = "keypoints"


def graders() -> dict[str, Grader]:
    """Give the graders a series may choose, by name."""
    return {grader.name: grader for grader in (KeyPointsGrader(), ParticipationGrader())}


def pack_library(settings: Settings) -> PackLibrary:
    """Read the shipped packs and the operator's own, all of them now: nobody waits for files later.

    Raises:
        PackError: with everything that is wrong in any of them.
    """
    library = PackLibrary([SHIPPED_PACKS, *settings.packs])
    library.packs()
    return library


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
        await self.ticking.finish()
        await self.store.close()


def build(
    settings: Settings,
    messengers: Mapping[str, Messenger],
    *,
    store: Store,
    packs: PackSource,
    clock: Clock | None = None,
) -> App:
    """Put everything together; nothing runs before `App.start`."""
    clock = clock or SystemClock()
    known = graders()
    opening = Opening(packs, clock)
    managing = Managing(packs, clock, opening)
    reporting = Reporting(clock)
    services = Services(
        store=store,
        clock=clock,
        opening=opening,
        answering=Answering(clock, _counted(messengers)),
        disputing=Disputing(clock),
        drilling=Drilling(store, packs, clock, known[DEFAULT_GRADER], settings.drills_per_hour),
        flagging=Flagging(packs, clock, settings.flag_threshold),
        home=Home(clock, managing, reporting),
        inbox=Inbox(clock),
        lifecycle=Lifecycle(clock),
        managing=managing,
        privacy=Privacy(clock),
        reporting=reporting,
        reviewing=Reviewing(clock),
        graders=tuple(known),
        qotd=settings.command,
        quiz=settings.quiz_command,
    )
    closing = Closing(store, clock, known, messengers)
    ticking = Ticking(store, clock, opening, closing, Delivering(store, clock, messengers, names=services.names))
    clockwork = Clockwork(clock, ticking.tick, ticking.next_due, nightly_jobs(settings, store, clock, ticking))
    return App(store, clock, Desk(services), services, ticking, clockwork)


def _counted(messengers: Mapping[str, Messenger]) -> frozenset[str]:
    return frozenset(platform for platform, messenger in messengers.items() if messenger.counts_answers)


def nightly_jobs(settings: Settings, store: Store, clock: Clock, ticking: Ticking) -> tuple[NightlyJob, ...]:
    """Give what is done once a night, and at the start if a night was missed."""
    keep = timedelta(days=settings.retention_days)
    jobs = [NightlyJob("retention", lambda: ticking.retain(keep), hour=3, minute=30)]
    if settings.backups is not None:
        backing_up = BackingUp(store, clock, settings.backups, settings.backups_kept)
        jobs.append(NightlyJob("backup", backing_up.back_up, hour=3, make_good=backing_up.make_good))
    return tuple(jobs)


def slack_connection(settings: Settings) -> "SlackConnection | None":
    """Give the connection to Slack, not yet started; None where its tokens are not set. Call it in the event loop."""
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot is None or app is None:
        return None
    # A slow import, which only those need who use Slack.
    from adapters.slack.connection import SlackAccess, SlackConnection  # noqa: PLC0415 - see above

    access = SlackAccess(
        bot_tokens=(bot.get_secret_value(),),
        app_token=app.get_secret_value(),
        reaction=settings.slack_reaction,
        base_url=settings.slack_api,
    )
    return SlackConnection(access)


def open_store(settings: Settings, *, read_only: bool = False) -> SqliteStore:
    """Open the database of the settings.

    Raises:
        StoreError: it cannot be used.
    """
    return SqliteStore.open(settings.database, read_only=read_only)
