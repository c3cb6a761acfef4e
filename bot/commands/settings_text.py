"""A series' settings as managers type them: the other direction of `bot.commands.settings_form`."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.domain.schedule import Schedule
from bot.domain.series import Series, SeriesSettings
from bot.domain.wording import closing_text, duration_text

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: What stands where a setting has no value.
NOTHING = "none"


def written(series: Series, names: Mapping[str, str]) -> dict[str, str]:
    """Give each setting by its key, in the form's words; people by name where `names` has their ids."""
    settings = series.settings
    texts = {
        "name": series.name,
        "channel": series.channel,
        **_schedule(settings.schedule),
        **_questions(settings),
        "managers": _people(settings.managers, names),
        "reviewers": _people(settings.reviewers, names),
    }
    return {key: text or NOTHING for key, text in texts.items()}


def _schedule(schedule: Schedule) -> dict[str, str]:
    return {
        "zone": schedule.zone,
        "at": f"{schedule.at:%H:%M}",
        "days": ",".join(_DAYS[day] for day in sorted(schedule.weekdays)),
        "every": str(schedule.every_weeks),
        "from": f"{schedule.anchor}",
        "holidays": schedule.holidays,
        "skip": ",".join(f"{day}" for day in sorted(schedule.skip_dates)),
        "closes": closing_text(schedule.closes),
    }


def _questions(settings: SeriesSettings) -> dict[str, str]:
    points = settings.points
    return {
        "packs": ",".join(settings.packs),
        "answers": settings.answer_mode.value,
        "grader": settings.grader,
        "remind": duration_text(settings.remind_before or timedelta()),
        "grace": duration_text(settings.grace),
        "topics": _weights(settings.topic_weights.items()),
        "levels": _weights(settings.level_mix.items()),
        "cooldown": str(settings.cool_down),
        "lowpool": str(settings.low_pool),
        "points": f"{points.taking_part},{points.full_score},{points.best_answer}",
        "drills": str(settings.drill_points),
        "spoiler": "yes" if settings.spoiler else "no",
    }


def _weights(weights: Iterable[tuple[str, float]]) -> str:
    return ",".join(f"{name}:{weight:g}" for name, weight in weights)


def _people(ids: Iterable[str], names: Mapping[str, str]) -> str:
    return ",".join(sorted(names.get(one, one) for one in ids))
