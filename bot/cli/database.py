"""`askaday backup` and `askaday restore`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.paths import typed_path

FileArgument = Annotated[Path, typer.Argument(parser=typed_path, metavar="FILE", help="The backup file.")]


def backup(file: FileArgument) -> None:
    """Write a consistent copy of the database, also while Askaday runs."""
    # slow imports
    from bot.config.settings import read_settings
    from bot.databases import open_store
    from bot.ports.copies import copies_of

    async def copy() -> None:
        store = open_store(read_settings(), read_only=True)
        try:
            await copies_of(store).backup(str(file))
        finally:
            await store.close()

    asyncio.run(copy())
    sys.stdout.write(f"Backed up to {file} ({file.stat().st_size:,} bytes).\n")


def restore(file: FileArgument) -> None:
    """Put a backup in the place of the database; the old one is kept: beside it, or beside the backup on a server."""
    # slow imports
    from bot.config.settings import read_settings
    from bot.databases import bring_back

    settings = read_settings()
    kept = bring_back(settings, file)
    sys.stdout.write(f"Restored {settings.database} from {file}.\n")
    if kept is not None:
        sys.stdout.write(f"The database it replaced is {kept}.\n")
