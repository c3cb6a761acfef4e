"""Reading what managers typed into a series' settings, field by field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from bot.commands.mentions import person_id
from bot.domain.dates import parse_day, parse_days
from bot.domain.question import Level
from bot.domain.schedule import Schedule
from bot.domain.scoring import PointRules
from bot.domain.series import AnswerMode, SeriesSettings
from bot.domain.text import listing, nearest, straightened
from bot.domain.wording import check_holidays, parse_closing, parse_duration, parse_time, parse_weekdays
from bot.domain.zones import check_zone
from bot.errors import FormError, InputError

DEFAULT_AT = time(9)
_LONGEST_GRACE = timedelta(hours=24)


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in re.split(r"[,;\u3001\uff0c\uff1b]", text) if word.strip()))


def _members(text: str) -> frozenset[str]:
    return frozenset(person_id(name) for name in _names(text))


def _days(text: str) -> frozenset[date]:
    return frozenset(day for said in _names(text) for day in parse_days(said))


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise InputError(f"{text!r} is no number from {low} to {high}.")
        return int(text)

    return read


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.casefold() not in allowed:
            raise InputError(f"{text!r} is not possible.", hint=f"Choose {listing(allowed, 'or')}.")
        return text.casefold()

    return read


def _weights(text: str) -> dict[str, float]:
    weights = {}
    for part in _names(text):
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


def _levels(text: str) -> dict[Level, float]:
    weights = _weights(text)
    unknown = [name for name in weights if name not in tuple(Level)]
    if unknown:
        raise InputError(f"{unknown[0]!r} is no level.", hint=f"Levels: {', '.join(Level)}.")
    return {Level(name): weight for name, weight in weights.items()}


def _points(text: str) -> PointRules:
    numbers = text.replace(" ", "").split(",")
    if len(numbers) != 3 or not all(n.isdecimal() and int(n) <= 1000 for n in numbers):  # noqa: PLR2004 - as `_weights`
        raise InputError(
            f"{text!r} is not three numbers up to 1000.",
            hint="Write the points for taking part, for a full score and for the best answer, like `2,8,2`.",
        )
    return PointRules(*map(int, numbers))


def _grace(text: str) -> timedelta:
    grace = parse_duration(text)
    if grace > _LONGEST_GRACE:
        raise InputError("The grace is at most 24 hours.", hint="For example `grace=4h`.")
    return grace


def _reminder(text: str) -> timedelta | None:
    return None if text.casefold() in {"", "no", "never", "off"} else parse_duration(text)


_SCHEDULE_FIELDS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "zone": ("zone", check_zone),
    "at": ("at", parse_time),
    "days": ("weekdays", parse_weekdays),
    "every": ("every_weeks", _number(1, 52)),
    "from": ("anchor", parse_day),
    "closes": ("closes", parse_closing),
    "holidays": ("holidays", lambda text: "" if text.casefold() in {"", "none"} else check_holidays(text)),
    "skip": ("skip_dates", _days),
}
_SERIES_FIELDS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "packs": ("packs", _names),
    "answers": ("answer_mode", lambda text: AnswerMode(_one_of(*AnswerMode)(text))),
    "grace": ("grace", _grace),
    "remind": ("remind_before", _reminder),
    "topics": ("topic_weights", _weights),
    "levels": ("level_mix", _levels),
    "cooldown": ("cool_down", _number(0, 10_000)),
    "lowpool": ("low_pool", _number(0, 10_000)),
    "points": ("points", _points),
    "drills": ("drill_points", _number(0, 1000)),
    "spoiler": ("spoiler", lambda text: _one_of("yes", "no")(text) == "yes"),
    "managers": ("managers", _members),
    "reviewers": ("reviewers", _members),
}
#: The fields that are cleared by giving them no value.
_MAY_BE_EMPTY = frozenset({"holidays", "skip", "remind", "topics", "levels", "managers", "reviewers"})
#: What names people, who spell their names as they like.
_PEOPLE = frozenset({"managers", "reviewers"})
#: The fields of the form that are not the schedule's or the series' own.
_OTHER_FIELDS = ("name", "channel", "series", "grader")
FIELDS = (*_OTHER_FIELDS, *_SERIES_FIELDS, *_SCHEDULE_FIELDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A form as far as it was understood."""

    schedule: Mapping[str, Any]
    #: By the names of `SeriesSettings`.
    series: Mapping[str, Any]
    #: What is wrong, by field of the form.
    wrong: Mapping[str, str]

    def settings(self, base: SeriesSettings | None) -> SeriesSettings:
        """Give the settings; fields that the form leaves out stay as in `base`, or take their defaults.

        Raises:
            FormError: fields are not understood; all of them together.
        """
        if self.wrong:
            raise FormError(self.wrong)
        if base is None:
            return SeriesSettings(schedule=Schedule(**{"at": DEFAULT_AT, **self.schedule}), **self.series)
        return replace(base, schedule=replace(base.schedule, **self.schedule), **self.series)


def read_form(form: Mapping[str, str], *, is_new: bool, graders: tuple[str, ...]) -> Reading:
    """Read each field by itself; of a new series, say what is missing too."""
    readers = {**_SERIES_FIELDS, "grader": ("grader", _one_of(*graders))}
    there_are = f"There are {', '.join(FIELDS)}."
    unknown = sorted(form.keys() - set(FIELDS))
    near = {field: nearest(field, FIELDS) for field in unknown}
    wrong = {field: f"there is no such setting. {near[field]}".rstrip() for field in unknown}
    if lost := next((field for field in reversed(unknown) if not near[field]), None):
        # Said once: it is long.
        wrong[lost] += f" {there_are}"
    wrong |= {
        field: "has no value; leave the setting out to keep it as it is."
        for field, text in form.items()
        if field in FIELDS and field not in _MAY_BE_EMPTY and not text.strip()
    }
    schedule = _read(form, _SCHEDULE_FIELDS, wrong)
    series = _read(form, readers, wrong)
    if is_new:
        wrong |= {field: f"is needed; for example {example}." for field, example in _missing(form).items()}
    return Reading(schedule, series, wrong)


def read_settings(form: Mapping[str, str], base: SeriesSettings | None, *, graders: tuple[str, ...]) -> SeriesSettings:
    """Give the settings that a form asks for; fields it leaves out stay as in `base`, or take their defaults.

    Raises:
        FormError: fields are unknown, missing or not understood; all of them together.
    """
    return read_form(form, is_new=base is None, graders=graders).settings(base)


def _missing(form: Mapping[str, str]) -> dict[str, str]:
    needed = {"zone": "zone=Europe/Berlin", "packs": "packs=aws"}
    return {field: example for field, example in needed.items() if not form.get(field)}


def _read(
    form: Mapping[str, str], readers: Mapping[str, tuple[str, Callable[[str], Any]]], wrong: dict[str, str]
) -> dict[str, Any]:
    """Read the fields that the form has and that are not wrong already; what cannot be read is added to `wrong`."""
    values = {}
    for field, (attribute, reader) in readers.items():
        if field in form and field not in wrong:
            try:
                text = form[field].strip()
                values[attribute] = reader(text if field in _PEOPLE else straightened(text))
            except InputError as error:
                wrong[field] = str(error)
    return values
