"""Parameters as PostgreSQL writes them: `?`, `?1` and `:name` become `$1`."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

#: Literals, quoted names and casts are left as they are.
_PARTS = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|::)|\?(\d*)|:([a-z_]+)")

Values = Sequence[Any] | Mapping[str, Any]


@lru_cache(maxsize=1024)
def translated(statement: str) -> tuple[str, tuple[str, ...]]:
    """Give a statement with PostgreSQL's placeholders, and the names of its parameters, if they have any, by place.

    `?` are taken in their order, so that they need no names.
    """
    names: list[str] = []
    taken = 0

    def place(match: "re.Match[str]") -> str:
        nonlocal taken
        untouched, number, name = match.groups()
        if untouched is not None:
            return str(untouched)
        if name is None:
            taken += 1
            return f"${number or taken}"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _PARTS.sub(place, statement), tuple(names)


def in_order(names: Sequence[str], values: Values) -> Sequence[Any]:
    """Give values in the order of their places."""
    return [values[name] for name in names] if isinstance(values, Mapping) else values
