"""A form shown once more with what was typed into it, and what is wrong above the fields."""

from collections.abc import Sequence

from adapters.slack.render import limits
from adapters.slack.render.forms import INPUT
from adapters.slack.render.texts import pieces, plain_text
from adapters.slack.wire import Json
from bot.domain.text import one_line

#: The block that says what is wrong.
PROBLEM = "problem"
#: What a field holds in `view.state.values`, and what fills it in when the form is opened.
_INITIAL = {
    "value": "initial_value",
    "selected_time": "initial_time",
    "selected_conversation": "initial_conversation",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_users": "initial_users",
}
#: What Slack takes of a view; of what it sends the rest is its own.
_OWN = ("type", "title", "submit", "close", "callback_id", "private_metadata")


def refilled_form(view: Json, problems: Sequence[str]) -> Json:
    """Give a form that was sent as it was when it was sent."""
    values = view["state"]["values"]
    fields = [_refilled(block, values) for block in view["blocks"] if not block["block_id"].startswith(PROBLEM)]
    said = list(pieces(one_line(" ".join(problems))))
    notes = [
        {"type": "section", "block_id": f"{PROBLEM}{number or ''}", "text": plain_text(piece)}
        for number, piece in enumerate(said[: limits.VIEW_BLOCKS - len(fields)])
    ]
    return {name: view[name] for name in _OWN} | {"blocks": [*notes, *fields]}


def with_entries(view: Json, values: Json) -> Json:
    """Give a form with what was entered into another one that has some of its fields."""
    return view | {
        "blocks": [_refilled(one, values) if one.get("block_id") in values else one for one in view["blocks"]]
    }


def labels(view: Json) -> dict[str, str]:
    """Give the labels of a form's fields by their names."""
    return {block["block_id"]: block["label"]["text"] for block in view["blocks"] if block["type"] == "input"}


def _refilled(block: Json, values: Json) -> Json:
    if block["type"] != "input":
        return block
    element = {name: value for name, value in block["element"].items() if name not in _INITIAL.values()}
    held = values[block["block_id"]][INPUT]
    filled = {initial: held[name] for name, initial in _INITIAL.items() if held.get(name)}
    return block | {"element": element | filled}
