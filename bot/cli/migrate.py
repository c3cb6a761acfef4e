"""`askaday migrate`: everything from SQLite to PostgreSQL, or back."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import InputError

if TYPE_CHECKING:
    from adapters.storage.moving.side import Table

_SERVER = ("postgresql://", "postgres://")


def migrate(
    to: Annotated[
        str, typer.Option("--to", metavar="URL|FILE", help="An empty database postgresql://…, or a file to make.")
    ],
    origin: Annotated[
        str, typer.Option("--from", metavar="URL|FILE", help="Where it comes from; ASKADAY_DATABASE, unless you say.")
    ] = "",
) -> None:
    """Move everything into another kind of database, and compare it; what was interrupted goes on when run again.

    Askaday must not run meanwhile. The database it comes from stays as it is.
    """
    # slow imports
    from rich.console import Console
    from rich.progress import Progress

    source = origin or _address()
    is_to_server = to.startswith(_SERVER)
    if is_to_server is source.startswith(_SERVER):
        kind = "PostgreSQL" if is_to_server else "SQLite"
        hint = f"Within {kind}, `askaday backup` and `askaday restore` make a copy."
        raise InputError(f"Both are databases of {kind}.", hint=hint)
    _check(to if is_to_server else source)
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as bar:

        def begun(tables: "Sequence[Table]", rows: int) -> Callable[[str, int], object]:
            task = bar.add_task(f"Moving {len(tables)} tables", total=rows)
            return lambda table, done: bar.update(task, description=table, advance=done)

        rows = _move(source, to, begun)
    sys.stdout.write(
        f"{rows:,} rows are moved and compared. Set ASKADAY_DATABASE to the new database before you start Askaday; the "
        "old one stays as it is.\n"
    )


def _address() -> str:
    # slow imports
    from bot.config.address import ServerAddress
    from bot.config.settings import read_settings

    database = read_settings().database
    return database.url.get_secret_value() if isinstance(database, ServerAddress) else str(database)


def _check(url: str) -> None:
    """Refuse a wrong address before the driver does, which would show a part of the password."""
    from bot.config.address import read_address  # slow import

    try:
        read_address(url)
    except ValueError as error:
        raise InputError(f"The address of PostgreSQL cannot be used: {error}.") from None


def _move(source: str, to: str, begun: "Callable[[Sequence[Table], int], Callable[[str, int], object]]") -> int:
    try:
        from adapters.storage.moving.opening import to_file, to_server  # slow import
    except ModuleNotFoundError as error:
        from bot.databases import no_driver  # slow import

        raise no_driver() from error
    if to.startswith(_SERVER):
        return to_server(Path(source), to, begun)
    return to_file(source, Path(to).expanduser(), begun)
