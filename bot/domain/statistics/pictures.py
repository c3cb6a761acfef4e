"""Pictures of figures, before anybody draws them: what is shown, and the same in words for who cannot see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.text import listing, percent

#: So many of the most and the least are named in words.
_NAMED = 3


class Look(StrEnum):
    """What it is drawn on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Shares by row and column."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    #: By row and column, 0..1; None: there is nothing, or it is not shown.
    cells: tuple[tuple[float | None, ...], ...]

    @property
    def said(self) -> str:
        """Say it in words: of each row the latest share, the highest and the lowest ones named."""
        latest = [(row, _latest(cells)) for row, cells in zip(self.rows, self.cells, strict=True)]
        known = sorted(((share, row) for row, share in latest if share is not None), reverse=True)
        if not known:
            return f"{self.title}: nothing to show yet."
        best, worst = known[:_NAMED], [one for one in known[::-1][:_NAMED] if one not in known[:_NAMED]]
        low = f" Lowest: {_named(worst)}." if worst else ""
        return f"{self.title}, {self.columns[0]} to {self.columns[-1]}. Highest at last: {_named(best)}.{low}"


@dataclass(frozen=True, slots=True)
class Columns:
    """Counts side by side, those of one label on top of each other."""

    title: str
    labels: tuple[str, ...]
    #: Each part's name and its counts, one for every label; the first stands at the bottom.
    parts: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Give how much each label has in all."""
        return tuple(sum(values) for values in zip(*(counts for _, counts in self.parts), strict=True))

    @property
    def said(self) -> str:
        """Say it in words."""
        totals = self.totals
        if not any(totals):
            return f"{self.title}: nothing to show yet."
        most, least = max(totals), min(totals)
        high, low = self.labels[totals.index(most)], self.labels[totals.index(least)]
        last = f"{totals[-1]} in {self.labels[-1]}"
        return f"{self.title}: {last}; most in {high} ({most}), fewest in {low} ({least})."


@dataclass(frozen=True, slots=True)
class Change:
    """By how much shares change, one line for each."""

    title: str
    #: What the two ends are called, as "today" and "26 Dec".
    before: str
    after: str
    #: Name, share before, share after, 0..1.
    lines: tuple[tuple[str, float, float], ...]

    @property
    def said(self) -> str:
        """Say it in words."""
        if not self.lines:
            return f"{self.title}: nothing to show yet."
        told = [f"{name} from {percent(one)} to {percent(other)}" for name, one, other in self.lines[: 2 * _NAMED]]
        more = len(self.lines) - len(told)
        rest = f", and {more} more" if more else ""
        return f"{self.title}, {self.before} to {self.after}: {listing(told)}{rest}."


Picture = HeatMap | Columns | Change


def _latest(cells: Sequence[float | None]) -> float | None:
    return next((share for share in reversed(cells) if share is not None), None)


def _named(shares: Sequence[tuple[float, str]]) -> str:
    return listing([f"{row} {percent(share)}" for share, row in shares])
