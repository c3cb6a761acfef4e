"""What of a form is to be stored, when the series may have changed since the form was opened."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from bot.commands.setting_up.forms import read_settings, written
from bot.commands.setting_up.settings import SETTINGS
from bot.domain.series import Series
from bot.errors import FormError

#: Characters of a hash that tell two values of one field apart; a form carries one for each field.
_DIGEST = 8


def marks(series: Series) -> dict[str, str]:
    """Give a short digest of each setting: kept with a form, they say what it showed when it was opened."""
    return {field: _mark(field, text) for field, text in written(series, {}).items()}


def changed(
    values: Mapping[str, str], opened: Mapping[str, str], series: Series, graders: tuple[str, ...]
) -> dict[str, str]:
    """Give the fields that were changed in the form; what was left alone stays as it is by now.

    Args:
        values: the form as it was sent.
        opened: `marks` of the series when the form was opened; fields without one count as changed.
        series: the series as it is now.
        graders: names of the graders a series may choose.

    Raises:
        FormError: fields are not understood, or somebody else has changed the same ones.
    """
    # What was left alone is not even read: it may be from a time when it was taken.
    values = {field: text for field, text in values.items() if is_changed(field, text, opened)}
    settings = read_settings(values, series.settings, graders=graders)
    channel = values.get("channel", series.channel)
    now, wanted = written(series, {}), written(replace(series, settings=settings, channel=channel), {})
    kept = {field: text for field, text in values.items() if _mark(field, wanted.get(field, text)) != opened.get(field)}
    clashes = {
        field: f"is {now[field]} by now: somebody has changed it since this form was opened. Open it again."
        for field in kept.keys() & now.keys() & opened.keys()
        if _mark(field, now[field]) != opened[field] and wanted[field] != now[field]
    }
    if clashes:
        raise FormError(clashes)
    return kept


def is_changed(field: str, text: str, opened: Mapping[str, str]) -> bool:
    """Say whether a field holds something else than when the form was opened."""
    return _mark(field, text) != opened.get(field)


def _mark(field: str, text: str) -> str:
    said = ",".join(sorted(text.split(","))) if field in SETTINGS and SETTINGS[field].in_any_order else text
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGEST]
