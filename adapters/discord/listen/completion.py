"""Which known values fit what somebody has typed into an option so far: pure."""

from collections.abc import Iterable, Sequence

from adapters.discord.render import limits


def fitting(known: Iterable[str], typed: str) -> Sequence[str]:
    """Give the values that contain what was typed, as many as Discord shows; "new york" finds America/New_York."""
    wanted = _bare(typed)
    return [one for one in known if wanted in _bare(one) and len(one) <= limits.CHOICE][: limits.CHOICES]


def fitting_last(known: Iterable[str], typed: str) -> Sequence[str]:
    """Give lists that go on with values for the last of those that were typed, separated by commas."""
    *before, last = typed.split(",")
    chosen = [one.strip() for one in before]
    going_on = fitting((one for one in known if one not in chosen), last.strip())
    return [one for value in going_on if len(one := ",".join([*chosen, value])) <= limits.CHOICE]


def _bare(text: str) -> str:
    return text.casefold().replace("_", " ")
