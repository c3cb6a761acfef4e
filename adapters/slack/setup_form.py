"""The form in which managers set a series up; its fields are those of `bot.commands.settings_form`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.slack import limits
from adapters.slack.blocks import block_parts
from adapters.slack.texts import Json, plain_text
from adapters.slack.views import Origin, input_block, modal, read_form, text_input, view_blocks
from bot.commands.settings_form import DEFAULT_AT
from bot.domain.cards import Block, Heading, Moment
from bot.domain.series import AnswerMode, Series, SeriesSettings
from bot.domain.target import Target
from bot.domain.text import one_line
from bot.domain.wording import closing_text, duration_text

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORKDAYS = frozenset(range(5))
_MODES: dict[str, str] = {
    AnswerMode.OPEN: "In the thread, seen by all",
    AnswerMode.SEALED: "Privately, published at the reveal",
}
#: What the graders are called here; others go by their own names.
_GRADERS = {"keypoints": "Key points", "llm": "A language model", "participation": "Taking part alone"}
_LONGEST_NAME = 40
#: What people's ids begin with; the others are those of groups: https://docs.slack.dev/reference/objects/user-object
_PEOPLE = ("U", "W")


@dataclass(frozen=True, slots=True)
class SetupChoices:
    """What the form offers."""

    #: The titles of the packs by name.
    packs: Mapping[str, str]
    graders: Sequence[str]
    #: Where it was asked for; offered for a new series.
    channel: str = ""
    #: The zone of who asked; offered for a new series.
    zone: str = ""
    #: What a new series is called if nobody chooses a name.
    name: str = "daily"
    #: What the series is set to when the form is opened (`bot.commands.forms.SetupForm.opened`).
    opened: Mapping[str, str] = field(default_factory=dict)


def setup_form(choices: SetupChoices, series: Series | None = None, slots: Sequence[datetime] = ()) -> Json:
    """Give the form, filled in with the series' settings; without a series, for a new one.

    Args:
        choices: what it offers.
        series: the series to change.
        slots: when the series asks next, shown below the fields.
    """
    settings = series.settings if series else None
    kept = {
        "managers": ",".join(_groups(settings.managers if settings else ())),
        "reviewers": ",".join(_groups(settings.reviewers if settings else ())),
    }
    channel = series.channel if series else choices.channel
    groups = {field: ids for field, ids in kept.items() if ids}
    origin = Origin("setup", str(Target("series", series.id)) if series else "", channel, groups, choices.opened)
    fields = [
        _name(series.name if series else choices.name),
        _channel(channel),
        _packs(choices, settings),
        *_schedule(choices, settings),
        *_answers(choices, settings),
        *_people(settings),
    ]
    return modal("Set up a series", [*fields, *_slots(slots, settings)], submit="Save", origin=origin)


def read_setup_form(values: Mapping[str, Mapping[str, Json]], origin: Origin) -> dict[str, str]:
    """Give the form as `bot.commands.settings_form.read_settings` takes it, from `view.state.values`."""
    form = read_form(values)
    return form | {name: ",".join(filter(None, [form.get(name, ""), kept])) for name, kept in origin.kept.items()}


def _name(name: str) -> Json:
    element = text_input(name, longest=_LONGEST_NAME)
    return input_block("name", "Name", element, hint="What people call the series in commands.")


def _channel(channel: str) -> Json:
    element: Json = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if channel:
        element["initial_conversation"] = channel
    return input_block("channel", "Channel", element, hint="Invite Askaday there, so that it can read the replies.")


def _packs(choices: SetupChoices, settings: SeriesSettings | None) -> Json:
    chosen = settings.packs if settings else tuple(choices.packs)[:1]
    titles = {**choices.packs, **{name: name for name in chosen if name not in choices.packs}}
    is_choice = 0 < len(titles) <= limits.OPTIONS and max(map(len, titles)) <= limits.OPTION_VALUE
    if not is_choice:
        return input_block("packs", "Packs", text_input(",".join(chosen)), hint="Names, separated by commas.")
    return input_block("packs", "Packs", _choice("multi_static_select", titles, chosen))


def _schedule(choices: SetupChoices, settings: SeriesSettings | None) -> list[Json]:
    schedule = settings.schedule if settings else None
    at = schedule.at if schedule else DEFAULT_AT
    weekdays = schedule.weekdays if schedule else _WORKDAYS
    days = {day[:3].casefold(): day for day in _DAYS}
    chosen = [name for index, name in enumerate(days) if index in weekdays]
    return [
        input_block("days", "Days", _choice("checkboxes", days, chosen)),
        input_block("at", "Time", {"type": "timepicker", "initial_time": f"{at:%H:%M}"}),
        input_block(
            "zone", "Time zone", text_input(schedule.zone if schedule else choices.zone), hint="Like Europe/Berlin."
        ),
        input_block(
            "holidays",
            "Holidays without a question",
            text_input(schedule.holidays if schedule else ""),
            hint="A country or one of its regions, like DE or DE-BY.",
            optional=True,
        ),
        input_block(
            "closes",
            "Answers count until",
            text_input(closing_text(schedule.closes) if schedule else "next"),
            hint="next (question), next 08:30, at 17:00 (the same day) or after 8h.",
        ),
    ]


def _answers(choices: SetupChoices, settings: SeriesSettings | None) -> list[Json]:
    mode = settings.answer_mode if settings else AnswerMode.OPEN
    grader = settings.grader if settings else next(iter(choices.graders))
    remind = duration_text(settings.remind_before) if settings and settings.remind_before else ""
    graders = {name: _GRADERS.get(name, name.capitalize()) for name in dict.fromkeys([*choices.graders, grader])}
    return [
        input_block("answers", "Answers are given", _choice("radio_buttons", _MODES, [mode])),
        input_block("grader", "Graded by", _choice("static_select", graders, [grader])),
        input_block(
            "remind", "Remind before the close", text_input(remind), hint="Like 1h; empty: never.", optional=True
        ),
    ]


def _people(settings: SeriesSettings | None) -> list[Json]:
    managers, reviewers = (settings.managers, settings.reviewers) if settings else (frozenset(), frozenset())
    return [
        input_block("managers", "Managers", _members(managers), hint="Who may run the series.", optional=True),
        input_block("reviewers", "Reviewers", _members(reviewers), hint="Who may correct grades.", optional=True),
    ]


def _members(ids: frozenset[str]) -> Json:
    people = sorted(one for one in ids if one.startswith(_PEOPLE))
    element: Json = {"type": "multi_users_select"}
    return element | ({"initial_users": people} if people else {})


def _groups(ids: frozenset[str] | tuple[()]) -> list[str]:
    """Give those that Slack's choice of people cannot show."""
    return sorted(one for one in ids if not one.startswith(_PEOPLE))


def _choice(kind: str, labels: Mapping[str, str], chosen: Sequence[str]) -> Json:
    """Give a choice among values with labels, at least one of them chosen."""
    options = {value: _option(value, label) for value, label in labels.items()}
    initial = [options[value] for value in chosen]
    is_single = kind in {"static_select", "radio_buttons"}
    chosen_first = {"initial_option": initial[0]} if is_single else {"initial_options": initial}
    return {"type": kind, "options": list(options.values()), **chosen_first}


def _option(value: str, label: str) -> Json:
    line = one_line(label)
    shown = line if len(line) <= limits.OPTION_LABEL else f"{line[: limits.OPTION_LABEL - 1]}…"
    return {"text": plain_text(shown), "value": str(value)}


def _slots(slots: Sequence[datetime], settings: SeriesSettings | None) -> list[Json]:
    if not slots or settings is None:
        return []
    zone = settings.schedule.zone
    moments = [Moment(f"{number}.", slot, zone) for number, slot in enumerate(slots, start=1)]
    blocks: list[Block] = [Heading("Next questions"), *moments]
    return view_blocks(part for block in blocks for part in block_parts(block))
