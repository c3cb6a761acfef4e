"""What a benchmark gives."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median

#: Called with a share of the work done, 0..1.
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its reference; the fields are the keys in build/bench.json."""

    name: str
    figure: float
    reference: float
    #: The figure divided by the reference.
    ratio: float
    unit: str
    #: What the ratio should be.
    expected: str
    met: bool


#: Every benchmark module has a `measure` of this kind.
Measure = Callable[[Progress], Awaitable[Figure]]
#: Or of this, where several figures come from one run.
MeasureSeveral = Callable[[Progress], Awaitable[Sequence[Figure]]]


def at_least(name: str, figures: list[float], references: list[float], *, unit: str, ratio: float) -> Figure:
    """Compare medians where more is better."""
    found = median(figures) / median(references)
    return Figure(name, median(figures), median(references), found, unit, f">= {ratio:g}", found >= ratio)


def at_most(name: str, figures: list[float], references: list[float], *, unit: str, ratio: float) -> Figure:
    """Compare medians where less is better."""
    found = median(figures) / median(references)
    return Figure(name, median(figures), median(references), found, unit, f"<= {ratio:g}", found <= ratio)


def quantity(number: int) -> str:
    """Say a number as a title does: "100 thousand"."""
    for size, name in ((1_000_000, "million"), (1_000, "thousand")):
        if number >= size and number % size == 0:
            return f"{number // size} {name}"
    return str(number)
