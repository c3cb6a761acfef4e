"""The guided set-up: a private message with selects for what can be chosen, and forms for what must be typed."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import discord

from adapters.discord.render import limits
from adapters.discord.render.buttons import Pressed, custom_id, row_of
from adapters.discord.render.card import moment
from adapters.discord.render.forms import unkept
from adapters.discord.render.texts import escape, shortened
from bot.domain.target import Target
from bot.engine import SETTINGS, form_values

#: What the guided form leaves alone, although other forms show it: a message has room for five rows, a form for five
#: fields.
LEFT_OUT = frozenset({"grader", "remind"})
SHOWN = tuple(row.key for row in SETTINGS.values() if row.in_forms and row.key not in LEFT_OUT)
_PEOPLE_FIELDS = tuple(key for key in SHOWN if SETTINGS[key].is_people)
#: The fields that are chosen in the message itself.
_CHOSEN = ("channel", "packs", "days", "answers")
#: The others are typed; as many as one form takes.
_TYPED = tuple(key for key in SHOWN if key not in {*_CHOSEN, *_PEOPLE_FIELDS})
#: What the steps are called in custom ids; what stands behind the dash is the field.
CHOOSE, TIMES, PEOPLE, SAVE = "setup-", "setup-times", "setup-people", "setup-save"
#: Component types of selects: https://docs.discord.com/developers/components/reference
_MENTIONABLES = 25
_ROOM_FOR_LABELS = 200

Row = discord.ui.ActionRow[discord.ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Draft:
    """A series while it is being set up."""

    #: Titles of the packs by name.
    packs: Mapping[str, str]
    #: Values by field, as `bot.commands.settings` reads them.
    values: Mapping[str, str] = field(default_factory=dict)
    #: When it asks next, once it is set up.
    slots: Sequence[datetime] = ()

    def __post_init__(self) -> None:
        new = {**form_values(None, self.packs), "name": "daily"}
        defaults = {key: new[key] for key in SHOWN if key in new and not SETTINGS[key].may_be_empty}
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
    told: discord.ui.TextDisplay[discord.ui.LayoutView] = discord.ui.TextDisplay(_summary(draft, problems or {}))
    packs = dict(list(draft.packs.items())[: limits.CHOICES])
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
        told,
        *_named("channel", _channel(draft, target)),
        *_named("packs", _select("packs", packs, draft, target, most=len(packs))),
        *_named("days", _select("days", SETTINGS["days"].choices, draft, target, most=7)),
        *_named("answers", _select("answers", SETTINGS["answers"].choices, draft, target)),
        _buttons(target),
    )
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def all_fit(draft: Draft, problems: Mapping[str, str]) -> bool:
    """Say whether the form has room for all that is wrong with it; labels and titles take some of it."""
    return len(_summary(draft, problems)) <= limits.MESSAGE - _ROOM_FOR_LABELS


def _summary(draft: Draft, problems: Mapping[str, str]) -> str:
    lines = ["## Set up a series"]
    lines += [f"⚠️ **{escape(_label(name))}** {escape(said)}" for name, said in problems.items()]
    lines += [f"{_label(name)}: **{escape(draft.values.get(name) or 'none')}**" for name in _TYPED]
    lines += [f"{_label(name)}: {_mentions(draft.values.get(name, ''))}" for name in _PEOPLE_FIELDS]
    if draft.slots:
        lines += ["Next questions:", *(f"- {moment(slot)}" for slot in draft.slots)]
    return "\n".join(lines)


def _label(name: str) -> str:
    return SETTINGS[name].label if name in SETTINGS else name


def _named(name: str, row: Row) -> tuple[discord.ui.TextDisplay[discord.ui.LayoutView], Row]:
    """Name a select: its placeholder is not seen any more once something is chosen."""
    return discord.ui.TextDisplay(f"-# {_label(name)}"), row


def _mentions(ids: str) -> str:
    return ", ".join(f"<@{one}>" for one in ids.split(",") if one.isdecimal()) or "administrators of the server"


def _channel(draft: Draft, target: str) -> Row:
    chosen = draft.values.get("channel", "")
    kinds = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]
    select: discord.ui.ChannelSelect[discord.ui.LayoutView] = discord.ui.ChannelSelect(
        custom_id=custom_id(f"{CHOOSE}channel", 0, target),
        channel_types=kinds,
        placeholder=_label("channel"),
        default_values=[discord.Object(int(chosen), type=discord.TextChannel)] if chosen.isdecimal() else [],
    )
    return row_of(Pressed(select))


def _select(name: str, offered: Mapping[str, str], draft: Draft, target: str, *, most: int = 1) -> Row:
    chosen = draft.values.get(name, "").split(",")
    select: discord.ui.Select[discord.ui.LayoutView] = discord.ui.Select(
        custom_id=custom_id(f"{CHOOSE}{name}", 0, target),
        placeholder=_label(name),
        max_values=most,
        options=[
            discord.SelectOption(label=shortened(title, limits.CHOICE), value=value, default=value in chosen)
            for value, title in offered.items()
        ],
    )
    return row_of(Pressed(select))


def _buttons(target: str) -> Row:
    opening = [
        Pressed(discord.ui.Button(label=label, custom_id=custom_id(name, 0, target)))
        for name, label in ((TIMES, "Name and times…"), (PEOPLE, "People…"))
    ]
    saved = custom_id(SAVE, 0, target)
    save = Pressed(discord.ui.Button(label="Save", style=discord.ButtonStyle.primary, custom_id=saved))
    return row_of(*opening, save)


def times_form(draft: Draft, number: int) -> discord.ui.Modal:
    """Give the form for what must be typed."""
    modal = discord.ui.Modal(title="Name and times", custom_id=custom_id(TIMES, 0, str(Target("draft", number))))
    for row in (SETTINGS[name] for name in _TYPED):
        typed: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=row.key,
            placeholder=shortened(row.explained, limits.FIELD_HINT),
            default=draft.values.get(row.key) or None,
            required=not row.may_be_empty,
            max_length=limits.CHOICE,
        )
        modal.add_item(discord.ui.Label(text=row.label, component=typed))
    return unkept(modal)


def people_form(draft: Draft, number: int, roles: Container[str] = ()) -> discord.ui.Modal:
    """Give the form for who runs the series and who grades in it: people, and those of their ids that are roles'."""
    modal = discord.ui.Modal(title="People", custom_id=custom_id(PEOPLE, 0, str(Target("draft", number))))
    for name in _PEOPLE_FIELDS:
        select: discord.ui.MentionableSelect[discord.ui.Modal] = discord.ui.MentionableSelect(
            custom_id=name,
            min_values=0,
            max_values=_MENTIONABLES,
            required=False,
            # What is sent is all that counts, so that who is not shown would be taken away.
            default_values=[
                discord.Object(int(one), type=discord.Role if one in roles else discord.User)
                for one in draft.values.get(name, "").split(",")
                if one.isdecimal()
            ],
        )
        modal.add_item(discord.ui.Label(text=_label(name), component=select))
    return unkept(modal)
