"""What is said of who may set series up, of what came of a claim, and of what was changed by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.calendar.periods import period_title
from bot.domain.card import Action, Card, Small, Table, Text
from bot.domain.members import GONE, ITSELF, Change, WhoSetsUp
from bot.domain.series import Series
from bot.domain.statistics.floor import PeopleShown, ViewRules
from bot.domain.target import Target
from bot.domain.text import as_value, count, listing, plain


def set_up_action(channel: str, name: str = "") -> Action:
    """Give the button that opens the form for a channel; with an empty one, for where it is pressed."""
    return Action("setup", f"Set up #{name}" if name else "Set up", str(Target("channel", channel)) if channel else "")


def ask_action(channel: str) -> Action:
    """Give the button that sends the form to those who may fill it in."""
    return Action("ask", "Ask them to set it up", str(Target("channel", channel)))


def who_may(setup: WhoSetsUp, names: Sequence[str], *, has_channel_managers: bool) -> str:
    """Say who may set a series up in a channel, plain text."""
    if setup is WhoSetsUp.ADMINISTRATORS:
        said = "Only administrators of this workspace may set up a series"
    elif has_channel_managers:
        said = "Only administrators of this server, and whoever may manage this channel, may set up a series here"
    else:
        said = "Only administrators of this workspace, and whoever invited Askaday to this channel, may set it up here"
    return f"{said}: {listing(names, 'or')}." if names else f"{said}."


def request_card(name: str, channel: str, channel_name: str) -> Card:
    """Tell somebody who may set a series up that a member would like one in a channel."""
    text = f"{plain(name)} would like Askaday to ask a question a day in **#{plain(channel_name)}**."
    how = Text("The button opens the form; `/qotd setup` in the channel does the same.")
    return Card("Would you set Askaday up?", (Text(text), how), (set_up_action(channel, channel_name),))


def asked_card(names: Sequence[str]) -> Card:
    """Tell who asked for a series whom the form was sent to."""
    return Card("", (Text(f"{plain(listing(names))} got a private message from Askaday with the form."),))


def appointed_card(workspace: str) -> Card:
    """Tell who sent the word of `askaday claim` what they are from now on."""
    text = f"You administer Askaday in {plain(workspace)} now. `/qotd setup` in a channel sets a series up there."
    return Card("Thank you", (Text(text),))


def dashboard_card(address: str) -> Card:
    """Give somebody the link to their pages."""
    how = Small("It is for you alone and works once, within ten minutes. It shows you what you may see here.")
    return Card("Your pages", (Text(f"[Open them in a browser]({address})"), how))


def left_notice(series: Series) -> Card:
    """Tell an administrator that nobody is left of those who ran a series."""
    how = f"`/qotd setup series={as_value(series.name)} managers=@NAME`"
    text = f"Everybody who ran **{plain(series.name)}** has left. It goes on asking; name who runs it now: {how}."
    settings = Action("setup", "Settings", str(Target("series", series.id)))
    return Card("A series has nobody to run it", (Text(text),), (settings,))


def setup_chosen_card(setup: WhoSetsUp, rules: ViewRules, days: int | None, most_days: int) -> Card:
    """Say what holds for the whole workspace: who sets up, what figures show, how long messages are kept.

    `most_days` is the operator's.
    """
    who = {
        WhoSetsUp.INVITERS: "administrators, and whoever invited Askaday to the channel or may manage it",
        WhoSetsUp.ADMINISTRATORS: "administrators alone",
    }[setup]
    other = next(one for one in WhoSetsUp if one is not setup)
    kept = min(days or most_days, most_days)
    chosen = "`retention=default` takes that back" if days else "`/qotd workspace retention=90` keeps them for less"
    lines = (
        f"Series are set up by {who} (`setup={setup}`). `/qotd workspace setup={other}` changes that.",
        f"{_floor_line(rules.floor)} `/qotd workspace floor=3`, `floor=5` or `floor=none` changes that.",
        {
            PeopleShown.LEVELS: "Managers see how people do in levels (`people=levels`), reviewers their scores. "
            "`/qotd workspace people=scores` shows managers scores, too; every channel is told.",
            PeopleShown.SCORES: "Managers see people's exact scores (`people=scores`), as `/qotd me` says. "
            "`/qotd workspace people=levels` ends it.",
        }[rules.people],
        f"Messages of threads are deleted {count(kept, 'day')} after the close of their question; {chosen}.",
    )
    return Card("This workspace", tuple(map(Text, lines)))


def scores_shown_card() -> Card:
    """Tell a channel that managers see how each member scored, from now on."""
    text = (
        "From now on managers see each member's exact score. Until now they saw levels, like weak or solid. "
        "`/qotd me` shows you what they see of you."
    )
    return Card("What managers see", (Text(text),))


def _floor_line(floor: int) -> str:
    if not floor:
        return "Averages are shown of any number of people (`floor=none`)."
    return f"An average needs {floor} people (`floor={floor}`)."


#: What a line of the audit holds, for people.
AUDIT_HEADER = ("When (UTC)", "Who", "What", "Before → after")
#: So many values of one change are shown on a screen; files have all of them.
_MOST_VALUES = 4
#: The values that are people's ids.
_OF_PEOPLE = frozenset({"managers", "reviewers", "excluded", "member", "members", "best answer"})


def change_row(
    change: Change, names: Mapping[str, str], series: Mapping[int, str], most: int | None = _MOST_VALUES
) -> tuple[str, ...]:
    """Give a line of the audit in the order of `AUDIT_HEADER`: plain text, people and series by name.

    With `most` only so many values are in it, and how many more there are is said.
    """
    who = "Askaday" if change.member == ITSELF else names.get(change.member, change.member or GONE)
    of = series.get(change.series_id, "") if change.series_id is not None else ""
    what = " · ".join(dict.fromkeys(part for part in (change.action, of, change.detail) if part))
    said = [_became(key, change, names) for key in dict.fromkeys([*change.before, *change.after])]
    more = len(said) - most if most is not None else 0
    lines = [*said[:most], f"and {more} more"] if more > 0 else said
    return (f"{change.at:%Y-%m-%d %H:%M}", who, what, "; ".join(lines))


def _became(key: str, change: Change, names: Mapping[str, str]) -> str:
    was, is_now = (_value(key, one.get(key), names) for one in (change.before, change.after))
    return f"{key}: {is_now}" if was in {None, is_now} else f"{key}: {was} → {is_now}"


def _value(key: str, value: str | Sequence[str] | None, names: Mapping[str, str]) -> str | None:
    if value is None:
        return None
    parts = [value] if isinstance(value, str) else list(value)
    if key in _OF_PEOPLE:
        parts = [names.get(one, one or GONE) for one in parts]
    return ", ".join(parts) or "none"


def audit_card(series: str, period: str, rows: Sequence[tuple[str, ...]], where: Target, *, has_more: bool) -> Card:
    """Show a page of what was changed, newest first; `where` says which page it is, for its buttons."""
    title = f"What was changed in {series}" if series else "What was changed"
    if not rows:
        return Card(title, (Text("Nothing was changed in this time."),))
    newer = (Action("page", "Newer", str(replace(where, page=where.page - 1))),) if where.page > 1 else ()
    older = (Action("page", "Older", str(replace(where, page=where.page + 1))),) if has_more else ()
    footer = Small(f"{period_title(period)} · page {where.page}")
    return Card(title, (Table(AUDIT_HEADER, tuple(rows)), footer), (*newer, *older))
