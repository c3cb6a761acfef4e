"""Words that say the opposite of one another, which every likeness of meaning takes for nearly the same."""

from collections import defaultdict
from functools import lru_cache

from adapters.grading.text.words import words_of

_PAIRS = """
    synchronous asynchronous, sync async, public private, internal external, inbound outbound, ingress egress,
    inside outside, internal internet, allow deny, allow block, allow forbid, permit deny, permit block, accept reject,
    enable disable, increase decrease, increase reduce, grow shrink, raise lower, rise fall, gain lose, more less,
    more fewer, most least, most fewest, higher lower, high low, highest lowest, larger smaller, large small, big small,
    bigger smaller, largest smallest, faster slower, fast slow, fastest slowest, quick slow, cheap expensive,
    cheaper dearer, cheaper costlier, longer shorter, long short, longest shortest, early late, earlier later,
    before after, first last, always never, everything nothing, all none, every no, read write, reader writer,
    upload download, push pull, sender receiver, client server, source destination, primary secondary, master slave,
    primary standby, active passive, hot cold, warm cold, open close, start stop, begin end, create delete, add remove,
    insert delete, encrypt decrypt, encrypted plaintext, compress decompress, lock unlock, mutable immutable,
    durable volatile, persistent ephemeral, persistent volatile, permanent temporary, permanent transient,
    static dynamic, strong weak, strict loose, tight loose, eager lazy, manual automatic, manually automatically,
    horizontal vertical, horizontally vertically, shared dedicated, shared exclusive, single multiple, one many,
    local remote, local global, regional global, zonal regional, block object, managed unmanaged, serial parallel,
    serially parallel, sequential parallel, sequential random, compile interpret, stack queue, lifo fifo, head tail,
    front back, top bottom, left right, up down, above below, over under, ascending descending, minimum maximum,
    min max,
    true false, success failure, succeed fail, legal illegal, safe unsafe, valid invalid, positive negative,
    optional mandatory, optional required, known unknown, connected separated, connected disconnected,
    same different, equal different, similar different, possible impossible, easy hard, easy difficult,
    simple complex, full empty, heavy light, dense sparse, coarse fine, abstract concrete, upstream downstream
"""
#: What turns a word of five letters or more into its opposite where it stands before it.
_PREFIXES = ("un", "in", "non", "dis", "im")
_SHORTEST = 5


def _stem(word: str) -> str:
    return next((found.stems[0] for found in words_of(word)), word)


def _by_stem() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in (map(_stem, pair.split()) for pair in _PAIRS.split(",")):
        found[one].add(other)
        found[other].add(one)
    return found


_OPPOSITES = _by_stem()


@lru_cache(maxsize=50_000)
def opposites_of(written: str, stem: str) -> frozenset[str]:
    """Give the stems of known opposites of a word, and of those that its form tells ("stateful", "stateless")."""
    formed = {prefix + stem for prefix in _PREFIXES if len(stem) >= _SHORTEST}
    formed |= {stem.removeprefix(prefix) for prefix in _PREFIXES if len(stem) >= len(prefix) + _SHORTEST}
    if written.endswith("ful"):
        formed.add(_stem(written.removesuffix("ful") + "less"))
    if written.endswith("less") and written != "serverless":
        formed.add(_stem(written.removesuffix("less") + "ful"))
    return frozenset((_OPPOSITES.get(stem, set()) | formed) - {stem})
