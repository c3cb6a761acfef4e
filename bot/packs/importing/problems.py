"""Problems of an import by kind: one mistake that stands in a thousand rows is told once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from bot.errors import PackProblem
from bot.packs.validation import Place

#: So many places of a kind are named.
_MOST_PLACES: Final = 5
#: What differs from row to row without being another mistake.
_VARYING = re.compile(r"“[^”]{0,200}”|\(saw .{0,200}\)|\[\d{1,9}\]|\d{1,9}")


@dataclass(slots=True)
class Problems:
    """Problems in the order in which their kinds came up."""

    kinds: dict[str, list[tuple[str, PackProblem]]] = field(default_factory=dict)

    def add(self, found: Iterable[PackProblem], place: Place | None = None) -> None:
        """Add problems, of one place if it is given."""
        for problem in found:
            prefix = place.prefix if place and problem.reason.startswith(place.prefix) else _prefix(problem.reason)
            kind = _kind(problem.reason[len(prefix) :])
            self.kinds.setdefault(kind, []).append((prefix, problem))

    def told(self) -> Iterator[PackProblem]:
        """Give one problem a kind."""
        for found in self.kinds.values():
            prefix, first = found[0]
            if len(found) == 1:
                yield first
                continue
            named = [name.removesuffix(": ") or f"line {one.line}" for name, one in found[:_MOST_PLACES]]
            more = f" and {len(found) - _MOST_PLACES} more" if len(found) > _MOST_PLACES else ""
            reason = f"{first.reason[len(prefix) :]} ({len(found)} times: {_listed(named)}{more})"
            yield replace(first, reason=reason)


def _prefix(reason: str) -> str:
    found = re.match(r"(?:question|row|entry) [\d]{1,9}: ", reason)
    return found[0] if found else ""


def _kind(reason: str) -> str:
    # What is near to a key is said of that key: two misspelt keys are two mistakes.
    key, colon, said = reason.partition(": ")
    return key + colon + _VARYING.sub("…", said) if colon else _VARYING.sub("…", reason)


def _listed(names: list[str]) -> str:
    kinds = {name.rsplit(" ", 1)[0] for name in names}
    if len(kinds) == 1 and len(names) > 1:
        kind = kinds.pop()
        return f"{kind}s {', '.join(name.rsplit(' ', 1)[1] for name in names)}"
    return ", ".join(names)
