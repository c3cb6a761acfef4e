"""`askaday run` and `askaday demo`."""

import asyncio
import getpass
import signal
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path


def run() -> None:
    """Run Askaday with the settings of the environment and `.env`, until it is told to stop.

    On a terminal you can play; without one it serves until it gets SIGTERM or SIGINT.
    """
    # slow imports
    from bot.bootstrap import open_store, slack_connection
    from bot.cli.terminal import open_terminal, player
    from bot.config import read_settings
    from bot.logs import configure_logs
    from bot.ports.clock import SystemClock

    async def serve() -> None:
        store = open_store(settings)
        slack = slack_connection(settings)
        messengers = {slack.messenger.platform: slack.messenger} if slack else {}
        terminal = open_terminal(settings, store, SystemClock(), messengers)
        await terminal.app.start()
        try:
            if slack:
                await slack.start(terminal.app.services, terminal.app.desk)
            if sys.stdin.isatty() and sys.stdout.isatty():
                terminal.screen.note(f"Askaday is running; set it up with /{settings.command} setup, leave with /quit.")
                await terminal.repl(player(getpass.getuser())).run()
            else:
                await _until_told_to_stop(["console", *messengers])
        finally:
            if slack:
                await slack.stop()
            await terminal.app.stop()
            if slack:
                await slack.close()

    settings = read_settings()
    configure_logs(settings)
    asyncio.run(serve())


async def _until_told_to_stop(platforms: Sequence[str]) -> None:
    # slow import
    import structlog

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    structlog.get_logger().info("running", platforms=platforms)
    await stop.wait()
    structlog.get_logger().info("stopping")


def demo() -> None:
    """Play a question of the day here and now: yourself on a terminal, else a scripted week of simulated teammates."""
    # slow imports
    from adapters.storage.sqlite.store import SqliteStore
    from bot.cli import demonstration
    from bot.cli.terminal import open_terminal
    from bot.config import Settings
    from bot.logs import configure_logs
    from bot.ports.clock import FastClock, TravelClock

    is_interactive = sys.stdin.isatty() and sys.stdout.isatty()
    settings = Settings(_env_file=None, log_level="error")
    configure_logs(settings)

    async def play() -> None:
        with tempfile.TemporaryDirectory(prefix="askaday-demo-") as folder:
            store = SqliteStore.open(Path(folder) / "askaday.db")
            if is_interactive:
                clock = FastClock(datetime.now(UTC), demonstration.SPEED)
                await demonstration.play_live(open_terminal(settings, store, clock), clock)
            else:
                travel = TravelClock(demonstration.MONDAY)
                await demonstration.play_week(open_terminal(settings, store, travel), travel)

    asyncio.run(play())
