"""The form in which managers set a series up; its fields are those of `bot.commands.settings`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.slack.render import limits
from adapters.slack.render.card import block_parts
from adapters.slack.render.forms import Origin, input_block, modal, option, read_form, text_input, view_blocks
from adapters.slack.wire import Json
from bot.domain.card import Block, Heading, Moment
from bot.domain.series import Series
from bot.domain.target import Target
from bot.engine import SETTINGS, Setting, form_values

#: What the graders are called here; others go by their own names.
_GRADERS = {"keypoints": "Key points", "llm": "A language model", "participation": "Taking part alone"}
#: What is to be said at a field in Slack alone.
_HINTS = {"channel": "Invite Askaday there, so that it can read the replies."}
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
    #: Where the message with its button can be replaced (`Origin.message`).
    message: str = ""


def setup_form(choices: SetupChoices, series: Series | None = None, slots: Sequence[datetime] = ()) -> Json:
    """Give the form, filled in with the series' settings; without a series, for a new one.

    Args:
        choices: what it offers.
        series: the series to change.
        slots: when the series asks next, shown below the fields.
    """
    values = form_values(series, choices.packs)
    if series is None:
        values |= {"name": choices.name, "channel": choices.channel, "zone": choices.zone}
    people = {row.key: _ids(values[row.key]) for row in SETTINGS.values() if row.is_people}
    groups = {key: kept for key, ids in people.items() if (kept := ",".join(filter(_is_group, ids)))}
    target = str(Target("series", series.id)) if series else ""
    origin = Origin("setup", target, values["channel"], groups, choices.opened, choices.message)
    elements = {
        "name": text_input(values["name"], longest=_LONGEST_NAME),
        "channel": _channel(values["channel"]),
        "packs": _packs(choices, values["packs"].split(",")),
        "days": _choice("checkboxes", SETTINGS["days"].choices, values["days"].split(",")),
        "at": {"type": "timepicker", "initial_time": values["at"]},
        "answers": _choice("radio_buttons", SETTINGS["answers"].choices, [values["answers"]]),
        "grader": _grader(choices, values["grader"] if series else next(iter(choices.graders))),
        **{key: _members(ids) for key, ids in people.items()},
    }
    fields = [
        _field(row, elements.get(row.key) or text_input(values[row.key])) for row in SETTINGS.values() if row.in_forms
    ]
    return modal("Set up a series", [*fields, *_slots(slots, series)], submit="Save", origin=origin)


def read_setup_form(values: Mapping[str, Mapping[str, Json]], origin: Origin) -> dict[str, str]:
    """Give the form as `bot.commands.settings.read_form` takes it, from `view.state.values`."""
    form = read_form(values)
    return form | {name: ",".join(filter(None, [form.get(name, ""), kept])) for name, kept in origin.kept.items()}


def _field(row: Setting, element: Json) -> Json:
    is_typed = element["type"] == "plain_text_input"
    hint = _HINTS.get(row.key) or (row.explained if is_typed else "")
    return input_block(row.key, row.label, element, hint=hint, optional=row.may_be_empty)


def _channel(channel: str) -> Json:
    element: Json = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversation": channel} if channel else {})


def _packs(choices: SetupChoices, chosen: Sequence[str]) -> Json:
    titles = {**choices.packs, **{name: name for name in chosen if name and name not in choices.packs}}
    is_choice = 0 < len(titles) <= limits.OPTIONS and max(map(len, titles)) <= limits.OPTION_VALUE
    return _choice("multi_static_select", titles, chosen) if is_choice else text_input(",".join(chosen))


def _grader(choices: SetupChoices, chosen: str) -> Json:
    labels = {name: _GRADERS.get(name, name.capitalize()) for name in dict.fromkeys([*choices.graders, chosen])}
    return _choice("static_select", labels, [chosen])


def _members(ids: Sequence[str]) -> Json:
    people = [one for one in ids if not _is_group(one)]
    element: Json = {"type": "multi_users_select"}
    return element | ({"initial_users": people} if people else {})


def _ids(text: str) -> list[str]:
    return sorted(filter(None, text.split(",")))


def _is_group(one: str) -> bool:
    """Say whether it is one that Slack's choice of people cannot show."""
    return not one.startswith(_PEOPLE)


def _choice(kind: str, labels: Mapping[str, str], chosen: Sequence[str]) -> Json:
    """Give a choice among values with labels, at least one of them chosen."""
    options = {value: option(value, label) for value, label in labels.items()}
    initial = [options[value] for value in chosen]
    is_single = kind in {"static_select", "radio_buttons"}
    chosen_first = {"initial_option": initial[0]} if is_single else {"initial_options": initial}
    return {"type": kind, "options": list(options.values()), **chosen_first}


def _slots(slots: Sequence[datetime], series: Series | None) -> list[Json]:
    if not slots or series is None:
        return []
    zone = series.settings.schedule.zone
    moments = [Moment(f"{number}.", slot, zone) for number, slot in enumerate(slots, start=1)]
    blocks: list[Block] = [Heading("Next questions"), *moments]
    return view_blocks(part for block in blocks for part in block_parts(block))
