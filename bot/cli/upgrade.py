"""`askaday upgrade`: what this version does to a database that an older one made, before it does it."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config.address import ServerAddress


def upgrade(
    check: Annotated[
        bool, typer.Option("--check", help="Only say what would be done, also while an older version runs.")
    ] = False,
) -> None:
    """Bring the database up to this version, as `askaday run` does at its start; a copy is made before."""
    # slow imports
    from adapters.storage.sqlite.file.upgrading import coming_steps
    from bot.config.address import ServerAddress
    from bot.config.settings import read_settings

    database = read_settings().database
    if isinstance(database, ServerAddress):
        _upgrade_server(database, only_say=check)
        return
    steps = coming_steps(database)
    if not steps:
        sys.stdout.write(f"The database {database} is up to date; nothing has to be done.\n")
        return
    _say(database, steps)
    if not check:
        kept = asyncio.run(_bring_up(database))
        sys.stdout.write(f"Done. How the database was is kept in {kept}.\n")


def _upgrade_server(address: "ServerAddress", *, only_say: bool) -> None:
    from bot.databases import postgres  # slow import

    url = address.url.get_secret_value()
    steps = postgres().steps_to_come(url)
    if not steps:
        sys.stdout.write(f"The database {address} is up to date; nothing has to be done.\n")
        return
    for number, step in enumerate(steps, start=1):
        sys.stdout.write(f"{number:>3}. {step}\n")
    if only_say:
        sys.stdout.write("Either all steps are done or none. Before you upgrade, make a copy with `pg_dump`.\n")
    else:
        asyncio.run(postgres().PostgresStore.open(url).close())
        sys.stdout.write("Done.\n")


def _say(database: Path, steps: "Sequence[str]") -> None:
    # slow imports
    from bot import __version__
    from bot.domain.text import count

    size = database.stat().st_size
    sys.stdout.write(f"Askaday {__version__} changes the database {database} in {count(len(steps), 'step')}:\n")
    for number, step in enumerate(steps, start=1):
        sys.stdout.write(f"{number:>3}. {step}\n")
    sys.stdout.write(
        f"Before that it is copied beside itself ({size / 1e6:,.1f} MB are needed). Either all steps are done or none. "
        "An older version cannot use it afterwards: `askaday restore` with the copy goes back.\n"
    )


async def _bring_up(database: Path) -> Path | None:
    # slow import
    from adapters.storage.sqlite.store import SqliteStore

    store = SqliteStore.open(database)
    await store.close()
    return store.kept
