"""Rows that are inserted by the same statement, gathered into one that inserts them all."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

#: Rows of one statement at most. Fewer are sent in pieces of halves, so that the server keeps few statements.
_MOST = 64
_INSERT = re.compile(r"(\s*INSERT INTO [a-z_]+\s*\([a-z_,\s]+\)\s*VALUES\s*)\(\?(?:, \?)*\)([^?:$]*)")


class Part(NamedTuple):
    """A statement with as many rows, and their values."""

    text: bytes
    values: Sequence[Any]
    rows: int


class Gathered:
    """Rows for one statement."""

    def __init__(self, statement: str) -> None:
        self.statement = statement
        self.rows: list[Sequence[Any]] = []
        #: How many of them somebody was told are written.
        self.presumed = 0

    def parts(self) -> Sequence[Part]:
        """Give the statements that insert them, in their order."""
        parts, begin, size = [], 0, _MOST
        while begin < len(self.rows):
            while size > len(self.rows) - begin:
                size //= 2
            rows = self.rows[begin : begin + size]
            text = _inserting(self.statement, len(rows), len(rows[0]))
            parts.append(Part(text, [value for row in rows for value in row], size))
            begin += size
        return parts


@lru_cache(maxsize=1024)
def can_be_gathered(statement: str) -> bool:
    """Say whether a statement inserts one row of nothing but parameters, and gives nothing back."""
    found = _INSERT.fullmatch(statement)
    return found is not None and "RETURNING" not in found.group(2)


@lru_cache(maxsize=512)
def _inserting(statement: str, rows: int, columns: int) -> bytes:
    found = _INSERT.fullmatch(statement)
    if found is None:
        raise ValueError(statement)
    values = (f"({', '.join(f'${row * columns + column + 1}' for column in range(columns))})" for row in range(rows))
    return f"{found.group(1)}{', '.join(values)}{found.group(2)}".encode()
