"""Actions as buttons, menus, and the two thumbs."""

from collections.abc import Iterator, Sequence

from adapters.slack.render import limits
from adapters.slack.render.parts import Part, small_parts
from adapters.slack.render.texts import plain_text
from adapters.slack.wire import Json
from bot.domain.card import Action
from bot.domain.text import one_line

PREFIX = "askaday"
#: What is chosen in a menu, and which thumb is pressed, stands in the value: "flag round:7".
_MENU, _FEEDBACK = "menu", "feedback"
_GAP = " "
#: The one button of a card that is coloured.
_PRIMARY = "answer"
#: On what has no word to be seen: Slack refuses an empty label with the whole message.
_NO_WORDS = "…"
#: What a list shows until something is chosen.
_MORE = "More…"


def action_id(name: str, index: int) -> str:
    """Give the id under which Slack reports a press; the index makes it unique in its message."""
    return f"{PREFIX}:{name}:{index}"


def pressed(action: Json) -> tuple[str, str]:
    """Give the name and target of what was pressed: a button, an entry of a menu, or a thumb."""
    name = str(action["action_id"]).split(":")[1]
    value = str((action.get("selected_option") or action).get("value") or "")
    if name not in {_MENU, _FEEDBACK}:
        return name, value
    chosen, _, target = value.partition(_GAP)
    return chosen, target


def _label(action: Action, most: int) -> str:
    label = one_line(action.label) or _NO_WORDS
    return label if len(label) <= most else f"{label[: most - 1]}…"


def _value(name: str, target: str) -> str:
    return f"{name}{_GAP}{target}" if target else name


def button(action: Action, index: int) -> Json:
    """Give a button whose value is what the action applies to."""
    shown = plain_text(_label(action, limits.BUTTON_LABEL))
    made: Json = {"type": "button", "action_id": action_id(action.name, index), "text": shown}
    if action.target:
        made["value"] = action.target
    if action.name == _PRIMARY:
        made["style"] = "primary"
    return made


def _menus(entries: Sequence[Action], first: int) -> Iterator[Json]:
    """Give the menu that opens behind three dots; for more entries than that takes, a list."""
    for start in range(0, len(entries), limits.OPTIONS):
        group = entries[start : start + limits.OPTIONS]
        options = [
            {"text": plain_text(_label(one, limits.OPTION_LABEL)), "value": _value(one.name, one.target)}
            for one in group
        ]
        named = {"action_id": action_id(_MENU, first + start), "options": options}
        if len(group) <= limits.OVERFLOW:
            yield {"type": "overflow", **named}
        else:
            yield {"type": "static_select", "placeholder": plain_text(_MORE), **named}


def action_parts(actions: Sequence[Action], menu: Sequence[Action] = (), first: int = 0) -> Iterator[Part]:
    """Give buttons and the menu behind them, their ids counted from `first`.

    A label that is too long for a button stands above them in full.
    """
    long = [action.label for action in (*actions, *menu) if len(one_line(action.label)) > limits.BUTTON_LABEL]
    yield from small_parts(long, most=1)
    buttons = [button(action, index) for index, action in enumerate(actions, first)]
    elements = [*buttons, *_menus(menu, first + len(buttons))]
    for start in range(0, len(elements), limits.ACTIONS):
        yield Part({"type": "actions", "elements": elements[start : start + limits.ACTIONS]}, "")


def feedback_parts(thumbs: Sequence[Action]) -> Iterator[Part]:
    """Give the two thumbs; Slack keeps the one that was pressed lit, and says nothing when it is put out again."""
    if not thumbs:
        return
    up, down = thumbs
    element = {
        "type": "feedback_buttons",
        "action_id": action_id(_FEEDBACK, 0),
        "positive_button": _thumb(up, "This was a good question"),
        "negative_button": _thumb(down, "This was not a good question"),
    }
    plain = {"type": "actions", "elements": [button(one, index) for index, one in enumerate(thumbs)]}
    yield Part({"type": "context_actions", "elements": [element]}, "", plain=(Part(plain, ""),))


def _thumb(action: Action, read_out: str) -> Json:
    value = _value(action.name, action.target)
    return {"text": plain_text(action.label), "accessibility_label": read_out, "value": value}
