"""What was read in a transaction, and is the same until the transaction writes to where it stands."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, cast

T = TypeVar("T")

_VERB = re.compile(r"\s*([A-Za-z]+)")
_WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE)\s+([a-z_]+)")
#: What stands in a statement that begins with WITH, and writes.
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE)\b")
_READ = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)")
#: These change nothing of what was read.
_HARMLESS = frozenset({"SELECT", "SAVEPOINT", "RELEASE"})
_ENDS = frozenset({"COMMIT", "ROLLBACK", "END"})


class Recalled:
    """What was read since the transaction began.

    Every transaction sees one state of the database and what it wrote itself, so that to ask again brings nothing.
    Outside a transaction nothing is recalled: others may write between two statements.
    """

    def __init__(self) -> None:
        self._is_open = False
        self._known: dict[tuple[str, tuple[object, ...]], object] = {}
        self._by_table: dict[str, set[tuple[str, tuple[object, ...]]]] = defaultdict(set)
        self._done: dict[str, dict[tuple[object, ...], object]] = defaultdict(dict)

    def once(self, statement: str, values: tuple[object, ...], read: Callable[[], T]) -> T:
        """Give what a query that only reads gave before, or read it: nobody may change what is given."""
        key = (statement, values)
        if key in self._known:
            return cast("T", self._known[key])
        found = read()
        if self._is_open:
            self._known[key] = found
            for table in _tables_read(statement):
                self._by_table[table].add(key)
        return found

    def is_done(self, table: str, key: tuple[object, ...], value: object) -> bool:
        """Say whether the transaction did the same to a row before, and nothing else since; take note of it."""
        if not self._is_open:
            return False
        known = self._done[table]
        if known.get(key) == value:
            return True
        known[key] = value
        return False

    def undone(self, table: str) -> None:
        """Take note that rows of a table are no longer what was done to them."""
        self._done.pop(table, None)

    def note(self, statement: str) -> None:
        """Forget what a statement that is run may change."""
        verb, table = _effect(statement)
        if verb in _HARMLESS:
            return
        if table:
            for key in self._by_table.pop(table, ()):
                self._known.pop(key, None)
            return
        # Deleting a row may delete others that refer to it; of what else this is nothing is known.
        self._known.clear()
        self._by_table.clear()
        self._done.clear()
        if verb == "BEGIN":
            self._is_open = True
        elif verb in _ENDS and " TO " not in statement:
            self._is_open = False


@lru_cache(maxsize=1024)
def _effect(statement: str) -> tuple[str, str]:
    """Give the first word of a statement, and the one table that it writes to; empty: none, or perhaps several."""
    verb, table = _VERB.match(statement), _WRITTEN.match(statement)
    if verb and verb.group(1) == "WITH" and not _WRITES.search(statement):
        return "SELECT", ""
    return verb.group(1) if verb else "", table.group(1) if table else ""


@lru_cache(maxsize=256)
def _tables_read(statement: str) -> frozenset[str]:
    return frozenset(_READ.findall(statement))
