"""Slack's own published types and arguments, which the fake goes by beside its own tables where they are there."""

import json
from functools import cache, lru_cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types

from tests.documents import document, folder
from tests.servers.fake_slack.records import Json


@cache
def arguments() -> dict[str, Any]:
    """Give the argument names and required arguments by method; empty without the documents."""
    return json.loads(document("specs", "slack_args.json").read_text()) if folder() else {}


@cache
def types() -> dict[str, Any]:
    """Give the definitions of Slack's types by name; empty without the documents."""
    return json.loads(document("specs", "slack_types.schema.json").read_text())["definitions"] if folder() else {}


@cache
def blocks() -> dict[str, str]:
    """Give the name of the definition for each type of block."""
    if not types():
        return {}
    names = [str(one["$ref"]).rpartition("/")[2] for one in types()["KnownBlock"]["anyOf"]]
    return {_kind(types()[name]): name for name in names}


def _kind(definition: Json) -> str:
    """Give the type a definition is for; where it has variants they are all of one type."""
    variant = definition["anyOf"][0] if "anyOf" in definition else definition
    return str(variant["properties"]["type"]["const"])


@cache
def _validator(name: str) -> Any:
    schema = {"$ref": f"#/definitions/{name}", "definitions": types()}
    return jsonschema.Draft7Validator(schema)


def _without_offsets(value: Any) -> Any:
    # `offset` of a rich_text_list is documented and missing in the published types:
    # https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    if isinstance(value, list):
        return [_without_offsets(one) for one in value]
    if not isinstance(value, dict):
        return value
    is_list = value.get("type") == "rich_text_list"
    return {key: _without_offsets(one) for key, one in value.items() if not (is_list and key == "offset")}


def problems(value: Json, name: str, pointer: str = "") -> list[str]:
    """Say where a value departs from one of Slack's types, most telling first; nothing without the documents."""
    if not types():
        return []
    found = _best_problem(json.dumps(_without_offsets(value)), name)
    return [f"{found[0]} [json-pointer:{pointer}{found[1]}]"] if found else []


# Tests show the same blocks again and again, and looking at one takes a millisecond.
@lru_cache(maxsize=4096)
def _best_problem(written: str, name: str) -> tuple[str, str] | None:
    """Give what is wrong with a value written as JSON, and the path to it."""
    error = jsonschema.exceptions.best_match(_validator(name).iter_errors(json.loads(written)))
    return (error.message[:200], "".join(f"/{part}" for part in error.absolute_path)) if error else None
