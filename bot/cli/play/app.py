"""`askaday run` and `askaday demo`."""

import asyncio
import getpass
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.checks.platforms import all_off, nobody_reaches
from bot.cli.grading.fetching import NoModel, fetch_on_first_run
from bot.cli.year.kind import Kind
from bot.config.roles import Role, refuse_role
from bot.errors import InputError
from bot.garbage import keep_for_good
from bot.paths import typed_path

if TYPE_CHECKING:
    from bot.bootstrap import App, Connections
    from bot.cli.play.terminal import Terminal
    from bot.config.settings import Settings
    from bot.databases import OpenedStore

#: What can be lived through, in days: questions of packs are out of date some day.
MOST_DAYS = 1000
_ROLE_HELP = (
    "What this process does, of several on one PostgreSQL: connect hears people, work does what is due, web shows the "
    "pages."
)


def run(
    no_model: NoModel = False,
    role: Annotated[Role, typer.Option(help=_ROLE_HELP)] = Role.ALL,
) -> None:
    """Run Askaday with the settings of the environment and `.env`, until it is told to stop.

    On a terminal you can play; without one it serves until it gets SIGTERM or SIGINT.
    """
    # slow imports
    from bot.bootstrap import connections
    from bot.cli.play.ending import unless_told, until_over
    from bot.cli.play.reading_anew import forget_crashed, reading_anew
    from bot.cli.play.terminal import open_terminal
    from bot.packs.library import pack_library
    from bot.ports.steady_clock import SteadyClock
    from bot.services.authoring.reloading import Reloading, tell_problems
    from bot.services.supplying import Supplying

    async def serve(store: "OpenedStore") -> None:
        stop = _told_to_stop(is_heard=not is_interactive)
        clock = SteadyClock()
        connected = connections(settings, store, clock, role)
        if platforms := connected.platforms:
            clock.wait_for_platforms()
        terminal = open_terminal(settings, store, packs, clock, connected.messengers, role=role)
        forget_crashed(settings.file)
        _tell_opened(settings, store)

        async def start() -> None:
            await terminal.recall()
            await Supplying(packs, clock).tell_left_out(store, packs.problems())
            keep_for_good()
            await terminal.app.start()
            await connected.start(terminal.app)

        try:
            if not await unless_told(stop, start()):
                return
            new = settings.file.absolute() if store.is_new else None
            work = _play(terminal, new, connected) if is_interactive else served(stop, terminal.app, [*platforms])
            await until_over(work, [store.lost(), connected.lost()], platforms, needs_platform=not is_interactive)
        finally:
            await connected.stop()
            await terminal.app.stop()
            await connected.close()

    async def served(stop: asyncio.Event, app: "App", named: Sequence[str]) -> None:
        async with reading_anew(settings.file, Reloading(app.store, app.clock, packs)):
            await _until_told(stop, role, settings, [*console, *named])

    is_interactive = role is Role.ALL and sys.stdin.isatty() and sys.stdout.isatty()
    console = ["console"] if role is Role.ALL else []
    # One plays in this terminal: only what goes wrong is said between the cards. `2>FILE` keeps all of the log.
    settings = _prepared(role, is_quiet=is_interactive and sys.stderr.isatty())
    packs = pack_library(settings)
    tell_problems(packs.problems())
    _settle_comparing(settings, no_model=no_model)
    if (opened := _opened(settings, is_heard=not is_interactive)) is not None:
        asyncio.run(serve(opened))


def _prepared(role: Role, *, is_quiet: bool) -> "Settings":
    """Read the settings and begin the log."""
    # slow imports
    import structlog

    from bot.config.settings import read_settings, setting_warnings
    from bot.logs import configure_logs

    settings = read_settings()
    refuse_role(role, settings)
    configure_logs(settings.model_copy(update={"log_level": "error"}) if is_quiet else settings)
    for sentence in setting_warnings():
        structlog.get_logger().warning(sentence)
    return settings


def _settle_comparing(settings: "Settings", *, no_model: bool) -> None:
    """Fetch the model on a first run, and say where answers are compared by their words alone and what changes that."""
    # slow imports
    import structlog

    from adapters.grading.vectors.files import is_installed
    from bot.cards.notices.series import INSTALLS_MODEL

    if not settings.is_on_server and not settings.file.exists():
        # Later a series has a grader, and another one would be a surprise.
        fetch_on_first_run(settings.model_dir, is_refused=no_model or settings.fetch_model == "no")
    if not is_installed(settings.model_dir):
        said = "answers are compared by their words alone; this, and a restart, lets them be compared by meaning"
        structlog.get_logger().warning(said, run=INSTALLS_MODEL)


def _opened(settings: "Settings", *, is_heard: bool) -> "OpenedStore | None":
    """Open the database; None: a signal to stop came meanwhile, and the database is as it was, or up to date.

    That may take as long as another process changes it, and an event loop would hear of the signal only then. An
    exception ends it at once: the steps of an upgrade are one transaction, which is given up.
    """
    # slow imports
    import structlog

    from bot.databases import open_store

    if is_heard:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return open_store(settings)
    except KeyboardInterrupt:
        if not is_heard:
            raise
        structlog.get_logger().info("stopping before it has started")
        return None


def _tell_opened(settings: "Settings", store: "OpenedStore") -> None:
    # slow import
    import structlog

    if store.is_new:
        structlog.get_logger().info("a new database was made", file=str(settings.database))
    if store.kept is not None:
        structlog.get_logger().info(
            "the database was brought up to date", file=str(settings.database), copy_of_before=str(store.kept)
        )


async def _play(terminal: "Terminal", new: Path | None, connected: "Connections") -> None:
    """Let the person at the terminal play; `new` is the database, where there was none before."""
    # slow import
    from bot.cli.play.terminal import player

    await terminal.settled()
    if new is not None:
        terminal.screen.note(f"A new database was made: {new}.")
    await terminal.greet(connected.reached, "" if connected.platforms else all_off())
    connected.tell_reach(terminal.screen.note)
    await terminal.repl(player(getpass.getuser())).run()
    terminal.screen.note("Askaday stops; `askaday run` goes on where it was.")


def _told_to_stop(*, is_heard: bool) -> asyncio.Event:
    """Give what a signal to stop sets: from here on it ends nothing in its middle."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT) if is_heard else ():
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _until_told(stop: asyncio.Event, role: Role, settings: "Settings", platforms: Sequence[str]) -> None:
    # slow import
    import structlog

    if role is Role.ALL and not settings.has_platform:
        structlog.get_logger().warning(nobody_reaches(settings))
    structlog.get_logger().info("running", role=str(role), platforms=platforms)
    await stop.wait()
    structlog.get_logger().info("stopping")


def demo(
    *,
    no_model: NoModel = False,
    generate: Annotated[
        Kind | None,
        typer.Option(help="Write the year of a team of 200 (year) or of six (team) into a database instead."),
    ] = None,
    web: Annotated[
        bool,
        typer.Option("--web", help="Show a generated year in a browser, the small team's unless you say."),
    ] = False,
    database: Annotated[
        Path | None, typer.Option(parser=typed_path, metavar="FILE", help="The database to write; it must not exist.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same number gives the same year.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="So many days of it.")] = 365,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Its last day; today, unless you say.")
    ] = None,
) -> None:
    """Play a question of the day here and now: yourself on a terminal, else a scripted week of simulated teammates."""
    if web or generate is not None or database is not None:
        _generate(generate, database, web=web, seed=seed, days=days, until=until.date() if until else None)
        return
    # slow imports
    from adapters.console.send.screen import Screen
    from bot.cli.play import demonstration
    from bot.cli.play.passing import DATABASE, passing_folder
    from bot.cli.play.terminal import open_terminal
    from bot.config.settings import default_settings
    from bot.databases import open_store
    from bot.logs import configure_logs
    from bot.packs.library import pack_library
    from bot.ports.clock import FastClock, TravelClock

    is_interactive = sys.stdin.isatty() and sys.stdout.isatty()

    async def play(settings: "Settings") -> None:
        store, packs = open_store(settings), pack_library(settings)
        if is_interactive:
            clock = FastClock(datetime.now(UTC), demonstration.SPEED)
            await demonstration.play_live(open_terminal(settings, store, packs, clock), clock)
        else:
            travel = TravelClock(demonstration.MONDAY)
            screen = Screen(most_lines=demonstration.MOST_LINES)
            await demonstration.play_week(open_terminal(settings, store, packs, travel, screen=screen), travel)

    fetch_on_first_run(default_settings().model_dir, is_refused=no_model)
    with passing_folder() as folder:
        settings = default_settings(database=folder / DATABASE, log_level="error")
        configure_logs(settings)
        asyncio.run(play(settings))


def _generate(kind: Kind | None, database: Path | None, *, web: bool, seed: int, days: int, until: date | None) -> None:
    """Write a year into a database, or show it in a browser.

    Raises:
        InputError: it is not said what of both, or not where to write it.
    """
    # slow imports
    from bot.cli.play.browsing import browse
    from bot.cli.year.app import generate

    if web and database is not None:
        raise InputError("--web shows a year that it makes itself.", hint="Leave `--database` out.")
    if web:
        browse(kind or Kind.TEAM, seed=seed, days=days, until=until)
    elif kind is None:
        raise InputError("--database goes with --generate.", hint="Add `--generate year` or `--generate team`.")
    elif database is None:
        raise InputError("There is no file to write to.", hint="Add `--database FILE`, which does not exist yet.")
    else:
        generate(kind, database, seed=seed, days=days, until=until)
