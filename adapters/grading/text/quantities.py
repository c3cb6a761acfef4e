"""Numbers with their units: "15 minutes" is "900 s", and no other number of minutes."""

import re
from collections.abc import Iterator

#: A dimension and how much of it there is, in seconds, bytes, bits a second or per cent.
Quantity = tuple[str, float]

_SECONDS: dict[str, float] = {
    "ms millisecond milliseconds": 0.001,
    "s sec secs second seconds": 1,
    "min mins minute minutes": 60,
    "h hr hrs hour hours": 3600,
    "d day days": 86_400,
    "week weeks": 604_800,
    "month months": 2_592_000,
    "year years yr yrs": 31_536_000,
}
_BYTES: dict[str, float] = {
    "kb kib kilobyte kilobytes": 2**10,
    "mb mib megabyte megabytes": 2**20,
    "gb gib gigabyte gigabytes": 2**30,
    "tb tib terabyte terabytes": 2**40,
    "pb pib petabyte petabytes": 2**50,
}
_BITS_A_SECOND = {"mbps mbit": 1e6, "gbps gbit": 1e9}
_DIMENSIONS: dict[str, dict[str, float]] = {
    "time": _SECONDS,
    "size": _BYTES,
    "rate": _BITS_A_SECOND,
    "share": {"% percent pct": 1},
}
_UNITS = {
    name: (dimension, factor)
    for dimension, units in _DIMENSIONS.items()
    for names, factor in units.items()
    for name in names.split()
}
_WRITTEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_VALUES = {word: value for value, word in enumerate(_WRITTEN.split())} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
# A unit may stand right behind figures, and not behind a word: "and" is no day.
_GAP = r"(?:[\s-]|(?<=\d))"
_QUANTITY = re.compile(
    rf"(?<![\w.])(\d+(?:[.,]\d+)*|{'|'.join(_VALUES)}){_GAP}({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)


def quantities(text: str) -> frozenset[Quantity]:
    """Give each number that stands before a unit."""
    return frozenset(_found(text))


def _found(text: str) -> Iterator[Quantity]:
    for number, unit in _QUANTITY.findall(text):
        dimension, factor = _UNITS[unit.casefold()]
        value = _VALUES.get(number.casefold())
        yield dimension, round((_value_of(number) if value is None else value) * factor, 6)


def _value_of(number: str) -> float:
    """Read a number in which commas part thousands, or in one with no point, the decimals."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        return float(number.replace(",", ""))
    whole, *decimals = re.split(r"[.,]", number)
    return float(f"{whole}.{''.join(decimals) or 0}")


def contradict(stated: frozenset[Quantity], said: frozenset[Quantity]) -> bool:
    """Tell whether of some dimension both have numbers and none is equal."""
    for dimension in {one for one, _ in stated} & {one for one, _ in said}:
        if {value for one, value in stated if one == dimension}.isdisjoint(
            value for one, value in said if one == dimension
        ):
            return True
    return False
