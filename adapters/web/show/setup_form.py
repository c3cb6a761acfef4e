"""The form in which managers change a series; its fields are those of `bot.commands.setting_up.settings`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.engine import SETTINGS, Control, SeriesPage, Setting, Shown, form_values, offered

#: What fields of settings are called when they are sent.
_SETTING = "setting-"
#: Beside them: what the form was opened for, what each field showed then (`SetupForm`), and the channel: its id, and
#: what its field showed.
_TARGET, _OPENED, _CHANNEL, _PLACE = "target", "opened", "channel", "place"
#: The kinds of fields: what is typed, a time, one or several of what can be chosen, people.
_TEXT, _TIME, _ONE, _MANY, _PEOPLE = "text", "time", "one", "many", "people"
_KINDS = {Control.TIME: _TIME, Control.MANY: _MANY, Control.PEOPLE: _PEOPLE}


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SettingField:
    """A setting as the form asks for it."""

    name: str
    label: str
    hint: str
    kind: str
    #: What is typed.
    text: str
    options: tuple[Option, ...]
    #: What is wrong with it; empty: nothing.
    trouble: str
    may_be_empty: bool
    #: What a series keeps.
    is_fixed: bool
    #: What a series begins with; the rest opens below it.
    is_first: bool


@dataclass(frozen=True, slots=True)
class ShownForm:
    """The form as it stands."""

    fields: tuple[SettingField, ...]
    #: By name, what is sent back as it is.
    hidden: Mapping[str, str]
    #: What is wrong with what has no field here, as sentences.
    troubles: tuple[str, ...] = ()

    @property
    def wrong(self) -> tuple[SettingField, ...]:
        """Give the fields with something to put right."""
        return tuple(one for one in self.fields if one.trouble)


@dataclass(frozen=True, slots=True)
class Sent:
    """The form as somebody sent it, by key of the setting: each value by itself."""

    values: Mapping[str, Sequence[str]]
    target: str
    opened: Mapping[str, str]
    channel: str
    place: str

    @property
    def settings(self) -> Mapping[str, str]:
        """Give it as the desk takes it; where no box is ticked, browsers send nothing."""
        joined = {key: ",".join(filter(None, said)) for key, said in self.values.items()}
        if joined.get("channel") == self.place:
            # A name that was not touched is not looked up: it is the channel that was there.
            joined["channel"] = self.channel
        return {**{key: "" for key, row in SETTINGS.items() if row.control in _BOXES}, **joined}


#: What is said at a field here alone.
_HINTS = {"channel": "Invite Askaday there first, so that it can read the replies."}
_BOXES = (Control.MANY, Control.PEOPLE)


def read_form(form: Mapping[str, Sequence[str]]) -> Sent:
    """Read what a browser sent, by name of the field."""
    values = {name.removeprefix(_SETTING): said for name, said in form.items() if name.startswith(_SETTING)}
    last = {name: said[-1] for name, said in form.items()}
    opened = dict(one.split("=", 1) for one in last.get(_OPENED, "").split() if "=" in one)
    return Sent(values, last.get(_TARGET, ""), opened, last.get(_CHANNEL, ""), last.get(_PLACE, ""))


def shown_form(page: SeriesPage, sent: Sent | None = None, wrong: Mapping[str, str] | None = None) -> ShownForm:
    """Give the form, filled in with a series' settings, or as it was sent with what is wrong, by key."""
    wrong = wrong or {}
    now = {**form_values(page.form.series, page.form.packs), "channel": page.channel}
    marks = page.form.opened if sent is None else sent.opened
    opened = " ".join(f"{key}={digest}" for key, digest in marks.items())
    hidden = {_TARGET: page.form.target, _OPENED: opened, _CHANNEL: page.form.channel, _PLACE: page.channel}
    fields = tuple(_field(row, page, _said(row, now[key], sent), wrong) for key, row in SETTINGS.items() if key in now)
    elsewhere = tuple(f"{key}: {said}" if key else said for key, said in wrong.items() if key not in now)
    return ShownForm(fields, hidden, elsewhere)


def _said(row: Setting, now: str, sent: Sent | None) -> Sequence[str]:
    """Give what stands in a field: several where several can be chosen."""
    if sent is not None:
        return [one for one in sent.values.get(row.key, ()) if one]
    return [one for one in now.split(",") if one] if row.control in _BOXES else [now]


def _people(row: Setting, page: SeriesPage) -> Mapping[str, str]:
    """Give whom the setting names now, by id; more are typed."""
    there = form_values(page.form.series, ())[row.key].split(",")
    return {one: page.people[one] for one in there if one in page.people}


def _field(row: Setting, page: SeriesPage, said: Sequence[str], wrong: Mapping[str, str]) -> SettingField:
    trouble = wrong.get(row.key, "")
    labels = _people(row, page) if row.is_people else offered(row, page.form.packs, page.form.graders)
    kind = _KINDS.get(row.control, _ONE if labels else _TEXT)
    if kind is _TIME and trouble:
        # Browsers show nothing in such a field but a time.
        kind = _TEXT
    typed = [one for one in said if one not in labels]
    if kind in (_ONE, _MANY):
        labels, typed = {**labels, **{one: one for one in typed}}, []
    hint = "" if kind in (_ONE, _MANY) else _HINTS.get(row.key, row.explained)
    options = tuple(Option(value, label, value in said) for value, label in labels.items())
    name, text, is_first = f"{_SETTING}{row.key}", ",".join(typed), row.shown is Shown.FIRST
    return SettingField(
        name,
        row.label,
        hint,
        kind,
        text,
        options,
        trouble,
        row.may_be_empty,
        row.key == "name",
        is_first,
    )
