"""Actions as buttons and menus: all that a press needs stands in custom ids, so that both outlive every restart."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord

from adapters.discord.connect.client import DiscordClient
from adapters.discord.render import limits
from adapters.discord.render.texts import shortened
from bot.domain.card import Action
from bot.domain.text import one_line

PREFIX = "askaday"
#: The select of what few press: which action that is stands in the value of the option, written like a custom id.
MENU = "menu"
_MORE = "More…"
_PRIMARY = "answer"
_CUSTOM_ID = re.compile(rf"{PREFIX}:(?P<name>[^:]+):[^:]*:(?P<target>.*)", re.DOTALL)

#: On a button whose label has nothing that can be seen, which Discord refuses with the whole message.
_NO_WORDS = "…"


def custom_id(name: str, index: int, target: str) -> str:
    """Give the id under which Discord reports a press; the index makes it unique in its message.

    Raises:
        ValueError: it has more characters than Discord keeps.
    """
    made = f"{PREFIX}:{name}:{index}:{target}"
    if len(made) > limits.CUSTOM_ID:
        raise ValueError(f"{made!r} is longer than {limits.CUSTOM_ID} characters")
    return made


def read_custom_id(pressed: str) -> tuple[str, str] | None:
    """Give the name and target of the action behind an id; None: it is none of Askaday's."""
    found = _CUSTOM_ID.fullmatch(pressed)
    return (found["name"], found["target"]) if found else None


class Pressed(discord.ui.DynamicItem[discord.ui.Item[Any]], template=_CUSTOM_ID):
    """A button of Askaday's, or a select: made to be posted, and made again of what was posted when it is pressed.

    The library takes it from the message that Discord sends with the press, so none is kept in memory. It logs what is
    raised here and tells nobody (`View.on_error` is not called for these): the client it is handed to has to do that.
    """

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> "Pressed":
        """Take a posted one as it is."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the client what was pressed."""
        found = read_custom_id(self.custom_id)
        if found is not None and isinstance(interaction.client, DiscordClient):
            await interaction.client.pressed(interaction, *found)


def rows(actions: Sequence[Action]) -> Iterator[discord.ui.ActionRow[discord.ui.LayoutView]]:
    """Give the buttons in rows of five."""
    made = [_button(action, index) for index, action in enumerate(actions)]
    for start in range(0, len(made), limits.BUTTONS_IN_ROW):
        yield row_of(*made[start : start + limits.BUTTONS_IN_ROW])


def menu_rows(entries: Sequence[Action]) -> Iterator[discord.ui.ActionRow[discord.ui.LayoutView]]:
    """Give what stands behind a menu, in a row of its own; more entries than one takes have another."""
    for index, start in enumerate(range(0, len(entries), limits.CHOICES)):
        group = enumerate(entries[start : start + limits.CHOICES], start)
        options = [
            discord.SelectOption(label=_label(one, limits.CHOICE), value=_id(one, place)) for place, one in group
        ]
        select: discord.ui.Select[discord.ui.LayoutView] = discord.ui.Select(
            custom_id=custom_id(MENU, index, ""), placeholder=_MORE, options=options
        )
        yield row_of(Pressed(select))


def row_of(*pressed: Pressed) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """Give a row of buttons, or of one select."""
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    for one in pressed:
        row.add_item(one)
    return row


def long_labels(actions: Sequence[Action]) -> list[str]:
    """Give the labels that do not fit on their buttons: they have to stand above them in full."""
    labels = [one_line(action.label) for action in actions]
    return [label for label in labels if len(label) > limits.LABEL]


def _button(action: Action, index: int) -> Pressed:
    style = discord.ButtonStyle.primary if action.name == _PRIMARY else discord.ButtonStyle.secondary
    return Pressed(discord.ui.Button(style=style, label=_label(action, limits.LABEL), custom_id=_id(action, index)))


def _label(action: Action, most: int) -> str:
    return shortened(one_line(action.label), most) or _NO_WORDS


def _id(action: Action, index: int) -> str:
    return custom_id(action.name, index, action.target)
