"""Actions as buttons: all that a press needs stands in its custom id, so that buttons outlive every restart."""

from collections.abc import Iterator, Sequence

import discord

from adapters.discord.render import limits
from adapters.discord.render.texts import shortened
from bot.domain.card import Action
from bot.domain.text import one_line

PREFIX = "askaday"
_PRIMARY = "answer"

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
    prefix, name, _index, target = (*pressed.split(":", 3), "", "", "")[:4]
    return (name, target) if prefix == PREFIX and name else None


def rows(actions: Sequence[Action]) -> Iterator[discord.ui.ActionRow[discord.ui.LayoutView]]:
    """Give the buttons in rows of five."""
    made = [_button(action, index) for index, action in enumerate(actions)]
    for start in range(0, len(made), limits.BUTTONS_IN_ROW):
        yield discord.ui.ActionRow(*made[start : start + limits.BUTTONS_IN_ROW])


def long_labels(actions: Sequence[Action]) -> list[str]:
    """Give the labels that do not fit on their buttons: they have to stand above them in full."""
    labels = [one_line(action.label) for action in actions]
    return [label for label in labels if len(label) > limits.LABEL]


def _button(action: Action, index: int) -> discord.ui.Button[discord.ui.LayoutView]:
    style = discord.ButtonStyle.primary if action.name == _PRIMARY else discord.ButtonStyle.secondary
    label = shortened(one_line(action.label), limits.LABEL) or _NO_WORDS
    return discord.ui.Button(style=style, label=label, custom_id=custom_id(action.name, index, action.target))
