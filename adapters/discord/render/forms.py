"""Forms: modals whose custom id says what they were opened for, so that they outlive a restart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from adapters.discord.render import limits
from adapters.discord.render.buttons import custom_id
from adapters.discord.render.card import block_pieces
from adapters.discord.render.messages import joined
from adapters.discord.render.parts import Kind, Piece
from adapters.discord.render.texts import shortened
from bot.cards.forms import AnswerForm, FieldsForm
from bot.domain.card import Block

#: The field of the forms that ask for one text.
TEXT_FIELD = "text"
#: The field in which one says how sure one is.
SURENESS_FIELD = "sureness"
#: The actions that ask for an answer, for why something was chosen, and until when somebody is away.
ANSWERS = frozenset({"answer", "why", "away"})
#: The actions that ask for a reason before they are done: the form's title, and the field's label and hint.
REASONS: Mapping[str, tuple[str, tuple[str, str]]] = {
    "flag": ("Flag this question", ("What is wrong with it?", "Outdated, ambiguous, or wrong in the model answer …")),
    "dispute": (
        "Dispute the grade",
        ("Why should it be graded differently?", "Which key point did you meet, and how?"),
    ),
}
#: Said below a question that has more than fits.
_MORE = Piece("-# All of it stands on the card.", Kind.SMALL)


def reason_form(action: str, target: str) -> discord.ui.Modal:
    """Give the form of an action that asks for a reason."""
    title, (label, hint) = REASONS[action]
    modal = _modal(action, target, title)
    modal.add_item(_text(label, hint))
    return unkept(modal)


def answer_form(form: AnswerForm, target: str, action: str = "answer") -> discord.ui.Modal:
    """Ask for an answer, below the question's blocks, and how sure they are, where that is asked."""
    modal = _modal(action, target, form.label)
    asked = _asked(form.blocks)
    if asked:
        modal.add_item(discord.ui.TextDisplay(asked))
    modal.add_item(_text(form.label, form.hint, form.text, is_needed=not form.may_be_empty))
    if form.surenesses:
        options = [
            discord.RadioGroupOption(label=label, value=name, default=name == form.sureness)
            for name, label in form.surenesses.items()
        ]
        group: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(
            custom_id=SURENESS_FIELD, required=False, options=options
        )
        modal.add_item(discord.ui.Label(text="How sure are you?", component=group))
    return unkept(modal)


def fields_form(form: FieldsForm, target: str, action: str) -> discord.ui.Modal:
    """Ask for several things; what is too long for a note beside five fields is said at the first of them."""
    modal = _modal(action, target, form.title)
    for place, one in enumerate(form.fields):
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=one.name,
            style=discord.TextStyle.paragraph if one.is_long else discord.TextStyle.short,
            placeholder=shortened(one.hint, limits.FIELD_HINT),
            default=one.text or None,
            required=not one.may_be_empty,
            max_length=one.longest or limits.FIELD,
        )
        told = shortened(form.note, limits.FIELD_HINT) if form.note and place == 0 else None
        label = shortened(one.label, limits.FIELD_LABEL)
        modal.add_item(discord.ui.Label(text=label, description=told, component=field))
    return unkept(modal)


def _modal(action: str, target: str, title: str) -> discord.ui.Modal:
    return discord.ui.Modal(title=shortened(title, limits.MODAL_TITLE), custom_id=custom_id(action, 0, target))


def _text(label: str, hint: str, initial: str = "", *, is_needed: bool = True) -> discord.ui.Label[discord.ui.Modal]:
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=TEXT_FIELD,
        style=discord.TextStyle.paragraph,
        placeholder=shortened(hint, limits.FIELD_HINT),
        default=initial[: limits.FIELD] or None,
        required=is_needed,
        max_length=limits.FIELD,
    )
    return discord.ui.Label(text=shortened(label, limits.FIELD_LABEL), component=field)


def _asked(blocks: Sequence[Block]) -> str:
    """Give what is asked, as far as a form has room for it."""
    pieces = [piece for block in blocks for piece in block_pieces(block)]
    whole = joined(pieces) if pieces else ""
    if len(whole) <= limits.FORM_TEXT:
        return whole
    kept = next((n for n in range(len(pieces), 0, -1) if len(joined([*pieces[:n], _MORE])) <= limits.FORM_TEXT), 0)
    return joined([*pieces[:kept], _MORE])


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
