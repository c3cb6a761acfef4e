"""Filling in a form: what a person enters becomes `state.values`, checked as the client checks it."""

from typing import Any

from tests.servers.fake_slack.content.messages import ACTIVE, elements
from tests.servers.fake_slack.records import Json

#: Element type → the key of its value in the state.
KEYS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
REQUIRED = "Please complete this required field."


def state_values(blocks: list[Json], entered: dict[str, Any]) -> Json:
    """Give `state.values` for what was entered by action or block id; what was not entered keeps its initial value.

    Raises:
        LookupError: there is no such input, or no such option.
    """
    values: Json = {}
    known = set()
    for block in blocks:
        for element in elements(block):
            if element.get("type") not in KEYS:
                continue
            name, place = element["action_id"], block["block_id"]
            known |= {name, place}
            found = [key for key in (place, name) if key in entered]
            given = chosen(element, entered[found[0]]) if found else _initial(element)
            values.setdefault(place, {})[name] = {"type": element["type"], **given}
    if missing := set(entered) - known:
        raise LookupError(f"the form has no input {sorted(missing)}, only {sorted(known)}")
    return values


def chosen(element: Json, choice: Any) -> Json:
    """Give what an element reports for a choice: an option by its value, anything else as it is.

    Raises:
        LookupError: there is no such option.
    """
    key = KEYS[element["type"]]
    if choice is None:
        return {key: [] if key.endswith("s") else None}
    if key == "selected_option" and not element["type"].endswith("external_select"):
        return {key: _option(element, choice)}
    if key == "selected_options" and element["type"] != "multi_external_select":
        return {key: [_option(element, one) for one in choice]}
    return {key: choice}


def thumb(element: Json, value: str) -> Json:
    """Give what the two thumbs report for the one with that value.

    Raises:
        LookupError: neither has it.
    """
    for name in ("positive_button", "negative_button"):
        if element[name]["value"] == value:
            return {"text": element[name]["text"], "value": value}
    raise LookupError(f"{element['action_id']} has no thumb {value!r}")


def complaints(blocks: list[Json], values: Json) -> dict[str, str]:
    """Give, by block, what the client says before it sends the form anywhere."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = values[block["block_id"]][element["action_id"]].get(KEYS[element["type"]])
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
        elif element["type"] == "plain_text_input":
            least, most = element.get("min_length", 0), element.get("max_length", 3000)
            if not least <= len(value) <= most:
                found[block["block_id"]] = f"Enter {least} to {most} characters."
    return found


def find(blocks: list[Json], action_id: str) -> tuple[Json, Json]:
    """Find an element by its action id, with its block.

    Raises:
        LookupError: there is none, or it does nothing.
    """
    for block in blocks:
        for element in elements(block):
            if element.get("action_id") == action_id and element.get("type") in ACTIVE:
                return block, element
    seen = [one.get("action_id") for block in blocks for one in elements(block)]
    raise LookupError(f"nothing to press is called {action_id!r}, only {seen}")


def _initial(element: Json) -> Json:
    key = KEYS[element["type"]]
    name = key.replace("selected_", "initial_") if key != "value" else "initial_value"
    return {key: element.get(name, [] if key.endswith("s") else None)}


def _option(element: Json, value: str) -> Json:
    groups = [element, *(element.get("option_groups") or [])]
    options: list[Json] = [one for group in groups for one in group.get("options") or []]
    for option in options:
        if option.get("value") == value:
            return option
    raise LookupError(f"{element['action_id']} has no option {value!r}, only {[one.get('value') for one in options]}")
