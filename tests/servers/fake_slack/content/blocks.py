"""Whether blocks keep the documented limits; each departure is a sentence with a JSON pointer, as Slack words it."""

from collections import Counter
from collections.abc import Container, Iterator
from typing import Any

from tests.servers.fake_slack import specs
from tests.servers.fake_slack.content import block_limits as limits
from tests.servers.fake_slack.content import figures as figure_rules
from tests.servers.fake_slack.records import Json


def problems(blocks: Any, most: int, unknown: Container[str] = frozenset()) -> list[str]:
    """Say everything that is wrong with the blocks of a message or view; `unknown` kinds have not come there yet."""
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        return ["must be an array of blocks [json-pointer:/blocks]"]
    found = [f"no more than {most} items allowed [json-pointer:/blocks]"] if len(blocks) > most else []
    repeated = [name for name, times in Counter(one.get("block_id") for one in blocks).items() if name and times > 1]
    found += [f"block_id {name!r} already exists [json-pointer:/blocks]" for name in repeated]
    kinds = [one.get("type") for one in blocks]
    if kinds.count("data_visualization") > limits.CHARTS:
        found.append(f"no more than {limits.CHARTS} charts allowed [json-pointer:/blocks]")
    for index, block in enumerate(blocks):
        is_known = block.get("type") not in unknown
        found += _of_block(block, f"/blocks/{index}") if is_known else [_unsupported(block, f"/blocks/{index}")]
    return found


def _unsupported(block: Json, pointer: str) -> str:
    return f"unsupported type: {block.get('type')} [json-pointer:{pointer}/type]"


def characters(blocks: list[Json]) -> int:
    """Count the text in all blocks together."""
    return sum(len(text) for text in _texts(blocks))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from _texts(one)


def _of_block(block: Json, pointer: str) -> list[str]:
    kind = block.get("type")
    if kind == "data_visualization":
        return [*_walk(block, pointer), *figure_rules.chart_problems(block, pointer)]
    known = specs.blocks()
    if known and kind not in known:
        return [_unsupported(block, pointer)]
    structural = specs.problems(block, known[kind], pointer) if known and isinstance(kind, str) else []
    # Lengths and counts are looked at only where everything has its type.
    return structural or [*_walk(block, pointer), *_of_kind(block, pointer)]


def _of_kind(block: Json, pointer: str) -> Iterator[str]:
    if block.get("type") == "section":
        if not block.get("text") and not block.get("fields"):
            yield f"missing required field: text or fields [json-pointer:{pointer}]"
        for index, one in enumerate(block.get("fields") or []):
            yield from _length(one.get("text"), limits.FIELD_TEXT, f"{pointer}/fields/{index}/text")
    if block.get("type") in {"table", "data_table"}:
        for index, row in enumerate(block.get("rows") or []):
            if len(row) > limits.CELLS_PER_ROW:
                yield f"no more than {limits.CELLS_PER_ROW} items allowed [json-pointer:{pointer}/rows/{index}]"
    if block.get("type") == "data_table":
        yield from figure_rules.table_problems(block, pointer)
    identifiers = Counter(one.get("action_id") for one in block.get("elements") or [] if isinstance(one, dict))
    for name, times in identifiers.items():
        if name and times > 1:
            yield f"action_id {name!r} already exists [json-pointer:{pointer}/elements]"


def _walk(node: Any, pointer: str) -> Iterator[str]:
    if isinstance(node, list):
        for index, one in enumerate(node):
            yield from _walk(one, f"{pointer}/{index}")
    elif isinstance(node, dict):
        yield from _of_node(node, pointer)
        for key, one in node.items():
            yield from _walk(one, f"{pointer}/{key}")


def _of_node(node: Json, pointer: str) -> Iterator[str]:
    kind = str(node.get("type"))
    if kind in {"plain_text", "mrkdwn", "markdown"} and node.get("text") == "":
        yield f"must be more than 0 characters [json-pointer:{pointer}/text]"
    for path, most in limits.CHARACTERS.get(kind, {}).items():
        yield from _length(_at(node, path), most, f"{pointer}/{path.replace('.', '/')}")
    for name, (least, most) in limits.ITEMS.get(kind, {}).items():
        if name in node and not least <= len(node[name]) <= most:
            yield f"must have {least} to {most} items, not {len(node[name])} [json-pointer:{pointer}/{name}]"
    for name in ("block_id", "action_id", "callback_id"):
        yield from _length(node.get(name), limits.IDENTIFIER, f"{pointer}/{name}")
    yield from _plain(node, kind, pointer)
    yield from _options(node, kind, pointer)
    yield from _confirm(node, pointer)


def _plain(node: Json, kind: str, pointer: str) -> Iterator[str]:
    for name in limits.PLAIN_TEXT["*"] | limits.PLAIN_TEXT.get(kind, frozenset()):
        value = node.get(name)
        if isinstance(value, dict) and value.get("type") == "mrkdwn":
            yield f"must be of type plain_text [json-pointer:{pointer}/{name}/type]"


def _options(node: Json, kind: str, pointer: str) -> Iterator[str]:
    groups = [(f"{pointer}/options", node.get("options") or [])]
    for index, group in enumerate(node.get("option_groups") or []):
        groups.append((f"{pointer}/option_groups/{index}/options", group.get("options") or []))
        yield from _length(_at(group, "label.text"), limits.GROUP_LABEL, f"{pointer}/option_groups/{index}/label/text")
    for where, options in groups:
        for index, option in enumerate(options):
            yield from _option(option, kind, f"{where}/{index}")


def _option(option: Json, kind: str, pointer: str) -> Iterator[str]:
    yield from _length(_at(option, "text.text"), limits.OPTION_TEXT, f"{pointer}/text/text")
    yield from _length(option.get("value"), limits.OPTION_VALUE, f"{pointer}/value")
    yield from _length(_at(option, "description.text"), limits.OPTION_DESCRIPTION, f"{pointer}/description/text")
    if kind in limits.PLAIN_OPTIONS and _at(option, "text.type") == "mrkdwn":
        yield f"must be of type plain_text [json-pointer:{pointer}/text/type]"


def _confirm(node: Json, pointer: str) -> Iterator[str]:
    dialog = node.get("confirm")
    if not isinstance(dialog, dict) or "type" in dialog:
        return
    for name, most in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
        yield from _length(_at(dialog, f"{name}.text"), most, f"{pointer}/confirm/{name}/text")


def _at(node: Json, path: str) -> Any:
    value: Any = node
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _length(value: Any, most: int, pointer: str) -> Iterator[str]:
    if isinstance(value, str) and len(value) > most:
        yield f"must be less than {most + 1} characters [json-pointer:{pointer}]"
