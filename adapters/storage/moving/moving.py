"""Copying all tables from one side to the other: in batches, so that it can go on where it was interrupted."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from adapters.storage.moving.side import Row, Side, Table, Tally
from bot.errors import StoreError

#: So many rows are kept at once.
BATCH = 1000

#: Told the table and how many of its rows have been done since it was told last.
Progress = Callable[[str, int], object]


def move(source: Side, target: Side, tables: Sequence[Table], progress: Progress) -> int:
    """Copy everything, compare it, and let the target be used; give how many rows there are.

    Begun again after it was interrupted, it goes on; if what is there is not what the source holds now, it begins anew.
    Where all is there already, as after a run that died before it said so, nothing is written.

    Raises:
        StoreError: the target holds something else, or could not be filled; nobody can use it then.
    """
    if target.marked() is None and _is_there(source, target, tables):
        for table in tables:
            progress(table.name, source.count(table))
        return sum(map(source.count, tables))
    is_resumed = _prepare(source, target, tables)
    if is_resumed and not _is_begun(source, target, tables):
        target.empty(reversed(tables))
    rows = sum(_copy(source, target, table, progress) for table in tables)
    if differing := [table.name for table in tables if _differs(source, target, table)]:
        names = ", ".join(differing)
        raise StoreError(f"{target.place} does not hold what {source.place} holds: {names}.", hint="Try once more.")
    target.finish(tables)
    return rows


def _is_there(source: Side, target: Side, tables: Sequence[Table]) -> bool:
    """Say whether the target holds something, and that what the source holds."""
    return any(map(target.count, tables)) and not any(_differs(source, target, table) for table in tables)


def _differs(source: Side, target: Side, table: Table) -> bool:
    return _tally(source.rows(table)) != _tally(target.rows(table))


def _prepare(source: Side, target: Side, tables: Sequence[Table]) -> bool:
    """Mark the target, and say whether it had been begun before."""
    marked = target.marked()
    if marked == source.place:
        return True
    if marked is not None:
        raise StoreError(f"{target.place} is being filled from {marked}.", hint="Go on from there, or name another.")
    if filled := [table.name for table in tables if target.count(table)]:
        hint = "Name an empty database: nothing is written over."
        raise StoreError(f"{target.place} is not empty: it has rows in {filled[0]}.", hint=hint)
    target.mark(source.place)
    return False


def _is_begun(source: Side, target: Side, tables: Sequence[Table]) -> bool:
    """Say whether all that the target holds is what the source would have begun with: it may have gone on since."""
    return all(
        _tally(islice(source.rows(table), target.count(table))) == _tally(target.rows(table)) for table in tables
    )


def _copy(source: Side, target: Side, table: Table, progress: Progress) -> int:
    """Copy what is not there yet, and give how many rows the source has."""
    rows, found = source.rows(table), target.count(table)
    progress(table.name, sum(1 for _ in islice(rows, found)))
    while batch := list[Row](islice(rows, BATCH)):
        target.insert(table, batch)
        found += len(batch)
        progress(table.name, len(batch))
    return found


def _tally(rows: Iterable[Row]) -> Tally:
    tally = Tally()
    for row in rows:
        tally.add(row)
    return tally
