"""Discord's own OpenAPI document: where it is there, every request and every answer is held against it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests import documents

_URI = "urn:discord"


@dataclass(frozen=True)
class Operation:
    """One method of one path of the API."""

    method: str
    template: str
    pattern: re.Pattern[str]
    pointer: str


@cache
def document() -> Mapping[str, Any] | None:
    """Give the document; None without the published documents."""
    if documents.folder() is None:
        return None
    return dict(json.loads(documents.document("specs", "discord-openapi.json").read_text()))


@cache
def _registry() -> Registry[Any]:
    resource = Resource.from_contents(document(), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource(_URI, resource)
    return registry


@cache
def _validator(pointer: str) -> Any:
    return jsonschema.Draft202012Validator({"$ref": f"{_URI}#{pointer}"}, registry=_registry())


@cache
def operations() -> tuple[Operation, ...]:
    """Give all operations; none without the document."""
    found = document()
    return tuple(_operations(found["paths"])) if found else ()


def _operations(paths: Mapping[str, Any]) -> Iterator[Operation]:
    for template, methods in paths.items():
        pattern = re.compile(re.sub(r"\{[a-z_]+\}", "[^/]+", template))
        escaped = template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
        for method in {"get", "post", "put", "patch", "delete"} & methods.keys():
            yield Operation(method.upper(), template, pattern, f"/paths/{escaped}/{method}")


@cache
def operation(method: str, path: str) -> Operation | None:
    """Find the operation for a path such as `/channels/1/messages`; one without placeholders goes first."""
    fitting = [one for one in operations() if one.method == method and one.pattern.fullmatch(path)]
    return min(fitting, key=lambda one: one.template.count("{"), default=None)


def request_problems(method: str, path: str, body: Any) -> list[str]:
    """Say where a request's JSON departs from the document."""
    found = operation(method, path)
    if found is None:
        return [f"{method} {path} is not in Discord's API"] if operations() else []
    told = _at(found.pointer).get("requestBody")
    if told is None or "application/json" not in told["content"]:
        return [] if body is None else [f"{method} {path} takes no JSON"]
    return _problems(body, f"{found.pointer}/requestBody/content/application~1json/schema")


def response_problems(method: str, path: str, status: int, body: Any) -> list[str]:
    """Say where an answer departs from the document."""
    found = operation(method, path)
    if found is None or status >= 400:
        return []
    told = _at(found.pointer)["responses"]
    if str(status) not in told:
        return [f"{method} {path} is never answered with {status}"]
    if "content" not in told[str(status)]:
        return [] if body is None else [f"{method} {path} answers {status} without a body"]
    return _problems(body, f"{found.pointer}/responses/{status}/content/application~1json/schema")


def _at(pointer: str) -> Mapping[str, Any]:
    value: Any = document()
    for part in pointer.strip("/").split("/"):
        plain = part.replace("%7B", "{").replace("%7D", "}").replace("~1", "/").replace("~0", "~")
        value = value[plain]
    return dict(value)


def _problems(value: Any, pointer: str) -> list[str]:
    error = jsonschema.exceptions.best_match(_validator(pointer).iter_errors(_as_text(value)))
    if error is None:
        return []
    path = "".join(f"/{part}" for part in error.absolute_path)
    return [f"{error.message[:300]} at {path or '/'}"]


def _as_text(value: Any, key: str = "") -> Any:
    # Discord takes snowflakes as integers too, and discord.py numbers the files that it sends with a message so; the
    # document knows them as strings only.
    if isinstance(value, dict):
        said = {name: _as_text(one, name) for name, one in value.items()}
        return said | {"id": str(value["id"])} if key == "attachments" and "id" in value else said
    if isinstance(value, list):
        return [_as_text(one, key) for one in value]
    is_number = key in {"min_value", "max_value"}  # of an option; they may be as large as a snowflake
    is_snowflake = isinstance(value, int) and not isinstance(value, bool) and value > 1 << 40 and not is_number
    return str(value) if is_snowflake else value
