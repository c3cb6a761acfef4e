"""Views: modals and the Home tab as such, and the forms for an answer and for a reason."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from adapters.slack.render import limits
from adapters.slack.render.buttons import PREFIX
from adapters.slack.render.card import block_parts, title_parts
from adapters.slack.render.parts import MODERN, Part, plainly, small_parts
from adapters.slack.render.tables import as_preformatted
from adapters.slack.render.texts import plain_text
from adapters.slack.wire import Json
from bot.cards.forms import AnswerForm, FieldsForm
from bot.domain import card as cards
from bot.domain.text import one_line

#: The field of the forms that ask for one text.
TEXT_FIELD = "text"
#: The field in which one says how sure one is.
SURENESS_FIELD = "sureness"
#: Every input is alone in its block, whose id is the name of the field.
INPUT = "value"
_MORE = "There is more than fits here."


@dataclass(frozen=True, slots=True)
class Origin:
    """What a form was opened from; it travels with the form, where its user could read it."""

    #: `Action.name` and `Action.target`, as they were pressed.
    action: str
    target: str = ""
    #: Where it was pressed.
    channel: str = ""
    #: Values of fields that the form cannot show, by field: they are kept when it is sent.
    kept: Mapping[str, str] = field(default_factory=dict)
    #: What the form showed when it was opened, as `bot.commands.forms.SetupForm.opened` says it.
    opened: Mapping[str, str] = field(default_factory=dict)
    #: Where the message it was pressed on can be replaced; empty: others see that, too, or it was none.
    message: str = ""

    def write(self) -> str:
        """Give it as `private_metadata`."""
        written = {name: value for name, value in asdict(self).items() if value or name not in {"opened", "message"}}
        return json.dumps(written, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, written: str) -> "Origin":
        """Give what `write` wrote."""
        return cls(**json.loads(written))


def modal(title: str, blocks: Sequence[Json], *, submit: str = "", origin: Origin | None = None) -> Json:
    """Give a modal; without `submit` it only shows something."""
    line = one_line(title)
    shown = line if len(line) <= limits.VIEW_TITLE else f"{line[: limits.VIEW_TITLE - 1]}…"
    view: Json = {"type": "modal", "title": plain_text(shown), "close": plain_text("Cancel" if submit else "Close")}
    if submit:
        view["submit"] = plain_text(submit)
    if origin:
        view |= {"callback_id": f"{PREFIX}:{origin.action}", "private_metadata": origin.write()}
    return view | {"blocks": list(blocks)}


def view_blocks(parts: Iterable[Part], most: int = limits.VIEW_BLOCKS) -> list[Json]:
    """Give parts as blocks of a view, and a note where there are more than it takes."""
    shown = [plain for part in parts for plain in plainly(part, MODERN)]
    blocks = [as_preformatted(p.block) if p.block["type"] == "table" else p.block for p in shown]
    if len(blocks) <= most:
        return blocks
    note = [part.block for part in small_parts([_MORE], most=1)]
    return [*blocks[: most - 1], *note]


def card_modal(title: str, card: cards.Card) -> Json:
    """Show a card in a modal, without its buttons; the title is of at most 24 characters."""
    parts = [*title_parts(card.title), *_block_parts(card.blocks)]
    return modal(title, view_blocks(parts))


def _block_parts(blocks: Iterable[cards.Block]) -> list[Part]:
    return [part for block in blocks for part in block_parts(block)]


def input_block(name: str, label: str, element: Json, *, hint: str = "", optional: bool = False) -> Json:
    """Give a field of a form; errors are shown at the field whose name is their `block_id`."""
    block: Json = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label),
        "element": {**element, "action_id": INPUT},
        "optional": optional,
    }
    if hint:
        block["hint"] = plain_text(hint)
    return block


def text_input(initial: str = "", *, multiline: bool = False, longest: int = limits.INPUT_TEXT) -> Json:
    """Give a place to type into."""
    element: Json = {"type": "plain_text_input", "multiline": multiline, "max_length": longest}
    return element | ({"initial_value": initial} if initial else {})


def answer_form(form: AnswerForm, origin: Origin) -> Json:
    """Ask for an answer, below the question's blocks, and how sure they are, where that is asked."""
    # Two places are for the fields, one for what may have to be said above them.
    shown = view_blocks(_block_parts(form.blocks), limits.VIEW_BLOCKS - 3)
    field = text_input(form.text, multiline=True)
    asked = input_block(TEXT_FIELD, form.label, field, hint=form.hint, optional=form.may_be_empty)
    fields = [asked, *([_sureness(form)] if form.surenesses else ())]
    return modal(form.label, [*shown, *fields], submit="Send", origin=origin)


def fields_form(form: FieldsForm, origin: Origin) -> Json:
    """Ask for several things."""
    note = [part.block for part in small_parts([form.note], most=1)] if form.note else []
    fields = [
        input_block(
            one.name,
            one.label,
            text_input(one.text, multiline=one.is_long, longest=one.longest or limits.INPUT_TEXT),
            hint=one.hint,
            optional=one.may_be_empty,
        )
        for one in form.fields
    ]
    return modal(form.title, [*note, *fields], submit=form.send, origin=origin)


def _sureness(form: AnswerForm) -> Json:
    options = {name: option(name, label) for name, label in form.surenesses.items()}
    element: Json = {"type": "radio_buttons", "options": list(options.values())}
    if form.sureness in options:
        element["initial_option"] = options[form.sureness]
    return input_block(SURENESS_FIELD, "How sure are you?", element, optional=True)


def option(value: str, label: str) -> Json:
    """Give one thing to choose."""
    line = one_line(label)
    shown = line if len(line) <= limits.OPTION_LABEL else f"{line[: limits.OPTION_LABEL - 1]}…"
    return {"text": plain_text(shown), "value": str(value)}


def flag_form(origin: Origin) -> Json:
    """Ask what is wrong with a question."""
    hint = "For example: outdated, ambiguous, or wrong in the model answer. Managers of the series read it."
    asked = input_block(TEXT_FIELD, "What is wrong with it?", text_input(multiline=True), hint=hint)
    return modal("Flag this question", [asked], submit="Flag", origin=origin)


def dispute_form(origin: Origin) -> Json:
    """Ask why a grade is doubted."""
    hint = "Which key point did you meet, and in which words? A reviewer looks at it."
    asked = input_block(TEXT_FIELD, "Why should it be graded differently?", text_input(multiline=True), hint=hint)
    return modal("Dispute the grade", [asked], submit="Send", origin=origin)


def read_form(values: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """Give what stands in a form, by field, from `view.state.values`; several values are separated by commas."""
    return {name: _read(inputs[INPUT]) for name, inputs in values.items()}


def _read(element: Json) -> str:
    if "selected_options" in element:
        return ",".join(str(option["value"]) for option in element["selected_options"])
    if "selected_users" in element:
        return ",".join(element["selected_users"])
    if "selected_option" in element:
        return str((element["selected_option"] or {}).get("value", ""))
    keys = ("value", "selected_time", "selected_conversation")
    return next((str(element[key]) for key in keys if element.get(key)), "")
