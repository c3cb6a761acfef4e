"""Tables that sort: by links that need no script, and by the same values where there is one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")
#: What lines are sorted by; None comes last, whichever way.
Value = str | float | datetime | None
#: So many lines are on a page, which has to stay small.
ON_PAGE = 100
#: So many characters stay on one line, as a day does.
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: how its heading reads, and what its lines are sorted by."""

    heading: str
    value: Callable[[T], Value]
    is_number: bool = False
    #: Gives the address that a line's text leads to; None: it leads nowhere.
    address: Callable[[T], str] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column."""

    text: str
    is_number: bool
    #: Sorts by it, and by it the other way round where that is done already.
    address: str
    #: "ascending" or "descending", as assistive technology is told; empty: not by this one.
    sorted: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a line under a heading."""

    text: str
    is_number: bool
    #: What it is sorted by, where that is not its text.
    value: str = ""
    address: str = ""

    @property
    def is_short(self) -> bool:
        """Say whether it stays on one line."""
        return len(self.text) <= _SHORT


@dataclass(frozen=True, slots=True)
class Table:
    """A page of a table."""

    #: What it is called, for who cannot see where it stands.
    name: str
    headings: tuple[Heading, ...]
    lines: tuple[tuple[Cell, ...], ...]
    #: Counted from 1.
    page: int = 1
    pages: int = 1
    #: Addresses of the pages before and behind it; empty: there is none.
    before: str = ""
    behind: str = ""


def table(
    name: str,
    columns: Sequence[Column[T]],
    lines: Sequence[T],
    said: Callable[[T], Sequence[str]],
    query: Mapping[str, str],
) -> Table:
    """Sort lines as an address says, and give the page of them that it says.

    Args:
        name: what the table is called.
        columns: from left to right.
        lines: in the order that they have unless an address says otherwise.
        said: gives a line's texts, one a column.
        query: what the address says: `sort` is a heading, with a `-` before it the other way round; and `page`.
    """
    wanted, column = _sorting(columns, query.get("sort", ""))
    ordered = _in_order(lines, column, wanted.startswith("-")) if column else lines
    pages = max(-(-len(ordered) // ON_PAGE), 1)
    page = min(page_of(query), pages)
    shown = ordered[(page - 1) * ON_PAGE : page * ON_PAGE]
    return Table(
        name,
        tuple(_heading(one, one is column, wanted, query) for one in columns),
        tuple(_cells(columns, line, said(line)) for line in shown),
        page,
        pages,
        linked(query, page=str(page - 1)) if page > 1 else "",
        linked(query, page=str(page + 1)) if page < pages else "",
    )


def page_of(query: Mapping[str, str]) -> int:
    """Give the page that an address names, the first unless it is a number."""
    said = query.get("page", "")
    return max(int(said), 1) if said.isascii() and said.isdecimal() and len(said) < 7 else 1  # noqa: PLR2004 - pages


def linked(query: Mapping[str, str], **changes: str) -> str:
    """Give the same page's address with some of its filters changed; an empty one is left out."""
    kept = {name: value for name, value in {**query, **changes}.items() if value}
    return f"?{urlencode(kept)}"


def _sorting(columns: Sequence[Column[T]], wanted: str) -> tuple[str, Column[T] | None]:
    name = wanted.removeprefix("-")
    return wanted, next((one for one in columns if one.heading == name), None)


def _in_order(lines: Sequence[T], column: Column[T], downwards: bool) -> list[T]:
    there = [line for line in lines if column.value(line) is not None]
    there.sort(key=lambda line: _comparable(column.value(line)), reverse=downwards)
    return there + [line for line in lines if column.value(line) is None]


def _comparable(value: Value) -> tuple[float, str]:
    match value:
        case str():
            return (0.0, value.casefold())
        case datetime():
            return (value.timestamp(), "")
        case _:
            return (value or 0.0, "")


def _heading(column: Column[T], is_sorted: bool, wanted: str, query: Mapping[str, str]) -> Heading:
    name, downwards = column.heading, wanted.startswith("-")
    # Of numbers the largest are looked for first.
    other = f"-{name}" if (is_sorted and not downwards) or (not is_sorted and column.is_number) else name
    how = ("descending" if downwards else "ascending") if is_sorted else ""
    return Heading(name, column.is_number, linked(query, sort=other, page=""), how)


def _cells(columns: Sequence[Column[T]], line: T, texts: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(
        Cell(text, one.is_number, _written(one.value(line), text), one.address(line) if one.address else "")
        for one, text in zip(columns, texts, strict=True)
    )


def _written(value: Value, text: str) -> str:
    """Write what a script sorts by, where the text itself does not do."""
    match value:
        case None | str():
            return "" if value is None or value == text else value
        case datetime():
            return str(value.timestamp())
        case _:
            return "" if str(value) == text else f"{value:.6g}"
