"""The composition root: settings in, a running Askaday out.

It knows the graders and the chat platforms; `bot/databases.py` knows the stores, and `bot/cli/play/terminal.py` puts
together what needs a terminal.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar, runtime_checkable

from adapters.grading.graders import there_are
from bot.config.roles import Role
from bot.config.settings import Settings
from bot.databases import OpenedStore, appointing_words, call_count
from bot.domain.statistics.pictures import Look, Picture
from bot.engine import Connection, Engine, new_engine
from bot.errors import AskadayError
from bot.ports.clock import Clock, SystemClock
from bot.ports.copies import copies_of
from bot.ports.grader import Grader
from bot.ports.locks import Locks, locks_of
from bot.ports.messenger import Messenger
from bot.ports.packs import PackSource
from bot.ports.store import Store
from bot.services.access.handing_over import HandingOver
from bot.services.backing_up import BackingUp
from bot.services.reaching import Reach
from bot.services.supplying import Supplying
from bot.services.ticking import Heartbeat, Ticking
from bot.services.upgrading import tell_upgraded
from scheduler.clockwork import Clockwork, NightlyJob

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from adapters.charts.drawing import ChartDrawing
    from adapters.discord.connection import DiscordConnection
    from adapters.http.server import HttpServer
    from adapters.slack.connection import SlackConnection
    from adapters.web.connection import WebConnection


P = ParamSpec("P")
T = TypeVar("T")


def graders(settings: Settings | None = None, clock: Clock | None = None) -> dict[str, Grader]:
    """Give the graders a series may choose, by name; without settings those that need none.

    Raises:
        ModelError: a language model is set up, and its client is not installed.
    """
    return there_are(settings, clock or SystemClock(), call_count)


@dataclass(frozen=True, slots=True)
class App(Engine):
    """A running Askaday: the engine, and what wakes it."""

    clockwork: Clockwork
    role: Role = Role.ALL

    async def start(self) -> None:
        """Take up what an earlier process had begun, and start waking for what is due."""
        if self.role.works:
            await self.ticking.take_over()
        await self.ticking.heartbeat.beat()
        await tell_upgraded(self.store, self.clock)
        if self.role.works:
            self.store.on_due(self.clockwork.wake)
        await self.clockwork.start()

    async def stop(self) -> None:
        """Finish what runs and close the store."""
        await self.clockwork.stop()
        await self.ticking.finish()
        await self.ticking.heartbeat.end()
        await self.store.close()


def build(
    settings: Settings,
    messengers: Mapping[str, Messenger],
    *,
    store: Store,
    packs: PackSource,
    clock: Clock | None = None,
    role: Role = Role.ALL,
) -> App:
    """Put everything together; nothing runs before `App.start`, and then of what is due what goes with the role.

    Raises:
        ModelError: a language model is set up, and its client is not installed.
    """
    clock = clock or SystemClock()
    made = new_engine(
        settings,
        store=store,
        words=appointing_words(settings),
        clock=clock,
        packs=packs,
        graders=graders(settings, clock),
        messengers=messengers,
    )
    ticking = replace(made.ticking, heartbeat=Heartbeat(store, clock, role))
    handing_over = HandingOver(store, clock, messengers, made.services.recognising)
    when_sure = ticking.timekeeping.when_sure
    # Platforms are not there yet at the start, and another night does as well.
    left = NightlyJob("left", lambda: when_sure(handing_over.tell_left), hour=4, make_good=_nothing)
    nightly = (*nightly_jobs(settings, store, clock, ticking), left)
    works = Clockwork(clock, ticking.tick, ticking.next_due, nightly)
    clockwork = works if role.works else Clockwork(clock, ticking.watch, _nothing)
    return App(made.store, clock, made.desk, made.services, ticking, clockwork, role)


async def _nothing() -> None:
    """Make nothing good; nothing is due."""


def nightly_jobs(settings: Settings, store: Store, clock: Clock, ticking: Ticking) -> tuple[NightlyJob, ...]:
    """Give what is done once a night, and at the start if a night was missed."""
    keep = timedelta(days=settings.retention_days)
    when_sure = ticking.timekeeping.when_sure
    supplying = Supplying(ticking.opening.packs, clock)
    jobs = [
        NightlyJob("retention", lambda: when_sure(lambda: ticking.retain(keep)), hour=3, minute=30),
        NightlyJob("lapsing", lambda: when_sure(lambda: supplying.tell_lapsing(store)), hour=3, minute=45),
    ]
    if settings.backups is not None:
        backing_up = BackingUp(copies_of(store), clock, settings.backups, settings.backups_kept, locks_of(store))
        # A backup may push out the oldest one.
        nightly, missed = (lambda: when_sure(backing_up.back_up)), (lambda: when_sure(backing_up.make_good))
        jobs.append(NightlyJob("backup", nightly, hour=3, make_good=missed))
    return tuple(jobs)


class DrawnWhenNeeded:
    """Fulfils `bot.ports.drawing.Drawing`; what draws is imported with the first picture, which takes a second."""

    def svg(self, picture: Picture, look: Look) -> str:
        """Draw for a page."""
        return self._drawing().svg(picture, look)

    def png(self, picture: Picture, look: Look) -> bytes:
        """Draw for a chat."""
        return self._drawing().png(picture, look)

    def _drawing(self) -> "ChartDrawing":
        from adapters.charts.drawing import ChartDrawing  # noqa: PLC0415 - slow, and only for whoever sees charts

        return ChartDrawing()


def slack(settings: Settings, store: OpenedStore, clock: Clock) -> "SlackConnection | None":
    """Give the connection to Slack, not yet started; None where it is not set up. Call it in the event loop.

    Raises:
        AskadayError: ASKADAY_SECRET_KEYS holds something that is no key.
    """
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        return None
    from adapters.slack.connection import slack_connection  # noqa: PLC0415 - slow, and only for who uses Slack

    return slack_connection(settings, store, clock, store.locks)


def discord(settings: Settings, clock: Clock, locks: Locks) -> "DiscordConnection | None":
    """Give the connection to Discord, not yet started; None where it is not set up. Call it in the event loop."""
    if settings.discord_token is None:
        return None
    from adapters.discord.connection import discord_connection  # noqa: PLC0415 - slow, and only for who uses Discord

    return discord_connection(settings, clock, DrawnWhenNeeded(), locks)


def web(settings: Settings, platforms: Mapping[str, Connection]) -> "WebConnection | None":
    """Give the pages, not yet started; None where they are switched off. They say whether the platforms are there."""
    if not settings.pages_at:
        return None
    from adapters.web.connection import WebConnection  # noqa: PLC0415 - slow, and only for who shows pages

    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    return WebConnection(settings.pages_at, DrawnWhenNeeded(), platforms, token, is_shared=settings.is_on_server)


@runtime_checkable
class Served(Protocol):
    """A connection that people or a platform reach over HTTP."""

    @property
    def routes(self) -> "Sequence[BaseRoute]":
        """Give what is served for it, known once it has started."""
        ...


@runtime_checkable
class Watched(Protocol):
    """A connection that knows whether its platform can be reached."""

    reach: Reach


class Connections:
    """All ways to people, and the server in front of those that are reached over HTTP."""

    def __init__(self, every: Sequence[Connection], host: str, port: int, *, role: Role = Role.ALL) -> None:
        self._every = every
        self._role = role
        self._host, self._port = host, port
        #: There where anything is served; port 0 takes a free one, and the server knows which.
        self.server: HttpServer | None = None

    @property
    def platforms(self) -> dict[str, Connection]:
        """Give those through which messages are sent, by name."""
        return {one.messenger.platform: one for one in self._every if one.messenger is not None}

    @property
    def messengers(self) -> dict[str, Messenger]:
        """Give what sends, by platform."""
        return {one.messenger.platform: one.messenger for one in self._every if one.messenger is not None}

    @property
    def reached(self) -> list[str]:
        """Give the names of the platforms of which nothing says that they cannot be reached."""
        return [name for name, one in self.platforms.items() if not (isinstance(one, Watched) and one.reach.trouble)]

    def tell_reach(self, tell: Callable[[str], None]) -> None:
        """Tell somebody which platforms cannot be reached, and each change from now on."""
        for one in self._every:
            if isinstance(one, Watched):
                one.reach.listen(tell)

    async def start(self, engine: Engine) -> None:
        """Listen to what people do: over HTTP last, when everybody is ready for it.

        Raises:
            AskadayError: a platform does not take what it was given, the port cannot be had, or two want the same path.
        """
        for one in self._every:
            if one.messenger is None or self._role.connects:
                await one.start(engine)
            else:
                await one.open(engine)
        handed_over = [one.routes for one in self._every if isinstance(one, Served) and one.routes]
        if handed_over:
            # A slow import, which only those need who are reached over HTTP.
            from adapters.http.server import HttpServer  # noqa: PLC0415 - see above

            self.server = HttpServer(handed_over, self._host, self._port)
            await self.server.start()

    async def lost(self) -> AskadayError:
        """Wait until nothing is served over HTTP any more although nobody stopped it, and say so."""
        return await (self.server.lost() if self.server is not None else asyncio.get_running_loop().create_future())

    async def stop(self) -> None:
        """Stop listening, over HTTP first, and finish what is under way; messages can still be sent."""
        if self.server is not None:
            await self.server.stop()
        for one in self._every:
            await one.stop()

    async def close(self) -> None:
        """Let go of all platforms."""
        for one in self._every:
            await one.close()


def connections(settings: Settings, store: OpenedStore, clock: Clock, role: Role = Role.ALL) -> Connections:
    """Give the connections to all platforms that are set up, not yet started. Call it in the event loop.

    A process that does not connect to platforms sends through them all the same.

    Raises:
        AskadayError: ASKADAY_SECRET_KEYS holds something that is no key.
    """
    found: tuple[Connection | None, ...] = (slack(settings, store, clock), discord(settings, clock, store.locks))
    platforms = {one.messenger.platform: one for one in found if one is not None and one.messenger is not None}
    # Where others connect, the pages can be shown whatever becomes of that.
    pages = web(settings, platforms if role.connects else {}) if role.shows else None
    # The pages come last: they take every path that nobody else has.
    every = [*platforms.values(), *([pages] if pages is not None else [])]
    return Connections(every, settings.http_host, settings.http_port, role=role)
