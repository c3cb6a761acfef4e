"""What is said of one thing said of another: key points with their names exchanged, as who confuses them says it."""

from collections.abc import Sequence

from adapters.grading.text.names import written_names
from bot.domain.question import KeyPoint

#: So many exchanges of a key point are looked for.
_MOST = 2


def swapped(points: Sequence[KeyPoint]) -> list[tuple[str, ...]]:
    """Give for each key point what it says, of names that only other key points have."""
    names = [written_names(point.text) for point in points]
    everywhere = frozenset.union(frozenset(), *names)
    return [tuple(_exchanged(point.text, own, everywhere - own)) for point, own in zip(points, names, strict=True)]


def _exchanged(text: str, own: frozenset[str], others: frozenset[str]) -> list[str]:
    # Who names two things says how they differ: exchanging one of them may be right.
    if len(own) != 1:
        return []
    [name] = own
    return [text.replace(name, other) for other in sorted(others)[:_MOST] if other not in name and name not in other]
