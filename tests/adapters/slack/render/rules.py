"""What Slack takes: the SDK's own checks, further rules, and Slack's published types where they are there."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.render.messages import Message
from tests.servers.fake_slack import specs
from tests.servers.fake_slack.content import blocks as block_rules

#: The texts that Slack's types allow to be mrkdwn.
MRKDWN_IN = {"context", "section"}
UNKNOWN_TO_THE_SDK = {"data_table", "data_visualization"}


def walk(value: object) -> Iterator[dict[str, Any]]:
    """Give every JSON object in a value."""
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from walk(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from walk(child)


def texts(value: object) -> list[str]:
    """Give all texts of blocks in the order in which they are read."""
    return [one["text"] for one in walk(value) if isinstance(one.get("text"), str)]


def _definition(block: dict[str, Any]) -> str:
    return "".join(part.capitalize() for part in block["type"].split("_")) + "Block"


@cache
def _passes_the_sdk(block: str) -> bool:
    """Have the SDK check a block, which takes long: one that stands on many cards, once. False: it is unknown to it."""
    parsed = Block.parse(json.loads(block))
    if parsed is not None:
        parsed.to_dict()
    return parsed is not None


def message_problems(message: Message) -> list[str]:
    """Say what Slack would refuse of a message, by its types and the SDK's checks."""
    for block in [*message.blocks, *message.plain]:
        assert _passes_the_sdk(json.dumps(block)) == (block["type"] not in UNKNOWN_TO_THE_SDK)
    typed = [
        problem
        for block in message.blocks
        if block["type"] != "data_visualization"
        for problem in specs.problems(block, _definition(block))
    ]
    return [*typed, *block_rules.problems(list(message.blocks), 50), *block_rules.problems(list(message.plain), 50)]


def view_problems(view: dict[str, Any]) -> list[str]:
    """Say what Slack would refuse of a view."""
    View(**view).to_dict()
    return [
        *specs.problems(view, "ModalView" if view["type"] == "modal" else "HomeView"),
        *broken_rules(view["blocks"]),
    ]


def message_limits_broken(message: Message) -> list[str]:
    """Say which documented limits of a message are not kept."""
    blocks = list(message.blocks)
    found = {
        "no text": not message.text.strip(),
        "text": len(message.text) > 4000,
        "blocks": not 1 <= len(blocks) <= 50,
        "characters": sum(map(len, texts(blocks))) > 12_000,
        "tables": sum(block["type"] in {"table", "data_table"} for block in blocks) > 1,
        "charts": sum(block["type"] == "data_visualization" for block in blocks) > 2,
    }
    return [name for name, is_broken in found.items() if is_broken] + broken_rules(blocks)


def broken_rules(blocks: Sequence[dict[str, Any]]) -> list[str]:
    """Say which rules of blocks are not kept that neither types nor SDK know, or that they take long to check."""
    objects = list(walk(list(blocks)))
    ids = [
        one["action_id"] for block in blocks if block["type"] != "input" for one in walk(block) if "action_id" in one
    ]
    block_ids = [block["block_id"] for block in blocks if "block_id" in block]
    found = {
        "empty text": any(one.get("text") == "" for one in objects),
        "text length": any(isinstance(one.get("text"), str) and len(one["text"]) > 3000 for one in objects),
        "action ids": len(ids) != len(set(ids)),
        "block ids": len(block_ids) != len(set(block_ids)),
        "id length": any(len(one) > 255 for one in [*ids, *block_ids]),
        "emoji": any(one.get("emoji") for one in objects),
        "mrkdwn": any(one.get("type") == "mrkdwn" and not one["verbatim"] for one in objects),
        "mention": any(one.get("type") in {"user", "usergroup", "channel", "broadcast"} for one in objects),
    }
    return [name for name, is_broken in found.items() if is_broken] + [
        f"{block['type']} {index}" for index, block in enumerate(blocks) if not _is_within(block)
    ]


def _is_within(block: dict[str, Any]) -> bool:
    if block["type"] == "header":
        return len(block["text"]["text"]) <= 150
    if block["type"] == "context":
        return 1 <= len(block["elements"]) <= 10
    if block["type"] == "actions":
        shown = [one for element in block["elements"] for one in element.get("options", [element])]
        most = {"overflow": 5, "static_select": 100}
        return (
            1 <= len(block["elements"]) <= 25
            and all(1 <= len(one["text"]["text"]) <= 75 for one in shown)
            and all(len(one.get("options", [])) <= most.get(one["type"], 0) for one in block["elements"])
        )
    if block["type"] == "section":
        return 1 <= len(block["fields"]) <= 10 and all(len(one["text"]) <= 2000 for one in block["fields"])
    if block["type"] == "table":
        rows = block["rows"]
        return (
            1 <= len(rows) <= 100 and {len(row) for row in rows} <= set(range(1, 21)) and len(set(map(len, rows))) == 1
        )
    return True
