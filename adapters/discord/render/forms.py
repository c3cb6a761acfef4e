"""Forms: modals whose custom id says what they were opened for, so that they outlive a restart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from adapters.discord.render import limits
from adapters.discord.render.buttons import custom_id
from adapters.discord.render.texts import shortened

#: The field of the forms that ask for one text.
TEXT_FIELD = "text"
#: The actions that open a form before they are done: their title, the field's label, and what to write there.
TEXTS: Mapping[str, tuple[str, str, str]] = {
    "answer": ("Your answer", "In your own words", "You can change it until the question closes."),
    "flag": ("Flag this question", "What is wrong with it?", "Outdated, ambiguous, or wrong in the model answer …"),
    "dispute": ("Dispute the grade", "Why should it be graded differently?", "Which key point did you meet, and how?"),
}


def text_form(action: str, target: str, initial: str = "") -> discord.ui.Modal:
    """Give the form of an action."""
    title, label, hint = TEXTS[action]
    modal = discord.ui.Modal(title=shortened(title, limits.MODAL_TITLE), custom_id=custom_id(action, 0, target))
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=shortened(label, limits.FIELD_LABEL),
        custom_id=TEXT_FIELD,
        style=discord.TextStyle.paragraph,
        placeholder=shortened(hint, limits.FIELD_HINT),
        default=initial[: limits.FIELD] or None,
        max_length=limits.FIELD,
    )
    modal.add_item(field)
    return unkept(modal)


def unkept(modal: discord.ui.Modal) -> discord.ui.Modal:
    """Let the library forget a form once it is shown: what is sent is read from the interaction itself."""
    modal.stop()
    return modal


def values(components: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Give what was filled in, by field; several values are separated by commas."""
    return {part["custom_id"]: _value(part) for part in _fields(components)}


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in components:
        if "custom_id" in one:
            yield one
        yield from _fields(one.get("components") or ())
        if "component" in one:
            yield from _fields([one["component"]])


def _value(part: Mapping[str, Any]) -> str:
    return ",".join(part["values"]) if "values" in part else str(part.get("value") or "")
