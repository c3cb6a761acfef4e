"""How the values of a series' settings are read and written, kind by kind."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from bot.cards.wording import check_holidays, duration_text, parse_duration
from bot.commands.mentions import group_id, person_id
from bot.domain.calendar.dates import parse_days
from bot.domain.question import Level
from bot.domain.scoring import PointRules
from bot.domain.series import PrivateReminder
from bot.domain.text import listing, straightened
from bot.errors import InputError

#: What stands where a setting has no value.
NOTHING = "none"
_LONGEST_GRACE = timedelta(hours=24)
#: Stands behind how long before the close a reminder comes that nobody sees but who gets it.
_PRIVATE = "private"


def read_names(text: str) -> tuple[str, ...]:
    """Read names from lists, separated by commas, each once."""
    return _separated(straightened(text))


def _separated(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in re.split(r"[,;\u3001\uff0c\uff1b]", text) if word.strip()))


def read_members(text: str) -> frozenset[str]:
    """Read people and groups by mention, name or id; ids of those who are mentioned, names as they are spelled."""
    return frozenset(person_id(name) for name in _separated(text))


def read_group(text: str) -> str:
    """Read a group by mention or id; nothing, or "none", is none."""
    said = straightened(text)
    if said.casefold() in {"", NOTHING}:
        return ""
    if group := group_id(said):
        return group
    hint = "Choose it from the list after @: a user group in Slack, a role in Discord; or give its id."
    raise InputError(f"{said!r} is no group.", hint=hint)


def read_days(text: str) -> frozenset[date]:
    """Read dates and ranges of dates."""
    return frozenset(day for said in read_names(text) for day in parse_days(said))


def number_reader(low: int, high: int) -> Callable[[str], int]:
    """Give a reader of whole numbers within bounds that count themselves."""

    def read(text: str) -> int:
        said = straightened(text)
        if not said.isdecimal() or not low <= int(said) <= high:
            raise InputError(f"{said!r} is no number from {low} to {high}.")
        return int(said)

    return read


def choice_reader(*allowed: str) -> Callable[[str], str]:
    """Give a reader of one of some words."""

    def read(text: str) -> str:
        said = straightened(text)
        if said.casefold() not in allowed:
            raise InputError(f"{said!r} is not possible.", hint=f"Choose {listing(allowed, 'or')}.")
        return said.casefold()

    return read


def read_weights(text: str) -> dict[str, float]:
    """Read weights by name, like "security:3,storage:1"."""
    weights = {}
    for part in read_names(text):
        name, _, weight = part.partition(":")
        if not name:
            raise InputError(f"{part!r} has no name.", hint="Write name:number, like `security:3,storage:1`.")
        try:
            weights[name.casefold()] = float(weight)
        except ValueError:
            raise InputError(
                f"{part!r} is no weight.", hint="Write name:number, like `security:3,storage:1`."
            ) from None
        if not 0 <= weights[name.casefold()] <= 1000:  # noqa: PLR2004 - a scale nobody outgrows; also refuses nan
            raise InputError(f"{part!r}: a weight lies between 0 and 1000.")
    return weights


def read_levels(text: str) -> dict[Level, float]:
    """Read weights by level."""
    weights = read_weights(text)
    unknown = [name for name in weights if name not in tuple(Level)]
    if unknown:
        raise InputError(f"{unknown[0]!r} is no level.", hint=f"Levels: {', '.join(Level)}.")
    return {Level(name): weight for name, weight in weights.items()}


def read_points(text: str) -> PointRules:
    """Read the points for taking part, for a full score and for the best answer."""
    said = straightened(text)
    numbers = said.replace(" ", "").split(",")
    if len(numbers) != 3 or not all(n.isdecimal() and int(n) <= 1000 for n in numbers):  # noqa: PLR2004 - as `read_weights`
        raise InputError(
            f"{said!r} is not three numbers up to 1000.",
            hint="Write the points for taking part, for a full score and for the best answer, like `2,8,2`.",
        )
    return PointRules(*map(int, numbers))


def read_grace(text: str) -> timedelta:
    """Read a duration of up to a day."""
    grace = parse_duration(text)
    if grace > _LONGEST_GRACE:
        raise InputError("The grace is at most 24 hours.", hint="For example `grace=4h`.")
    return grace


def read_reminder(text: str) -> timedelta | PrivateReminder | None:
    """Read a duration, for a reminder in the thread, or one with "private" behind it; None: never."""
    typed = straightened(text)
    said = typed.casefold()
    if said in {"", NOTHING, "no", "never", "off"}:
        return None
    before, is_private = said.removesuffix(_PRIVATE).rstrip(), said.endswith(_PRIVATE)
    try:
        duration = parse_duration(before)
    except InputError:
        raise InputError(f"{typed!r} does not say when to remind.", hint="Write `1h`, or `1h private`.") from None
    return PrivateReminder(duration) if is_private else duration


def written_reminder(before: timedelta | PrivateReminder | None) -> str:
    """Write a reminder as `read_reminder` reads it."""
    if isinstance(before, PrivateReminder):
        return f"{duration_text(before.before)} {_PRIVATE}"
    return duration_text(before or timedelta())


def read_holidays(text: str) -> str:
    """Read the code of a holiday calendar; empty: none."""
    return "" if straightened(text).casefold() in {"", NOTHING} else check_holidays(text)


def written_list(items: Iterable[object]) -> str:
    """Write values separated by commas."""
    return ",".join(map(str, items))


def written_weights(weights: Mapping[str, float]) -> str:
    """Write weights as `read_weights` reads them."""
    return written_list(f"{name}:{weight:g}" for name, weight in weights.items())
