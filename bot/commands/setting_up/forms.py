"""How settings are read from what was typed or filled in, and written back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from operator import attrgetter
from typing import Any

from bot.commands.setting_up.settings import SETTINGS, Setting
from bot.commands.setting_up.values import NOTHING, choice_reader
from bot.domain.calendar.schedule import CloseSameDay, Schedule
from bot.domain.rounds import Form
from bot.domain.series import BoardTimes, PrivateReminder, Series, SeriesSettings
from bot.domain.text import nearest
from bot.errors import FormError, InputError

_OF_SCHEDULE = "schedule."
#: What a new series begins with, where settings that say nothing mean what was done before there were others.
_NEW: Mapping[str, Any] = {
    "board": BoardTimes.WEEKLY,
    "form": Form.BOTH,
    "remind_before": PrivateReminder(timedelta(hours=1)),
}
#: What graders are called in forms; others go by their own names.
_GRADERS = {"keypoints": "Key points", "llm": "A language model", "participation": "Taking part alone"}
_NEW_SCHEDULE: Mapping[str, Any] = {"at": time(9), "closes": CloseSameDay()}


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
            schedule = Schedule(**{**_NEW_SCHEDULE, **self.schedule})
            return SeriesSettings(schedule=schedule, **{**_NEW, **self.series})
        return replace(base, schedule=replace(base.schedule, **self.schedule), **self.series)


def read_form(form: Mapping[str, str], *, is_new: bool, graders: tuple[str, ...]) -> Reading:
    """Read each field by itself; of a new series, say what is missing too."""
    there_are = f"There are {', '.join(SETTINGS)}."
    unknown = sorted(form.keys() - SETTINGS.keys())
    near = {field: nearest(field, list(SETTINGS)) for field in unknown}
    wrong = {field: f"there is no such setting. {near[field]}".rstrip() for field in unknown}
    if lost := next((field for field in reversed(unknown) if not near[field]), None):
        # Said once: it is long.
        wrong[lost] += f" {there_are}"
    schedule: dict[str, Any] = {}
    series: dict[str, Any] = {}
    for row in SETTINGS.values():
        if row.key not in form:
            continue
        if not row.may_be_empty and not form[row.key].strip():
            wrong[row.key] = f"needs a value, for example {row.example}."
        elif row.attribute:
            values = schedule if row.attribute.startswith(_OF_SCHEDULE) else series
            try:
                values[row.attribute.removeprefix(_OF_SCHEDULE)] = _read(row, form[row.key], graders)
            except InputError as error:
                wrong[row.key] = error.plain_text
    if is_new:
        missing = (row for row in SETTINGS.values() if row.is_needed and not form.get(row.key))
        wrong |= {row.key: f"is needed; for example {row.key}={row.example}." for row in missing}
    return Reading(schedule, series, wrong)


def offered(row: Setting, packs: Mapping[str, str], graders: Iterable[str]) -> Mapping[str, str]:
    """Give what can be chosen for a setting, with labels; empty: it is typed. `packs` are titles by name."""
    # Which packs and graders there are is known where it runs.
    known = {"packs": packs, "grader": {one: _GRADERS.get(one, one.capitalize()) for one in graders}}
    return known.get(row.key, row.choices)


def _read(row: Setting, text: str, graders: tuple[str, ...]) -> object:
    # Which graders there are is known at the start alone.
    return choice_reader(*graders)(text) if row.key == "grader" else row.read(text)


def read_settings(form: Mapping[str, str], base: SeriesSettings | None, *, graders: tuple[str, ...]) -> SeriesSettings:
    """Give the settings that a form asks for; fields it leaves out stay as in `base`, or take their defaults.

    Raises:
        FormError: fields are unknown, missing or not understood; all of them together.
    """
    return read_form(form, is_new=base is None, graders=graders).settings(base)


def written(series: Series, names: Mapping[str, str]) -> dict[str, str]:
    """Give each setting by its key, as it is typed; people by name where `names` has their ids."""
    texts = {"name": series.name, "channel": series.channel, **_texts(series.settings, names)}
    return {key: texts[key] or NOTHING for key in SETTINGS if key in texts}


def form_values(series: Series | None, packs: Iterable[str]) -> dict[str, str]:
    """Give what the fields of a form show, by key; of a new series, which draws from the first of `packs`, defaults."""
    if series is not None:
        # Of some settings that word is a value, such as whose results are shown.
        return {key: "" if _is_nothing(key, text) else text for key, text in written(series, {}).items()}
    first = tuple(packs)[:1]
    return _texts(SeriesSettings(Schedule(zone="UTC", **_NEW_SCHEDULE), first, **_NEW), {})


def _is_nothing(key: str, text: str) -> bool:
    return text == NOTHING and SETTINGS[key].may_be_empty


def setting_texts(settings: SeriesSettings) -> dict[str, str | Sequence[str]]:
    """Give each setting as it is typed, people as their ids."""
    people = {row.key: sorted(attrgetter(row.attribute)(settings)) for row in SETTINGS.values() if row.is_people}
    return {**{key: text or NOTHING for key, text in _texts(settings, {}).items()}, **people}


def _texts(settings: SeriesSettings, names: Mapping[str, str]) -> dict[str, str]:
    texts = {}
    for row in filter(lambda row: row.attribute, SETTINGS.values()):
        value = attrgetter(row.attribute)(settings)
        if row.is_people:
            value = sorted(names.get(one, one) for one in value)
        texts[row.key] = row.write(value)
    return texts
