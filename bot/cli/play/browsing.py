"""`askaday demo --web`: a year of a team that never was, to look at in a browser as its manager does."""

import asyncio
import signal
import socket
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.year.kind import Kind

if TYPE_CHECKING:
    from bot.bootstrap import App
    from bot.config.settings import Settings

_HOST = "127.0.0.1"


def browse(kind: Kind, *, seed: int, days: int, until: date | None) -> None:
    """Let a team live through its last days up to a date, and serve its pages until Ctrl-C."""
    # slow imports
    from bot.cli.play.passing import DATABASE, passing_folder
    from bot.cli.year.app import write
    from bot.cli.year.living import Period
    from bot.config.settings import default_settings
    from bot.logs import configure_logs
    from bot.ports.clock import SystemClock

    configure_logs(default_settings(log_level="error"))
    with passing_folder() as folder:
        database = folder / DATABASE
        write(kind, database, Period.of(days, until or SystemClock().now().date()), seed)
        asyncio.run(_serve(database))


async def _serve(database: Path) -> None:
    # slow imports
    from bot.bootstrap import Connections, web
    from bot.cli.year.acts import WORKSPACE
    from bot.cli.year.teams import MANAGER
    from bot.config.settings import default_settings

    port, told = _free_port(), asyncio.Event()
    # SIGHUP: its terminal was closed.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    address, appointed = f"http://{_HOST}:{port}", ((WORKSPACE, MANAGER),)
    settings = default_settings(database=database, web="on", public_url=address, managers=appointed, log_level="error")
    app, pages = _app(settings), web(settings, {})
    connected = Connections([pages] if pages is not None else [], _HOST, port)
    try:
        await connected.start(app)
        link = await _link(app, WORKSPACE, MANAGER)
        sys.stdout.write(f"This link signs a manager in, within ten minutes and once:\n{link}\n")
        sys.stdout.write("Ctrl-C ends it; nothing is kept.\n")
        sys.stdout.flush()
        await told.wait()
    finally:
        await connected.stop()
        await app.store.close()


def _app(settings: "Settings") -> "App":
    # slow imports
    from bot.bootstrap import build
    from bot.databases import open_store
    from bot.packs.library import pack_library
    from bot.ports.clock import SystemClock

    # Nothing is sent, and no tick asks a question: it is a year to look at.
    return build(settings, {}, store=open_store(settings), packs=pack_library(settings), clock=SystemClock())


async def _link(app: "App", workspace: str, member: str) -> str:
    from bot.domain.members import Actor  # slow import

    seen = await app.call(lambda tx: tx.members.get(workspace, member))
    who = Actor(workspace, member, seen.name if seen else member)
    return await app.call(app.services.signing_in.new_link, who)


def _free_port() -> int:
    # The links name the port before anything listens there.
    with socket.create_server((_HOST, 0)) as found:
        return int(found.getsockname()[1])
