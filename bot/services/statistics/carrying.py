"""What was read and made of rows, carried from one reading to the next as long as those rows are the same.

Each part is compared with what it was made of: readers of several threads share it, each of which may see the store as
it was at another instant.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")
#: As `WritesTable.latest` gives them.
Writes = Mapping[str, Mapping[str, tuple[int, ...]]]


def of_sources(writes: Writes, sources: AbstractSet[str]) -> object:
    """Give what tells one state of some sources from another."""
    return {source: writes[source] for source in sources if source in writes}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was made, by name, with what each part was made of. It is never changed."""

    made_of: Mapping[str, object] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Carried:
    """The latest of what was read and made; what was not asked for longest goes first."""

    most: int
    _held: OrderedDict[Hashable, tuple[object, object]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def __len__(self) -> int:
        """Count what is carried."""
        return len(self._held)

    def same(self, key: Hashable, state: object, make: Callable[[], T]) -> T:
        """Give what was made of a state; what is not carried is made now, in the place of any other state."""
        found = self._get(key)
        if found is not None and found[0] == state:
            return cast("T", found[1])
        made = make()
        self._put(key, state, made)
        return made

    def pieces(
        self, key: Hashable, numbers: Mapping[str, object], read: Callable[[Sequence[str]], Mapping[str, T]]
    ) -> Mapping[str, T]:
        """Give rows by what they are about, in its order: those whose number is another one are read, all at once.

        Args:
            key: what they are.
            numbers: of everything that there may be rows of.
            read: reads some of them, and may give more.
        """

        def anew(names: Sequence[str]) -> Mapping[str, T]:
            found = read(names)
            return {name: found[name] for name in names if name in found}

        return self._parts(key, numbers, anew)

    def made(self, key: Hashable, made_of: Mapping[str, object], make: Callable[[str], T]) -> Mapping[str, T]:
        """Give what is made of each part of something; of those that are as they were it is not made again."""
        return self._parts(key, made_of, lambda names: {name: make(name) for name in names})

    def _parts(
        self, key: Hashable, made_of: Mapping[str, object], make: Callable[[Sequence[str]], Mapping[str, T]]
    ) -> Mapping[str, T]:
        held = self._get(key)
        before = _Parts() if held is None else cast("_Parts", held[1])
        nothing = object()
        changed = [name for name, of in made_of.items() if before.made_of.get(name, nothing) != of]
        if not changed and len(made_of) == len(before.made_of):
            return before.found
        made = make(changed) if changed else {}
        # What is as it was stays the same object: to compare it costs nothing then.
        same = {name: before.found[name] for name, of in made.items() if before.found.get(name, nothing) == of}
        found = {**before.found, **made, **same}
        for name in chain((name for name in changed if name not in made), before.found.keys() - made_of.keys()):
            found.pop(name, None)
        if not made.keys() <= before.found.keys():
            found = {name: found[name] for name in sorted(found)}
        self._put(key, None, _Parts(dict(made_of), found))
        return found

    def _get(self, key: Hashable) -> tuple[object, object] | None:
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def _put(self, key: Hashable, state: object, made: object) -> None:
        with self._lock:
            self._held[key] = (state, made)
            self._held.move_to_end(key)
            while len(self._held) > self.most:
                self._held.popitem(last=False)
