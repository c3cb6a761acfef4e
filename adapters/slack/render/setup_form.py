"""The form in which managers set a series up; its fields are those of `bot.commands.setting_up.settings`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from adapters.slack.render import limits
from adapters.slack.render.buttons import button
from adapters.slack.render.card import block_parts
from adapters.slack.render.forms import Origin, input_block, modal, option, read_form, text_input, view_blocks
from adapters.slack.wire import Json
from bot.domain.card import Action, Block, Heading, Moment
from bot.domain.series import Series
from bot.domain.target import Target
from bot.engine import SETTINGS, Control, Setting, Shown, form_values, offered

#: What is to be said at a field in Slack alone.
_HINTS = {"channel": "Invite Askaday there, so that it can read the replies."}
_LONGEST_NAME = 40
#: The button that shows the rest of the settings.
MORE = "more"
#: What a form for a new series is opened for (`bot.commands.forms.SetupForm.target`).
_NEW = "new"
#: By control, and whether all that can be chosen is known beforehand and little.
_KINDS = {
    (Control.MANY, True): "checkboxes",
    (Control.ONE, True): "radio_buttons",
    (Control.MANY, False): "multi_static_select",
    (Control.ONE, False): "static_select",
}
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


def setup_form(
    choices: SetupChoices, series: Series | None = None, slots: Sequence[datetime] = (), *, is_whole: bool = True
) -> Json:
    """Give the form, filled in with the series' settings; without a series, for a new one.

    Args:
        choices: what it offers.
        series: the series to change.
        slots: when the series asks next, shown below the fields.
        is_whole: False: with what a new series begins with alone, and a button for the rest (`MORE`).
    """
    values = form_values(series, choices.packs)
    if series is None:
        values |= {"name": choices.name, "channel": choices.channel, "zone": choices.zone}
        values |= {"grader": next(iter(choices.graders))}
    groups = {row.key: kept for row in _asked(is_whole) if row.is_people and (kept := _groups(values[row.key]))}
    target = str(Target("series", series.id)) if series else _NEW
    origin = Origin("setup", target, values["channel"], groups, choices.opened, choices.message)
    fields = [_field(row, _element(row, choices, values[row.key])) for row in _asked(is_whole)]
    more = [] if is_whole else [{"type": "actions", "block_id": MORE, "elements": [button(Action(MORE, "More…"), 0)]}]
    return modal("Set up a series", [*fields, *more, *_slots(slots, series)], submit="Save", origin=origin)


def _asked(is_whole: bool) -> list[Setting]:
    return [row for row in SETTINGS.values() if row.shown is Shown.FIRST or (is_whole and row.shown is Shown.MORE)]


def _element(row: Setting, choices: SetupChoices, value: str) -> Json:
    """Give what a field is filled in with, as the table says which control it needs."""
    longest = _LONGEST_NAME if row.key == "name" else None
    said = value.split(",") if row.control is Control.MANY else [value]
    labels = _labels(row, choices, said)
    match row.control:
        case Control.CHANNEL:
            return _channel(value)
        case Control.TIME:
            return {"type": "timepicker", "initial_time": value}
        case Control.PEOPLE:
            return _members(_ids(value))
        case Control.MANY | Control.ONE if labels:
            return _choice(_KINDS[row.control, bool(row.choices)], labels, said)
        case _:
            return text_input(value, longest=longest) if longest else text_input(value)


def _labels(row: Setting, choices: SetupChoices, chosen: Sequence[str]) -> Mapping[str, str]:
    """Give what can be chosen, and what is chosen although it is gone; empty where no list can show that."""
    if row.choices or row.control not in {Control.MANY, Control.ONE}:
        return row.choices
    known = offered(row, choices.packs, choices.graders)
    labels = {**known, **{one: one for one in chosen if one and one not in known}}
    fits = 0 < len(labels) <= limits.OPTIONS and max(map(len, labels)) <= limits.OPTION_VALUE
    return labels if fits else {}


def read_setup_form(values: Mapping[str, Mapping[str, Json]], origin: Origin) -> dict[str, str]:
    """Give the form as `bot.commands.setting_up.settings.read_form` takes it, from `view.state.values`."""
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


def _members(ids: Sequence[str]) -> Json:
    people = [one for one in ids if not _is_group(one)]
    element: Json = {"type": "multi_users_select"}
    return element | ({"initial_users": people} if people else {})


def _ids(text: str) -> list[str]:
    return sorted(filter(None, text.split(",")))


def _groups(text: str) -> str:
    return ",".join(filter(_is_group, _ids(text)))


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
