"""The guided set-up: a private message with selects for what can be chosen, and forms for what must be typed."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

import discord

from adapters.discord.render import limits
from adapters.discord.render.buttons import Pressed, custom_id, row_of
from adapters.discord.render.card import moment
from adapters.discord.render.forms import unkept
from adapters.discord.render.texts import escape, shortened
from bot.domain.target import Target
from bot.engine import SETTINGS, Control, Setting, Shown, form_values, offered

#: What the steps are called in custom ids; what stands behind the dash is the field.
CHOOSE, SAVE, MORE = "setup-", "setup-save", "setup-more"
#: The controls that a message has room for; others stand in a form of their own.
_IN_MESSAGE = frozenset({Control.CHANNEL, Control.MANY, Control.ONE})
#: What is chosen among roles.
_ROLE = "ping"


@dataclass(frozen=True, slots=True)
class _Step:
    """A form of some of the settings, which a button opens."""

    title: str
    shown: Shown
    is_for_people: bool = False

    @property
    def rows(self) -> list[Setting]:
        """Give its settings, as the table says."""
        return [
            row
            for row in SETTINGS.values()
            if (row.shown, row.is_people or row.key == _ROLE) == (self.shown, self.is_for_people)
            and row.control not in _IN_MESSAGE
        ]


_STEPS = {
    "setup-when": _Step("Time and zone", Shown.FIRST),
    "setup-times": _Step("Name and rules", Shown.MORE),
    "setup-people": _Step("People", Shown.MORE, is_for_people=True),
}
STEPS = tuple(_STEPS)
#: Component types of selects: https://docs.discord.com/developers/components/reference
_MENTIONABLES = 25
_ROOM_FOR_LABELS = 200

Row = discord.ui.ActionRow[discord.ui.LayoutView]


#: The settings that forms ask for.
SHOWN = tuple(key for key, row in SETTINGS.items() if row.in_forms)


@dataclass(frozen=True, slots=True)
class Draft:
    """A series while it is being set up."""

    #: Titles of the packs by name.
    packs: Mapping[str, str]
    #: Values by field, as `bot.commands.setting_up.settings` reads them.
    values: Mapping[str, str] = field(default_factory=dict)
    #: When it asks next, once it is set up.
    slots: Sequence[datetime] = ()
    #: By name; empty where there is nothing to choose.
    graders: Sequence[str] = ()
    #: Whether all settings are shown, or those alone that a new series begins with.
    is_whole: bool = True
    #: Nobody said which zone it is: the form says that it has to be looked at.
    is_zone_guessed: bool = False

    def __post_init__(self) -> None:
        new = {**form_values(None, self.packs), "name": "daily"}
        defaults = {key: new[key] for key in SHOWN if key in new}
        object.__setattr__(self, "values", {**defaults, **self.values})


def setup_view(draft: Draft, number: int, problems: Mapping[str, str] | None = None) -> discord.ui.LayoutView:
    """Give the form as it stands.

    Args:
        draft: what was chosen so far.
        number: the draft's own.
        problems: what is wrong, by field; said at the top, or only named there if it does not all fit (`all_fit`).
    """
    if problems and not all_fit(draft, problems):
        problems = dict.fromkeys(problems, "What is wrong here is told below.")
    target = str(Target("draft", number))
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
        _text(_summary(draft, problems or {})),
        # The placeholder of a select is not seen any more once something is chosen: its name stands above it.
        *chain.from_iterable((_text(f"-# {row.label}"), _choice(row, draft, target)) for row in _chosen(draft)),
        _buttons(draft, target),
    )
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def _text(said: str) -> discord.ui.TextDisplay[discord.ui.LayoutView]:
    return discord.ui.TextDisplay(said)


def all_fit(draft: Draft, problems: Mapping[str, str]) -> bool:
    """Say whether the form has room for all that is wrong with it; labels and titles take some of it."""
    return len(_summary(draft, problems)) <= limits.MESSAGE - _ROOM_FOR_LABELS


def _summary(draft: Draft, problems: Mapping[str, str]) -> str:
    lines = ["## Set up a series"]
    lines += [f"⚠️ **{escape(_label(name))}** {escape(said)}" for name, said in problems.items()]
    lines += [f"{row.label}: {_told(row, draft)}" for step in _steps(draft).values() for row in step.rows]
    if draft.is_zone_guessed:
        lines.append("-# Discord does not say which time zone is yours: look whether this is it.")
    if draft.slots:
        lines += ["Next questions:", *(f"- {moment(slot)}" for slot in draft.slots)]
    return "\n".join(lines)


def _label(name: str) -> str:
    return SETTINGS[name].label if name in SETTINGS else name


def _steps(draft: Draft) -> Mapping[str, _Step]:
    return {name: step for name, step in _STEPS.items() if draft.is_whole or step.shown is Shown.FIRST}


def _chosen(draft: Draft) -> list[Setting]:
    """Give the settings that are chosen in the message itself, where there is something to choose from."""
    return [
        row
        for row in SETTINGS.values()
        if row.in_forms
        and row.control in _IN_MESSAGE
        and (draft.is_whole or row.shown is Shown.FIRST)
        and (row.control is Control.CHANNEL or _offered(row, draft))
    ]


def _offered(row: Setting, draft: Draft) -> Mapping[str, str]:
    return offered(row, draft.packs, draft.graders)


def _told(row: Setting, draft: Draft) -> str:
    value = draft.values.get(row.key, "")
    if row.key == _ROLE:
        return f"<@&{value}>" if value.isdecimal() else "none"
    if not row.is_people:
        return f"**{escape(value or 'none')}**"
    return ", ".join(f"<@{one}>" for one in value.split(",") if one.isdecimal()) or "administrators of the server"


def _choice(row: Setting, draft: Draft, target: str) -> Row:
    if row.control is Control.CHANNEL:
        return _channel(row, draft, target)
    return _select(row, _offered(row, draft), draft, target)


def _channel(row: Setting, draft: Draft, target: str) -> Row:
    chosen = draft.values.get(row.key, "")
    kinds = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]
    select: discord.ui.ChannelSelect[discord.ui.LayoutView] = discord.ui.ChannelSelect(
        custom_id=custom_id(f"{CHOOSE}{row.key}", 0, target),
        channel_types=kinds,
        placeholder=row.label,
        default_values=[discord.Object(int(chosen), type=discord.TextChannel)] if chosen.isdecimal() else [],
    )
    return row_of(Pressed(select))


def _select(row: Setting, known: Mapping[str, str], draft: Draft, target: str) -> Row:
    chosen, offered = draft.values.get(row.key, "").split(","), list(known.items())[: limits.CHOICES]
    select: discord.ui.Select[discord.ui.LayoutView] = discord.ui.Select(
        custom_id=custom_id(f"{CHOOSE}{row.key}", 0, target),
        placeholder=row.label,
        max_values=len(offered) if row.control is Control.MANY else 1,
        options=[
            discord.SelectOption(label=shortened(title, limits.CHOICE), value=value, default=value in chosen)
            for value, title in offered
        ],
    )
    return row_of(Pressed(select))


def _buttons(draft: Draft, target: str) -> Row:
    opening = {name: f"{step.title}…" for name, step in _steps(draft).items()}
    opening |= {} if draft.is_whole else {MORE: "More…"}
    pressed = [
        Pressed(discord.ui.Button(label=label, custom_id=custom_id(name, 0, target))) for name, label in opening.items()
    ]
    saved = custom_id(SAVE, 0, target)
    save = Pressed(discord.ui.Button(label="Save", style=discord.ButtonStyle.primary, custom_id=saved))
    return row_of(save, *pressed)


def step_form(step: str, draft: Draft, number: int, roles: Container[str] = ()) -> discord.ui.Modal:
    """Give the form of a step; `roles` are those ids among people's that are roles'."""
    modal = discord.ui.Modal(title=_STEPS[step].title, custom_id=custom_id(step, 0, str(Target("draft", number))))
    for row in _STEPS[step].rows:
        value = draft.values.get(row.key, "")
        modal.add_item(_item(row, value, roles))
    return unkept(modal)


def _item(row: Setting, value: str, roles: Container[str]) -> discord.ui.Item[discord.ui.Modal]:
    if row.key == _ROLE:
        return _role(row, value)
    return _people(row, value, roles) if row.is_people else _typed(row, value)


def _role(row: Setting, value: str) -> discord.ui.Label[discord.ui.Modal]:
    select: discord.ui.RoleSelect[discord.ui.Modal] = discord.ui.RoleSelect(
        custom_id=row.key,
        min_values=0,
        required=False,
        default_values=[discord.Object(int(value), type=discord.Role)] if value.isdecimal() else [],
    )
    return discord.ui.Label(text=row.label, component=select)


def _typed(row: Setting, value: str) -> discord.ui.TextInput[discord.ui.Modal]:
    return discord.ui.TextInput(
        label=row.label,
        custom_id=row.key,
        placeholder=shortened(row.explained, limits.FIELD_HINT),
        default=value or None,
        required=not row.may_be_empty,
        max_length=limits.CHOICE,
    )


def _people(row: Setting, value: str, roles: Container[str]) -> discord.ui.Label[discord.ui.Modal]:
    select: discord.ui.MentionableSelect[discord.ui.Modal] = discord.ui.MentionableSelect(
        custom_id=row.key,
        min_values=0,
        max_values=_MENTIONABLES,
        required=False,
        # What is sent is all that counts, so that who is not shown would be taken away.
        default_values=[
            discord.Object(int(one), type=discord.Role if one in roles else discord.User)
            for one in value.split(",")
            if one.isdecimal()
        ],
    )
    return discord.ui.Label(text=row.label, component=select)
