"""Opening the two sides, so that nobody else uses either while rows are moved."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from adapters.storage.moving.moving import Progress, move
from adapters.storage.moving.postgres import PostgresSide
from adapters.storage.moving.side import Table
from adapters.storage.moving.sqlite import SqliteSide
from adapters.storage.postgres.server.connection import connect as connect_server
from adapters.storage.postgres.server.database import bring_up_to_date, shown
from adapters.storage.postgres.server.errors import storage_errors as server_errors
from adapters.storage.sqlite.file.connection import connect, new_database
from adapters.storage.sqlite.file.errors import storage_errors
from adapters.storage.sqlite.file.lock import only_process
from adapters.storage.sqlite.file.upgrading import coming_steps
from bot.errors import StoreError

_TIMEOUT = timedelta(seconds=5)
#: Told before anything is moved: all tables, and how many rows there are.
Begun = Callable[[Sequence[Table], int], Progress]


def to_server(file: Path, url: str, begun: Begun) -> int:
    """Move everything from a file of SQLite's into an empty database of PostgreSQL's; give how many rows that were.

    The file stays as it is.

    Raises:
        StoreError: one of them is in use, or cannot be used for this.
    """
    if coming_steps(file):
        raise StoreError(f"The database {file} is from an older version.", hint="`askaday upgrade` brings it up.")
    with (
        only_process(file),
        storage_errors(file),
        closing(connect(file, read_only=True, busy_timeout=_TIMEOUT)) as connection,
        _server(url) as target,
    ):
        source = SqliteSide(connection, file)
        tables = source.tables()
        return move(source, target, tables, begun(tables, sum(map(source.count, tables))))


def to_file(url: str, file: Path, begun: Begun) -> int:
    """Move everything from a database of PostgreSQL's into a new file; give how many rows that were.

    Until all is there it stands beside the file's place.

    Raises:
        StoreError: there is a file already, or the database is in use or cannot be used for this.
    """
    if file.exists():
        raise StoreError(f"{file} is there already.", hint="Name another file: nothing is written over.")
    partial = file.with_name(f"{file.name}.moving")
    with storage_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    with only_process(file), _server(url, is_source=True) as source:
        new_database(partial)
        with storage_errors(file), closing(connect(partial, read_only=False, busy_timeout=_TIMEOUT)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            target = SqliteSide(connection, partial)
            tables = target.tables()
            rows = move(source, target, tables, begun(tables, sum(map(source.count, tables))))
        with storage_errors(file):
            partial.rename(file)
        return rows


@contextmanager
def _server(url: str, *, is_source: bool = False) -> Iterator[PostgresSide]:
    place = shown(url)
    with server_errors(place), closing(connect_server(url, name="moving")) as connection:
        side = PostgresSide(connection, place)
        side.take()
        bring_up_to_date(connection, place, read_only=is_source, is_filled=not is_source)
        yield side
