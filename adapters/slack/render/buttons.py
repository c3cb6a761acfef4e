"""Actions as buttons."""

from collections.abc import Iterator, Sequence

from adapters.slack.render import limits
from adapters.slack.render.parts import Part, small_parts
from adapters.slack.render.texts import plain_text
from adapters.slack.wire import Json
from bot.domain.card import Action
from bot.domain.text import one_line

PREFIX = "askaday"
#: The one button of a card that is coloured.
_PRIMARY = "answer"


def action_id(name: str, index: int) -> str:
    """Give the id under which Slack reports a press; the index makes it unique in its message."""
    return f"{PREFIX}:{name}:{index}"


def action_name(pressed: str) -> str:
    """Give the name of the action behind an id."""
    return pressed.split(":")[1]


def button(action: Action, index: int) -> Json:
    """Give a button whose value is what the action applies to."""
    label = one_line(action.label)
    shown = label if len(label) <= limits.BUTTON_LABEL else f"{label[: limits.BUTTON_LABEL - 1]}…"
    made: Json = {"type": "button", "action_id": action_id(action.name, index), "text": plain_text(shown)}
    if action.target:
        made["value"] = action.target
    if action.name == _PRIMARY:
        made["style"] = "primary"
    return made


def action_parts(actions: Sequence[Action], first: int = 0) -> Iterator[Part]:
    """Give the buttons, their ids counted from `first`; a label that is too long for one stands above them in full."""
    long = [action.label for action in actions if len(one_line(action.label)) > limits.BUTTON_LABEL]
    yield from small_parts(long, most=1)
    buttons = [button(action, index) for index, action in enumerate(actions, first)]
    for start in range(0, len(buttons), limits.ACTIONS):
        yield Part({"type": "actions", "elements": buttons[start : start + limits.ACTIONS]}, "")
