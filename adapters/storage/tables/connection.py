"""What the tables need of a connection, as `sqlite3` has it; other databases' connections are brought to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from adapters.storage.tables.dialect import Dialect
from adapters.storage.tables.recalling import Recalled


class Row(Protocol):
    """A row, whose values are found by the names and by the places of their columns."""

    def __getitem__(self, key: int | str, /) -> Any:
        """Give a value."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """Go through the values."""
        ...

    def keys(self) -> list[str]:
        """Give the names of the columns."""
        ...


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """Say how many rows were written; -1 where no statement ran."""
        ...

    def fetchone(self) -> Any:
        """Give the next row; None: there is none."""
        ...

    def fetchall(self) -> list[Any]:
        """Give the rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """Go through the rows that are left."""
        ...


class Connection(Protocol):
    """Runs statements whose parameters are `?`, `?1` or `:name`, inside a transaction that others open and end."""

    @property
    def dialect(self) -> Dialect:
        """Say which database it is."""
        ...

    @property
    def recalled(self) -> Recalled:
        """Give what was read in the transaction."""
        ...

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ..., /) -> Cursor:
        """Run a statement."""
        ...

    def executemany(self, statement: str, values: Iterable[Sequence[Any] | Mapping[str, Any]], /) -> Cursor:
        """Run a statement once for each of the values."""
        ...

    def written(self, cursor: Cursor, presumed: int, /) -> int:
        """Say how many rows a statement wrote, or what is presumed.

        To ask may take a trip to the server. Where what is presumed turns out to be wrong the transaction is run again.
        """
        ...
