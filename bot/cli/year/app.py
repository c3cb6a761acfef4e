"""`askaday demo --generate`: writing a team's year into a database that does not exist yet."""

import asyncio
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.cli.year.kind import Kind
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.year.living import Period


def generate(kind: Kind, database: Path, *, seed: int, days: int, until: date | None) -> None:
    """Write the last days up to a date, both included, into a new database; without a date, up to today.

    Raises:
        InputError: the database exists, or its folder does not.
    """
    # slow imports
    from bot.cli.year.living import Period
    from bot.config.settings import default_settings
    from bot.logs import configure_logs
    from bot.ports.clock import SystemClock

    if database.exists():
        raise InputError(f"{database} exists already.", hint="Name a file that does not exist yet.")
    if not database.parent.is_dir():
        raise InputError(f"There is no folder {database.parent}.", hint="Make it first, or name another file.")
    period = Period.of(days, until or SystemClock().now().date())
    configure_logs(default_settings(log_level="error"))
    with TemporaryDirectory(dir=database.parent, prefix=f".{database.name}-") as folder:
        made = Path(folder) / "askaday.db"
        write(kind, made, period, seed)
        # Only what is whole takes the name.
        made.rename(database)
    whose = "The team's" if kind is Kind.TEAM else "The year's"
    sys.stdout.write(f"{whose} days from {period.first} to {period.last} are in {database}.\n")
    sys.stdout.write(f"Look at them with `ASKADAY_DATABASE={database} askaday stats all`.\n")


def write(kind: Kind, made: Path, period: "Period", seed: int) -> None:
    """Let a team live through a period in a new database, and show how far it is."""
    # slow imports
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Living", total=period.days)
        asyncio.run(_live(kind, made, period, seed, lambda: progress.advance(task)))


async def _live(kind: Kind, made: Path, period: "Period", seed: int, lived: "Callable[[], object]") -> None:
    # slow imports
    from bot.cli.year.living import live
    from bot.cli.year.teams import TEAMS
    from bot.config.settings import default_settings
    from bot.databases import new_store
    from bot.packs.library import pack_library

    settings = default_settings(database=made)
    store = new_store(made)
    try:
        await live(settings, store, pack_library(settings), TEAMS[kind], period, seed=seed, lived=lived)
    finally:
        await store.close()
