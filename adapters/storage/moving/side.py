"""What moving needs of a database on either side."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.storage.postgres.server.database import FILLING

#: The table that a database has while it is being filled and nobody may use it; it names where that comes from.
MARK = FILLING
_SUMS_BELOW = 1 << 128

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as both sides have it."""

    name: str
    #: Those that are written; what follows from others is not among them.
    columns: tuple[str, ...]
    #: The columns that tell its rows apart.
    key: tuple[str, ...]
    #: Whether the order in which rows came counts; else they go by their key.
    by_age: bool = False


@dataclass(slots=True)
class Tally:
    """How many rows there are, and a sum of all they hold, whatever their order."""

    rows: int = 0
    checksum: int = 0

    def add(self, row: Row) -> None:
        """Take in a row."""
        digest = hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self.rows += 1
        self.checksum = (self.checksum + int.from_bytes(digest)) % _SUMS_BELOW


class Side(Protocol):
    """A database that is read from, or filled."""

    @property
    def place(self) -> str:
        """Name it, without secrets."""
        ...

    def count(self, table: Table) -> int:
        """Count a table's rows."""
        ...

    def rows(self, table: Table) -> Iterator[Row]:
        """Give a table's rows in their order."""
        ...

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Keep rows, all or none."""
        ...

    def empty(self, tables: Iterable[Table]) -> None:
        """Delete all rows of tables, in this order, all or none."""
        ...

    def marked(self) -> str | None:
        """Say where what fills it comes from; None: it is not being filled."""
        ...

    def mark(self, source: str) -> None:
        """Let nobody use it until it is filled."""
        ...

    def finish(self, tables: Iterable[Table]) -> None:
        """Let it be used from now on."""
        ...
