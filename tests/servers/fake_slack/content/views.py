"""Whether a modal or Home tab is one that Slack would show."""

from typing import Any

from tests.servers.fake_slack import specs
from tests.servers.fake_slack.content import block_limits as limits
from tests.servers.fake_slack.content import blocks as block_rules
from tests.servers.fake_slack.records import Json

#: Characters in the texts around the blocks.
TITLES = {"title": 24, "submit": 24, "close": 24}
PRIVATE_METADATA = 3000


def problems(view: Any, surface: str) -> list[str]:
    """Say everything that is wrong with a view for a surface: modal or home."""
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    if view.get("type") != surface:
        return [f"unsupported type: {view.get('type')} [json-pointer:/view/type]"]
    name = {"modal": "ModalView", "home": "HomeView"}[surface]
    # The blocks are judged one by one below: as a part of the view their errors would say little.
    around = specs.problems({**view, "blocks": []}, name, "/view")
    return (
        around
        + _texts(view)
        + _submit(view)
        + block_rules.problems(view.get("blocks"), limits.BLOCKS_PER_VIEW, limits.IN_MESSAGES)
    )


def _texts(view: Json) -> list[str]:
    found = []
    for name, most in TITLES.items():
        text = view.get(name)
        if isinstance(text, dict) and not 0 < len(text.get("text", "")) <= most:
            found.append(f"must be 1 to {most} characters [json-pointer:/view/{name}/text]")
        if isinstance(text, dict) and text.get("type") != "plain_text":
            found.append(f"must be of type plain_text [json-pointer:/view/{name}/type]")
    for name, most in {"private_metadata": PRIVATE_METADATA, "callback_id": limits.IDENTIFIER}.items():
        if len(view.get(name) or "") > most:
            found.append(f"must be less than {most + 1} characters [json-pointer:/view/{name}]")
    return found


def _submit(view: Json) -> list[str]:
    inputs = [one for one in view.get("blocks") or [] if isinstance(one, dict) and one.get("type") == "input"]
    if view.get("type") == "modal" and inputs and not view.get("submit"):
        return ["missing required field: submit (there are input blocks) [json-pointer:/view/submit]"]
    return []
