"""The arguments of a Web API call: out of a query, a form or JSON, and held against Slack's published lists."""

import json
from typing import Any

from aiohttp import web

from tests.servers.fake_slack import specs
from tests.servers.fake_slack.errors import invalid
from tests.servers.fake_slack.records import Json

#: What every method takes beside its own arguments.
EVERYWHERE = frozenset({"token", "team_id"})
#: Arguments that arrive as JSON text in forms and queries.
STRUCTURED = frozenset({"blocks", "attachments", "metadata", "view", "files"})
TRUTHS = {"1": True, "true": True, "True": True, "0": False, "false": False, "False": False}


class Arguments(Json):
    """Arguments of which a missing one is a refusal, also where the published lists are not at hand."""

    def __missing__(self, name: str) -> Any:
        raise invalid("invalid_arguments", [f"missing required field: {name}"])


async def read(request: web.Request) -> Json:
    """Read the arguments, wherever they stand.

    Raises:
        SlackError: invalid_json, invalid_json_argument or json_not_object.
    """
    args: Json = _plain(request.match_info["method"], dict(request.query))
    if request.content_type == "application/json":
        args |= await _json_body(request)
    else:
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        args |= _plain(request.match_info["method"], form)
    return args


async def _json_body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise invalid("invalid_json", [str(error)]) from error
    if not isinstance(body, dict):
        raise invalid("json_not_object", ["the body must be an object"])
    # slack_sdk drops arguments that are None; a null in the body counts as left out.
    return {name: value for name, value in body.items() if value is not None}


def _plain(method: str, texts: dict[str, str]) -> Json:
    names = specs.arguments().get(method, {}).get("names", {})
    return {name: _typed(name, text, names.get(name, "")) for name, text in texts.items()}


def _typed(name: str, text: str, kind: str) -> Any:
    if name in STRUCTURED:
        try:
            return json.loads(text)
        except ValueError as error:
            raise invalid("invalid_arguments", [f"not JSON [json-pointer:/{name}]"]) from error
    if "boolean" in kind and text in TRUTHS:
        return TRUTHS[text]
    if kind.startswith("number") and text.isdigit():
        return int(text)
    return text


def check(method: str, args: Json) -> None:
    """Hold the arguments against the published list of the method, where there is one.

    Raises:
        SlackError: invalid_arguments; Slack itself passes over unknown names, here they are mistakes.
    """
    spec = specs.arguments().get(method)
    if spec is None:
        return
    unknown = sorted(set(args) - set(spec["names"]) - EVERYWHERE)
    found = [f"unknown argument [json-pointer:/{name}]" for name in unknown]
    found += [f"missing required field: {name}" for name in spec["required"] if args.get(name) in (None, "")]
    for name, value in args.items():
        found += _of_type(name, value, spec["names"].get(name, ""))
    if found:
        raise invalid("invalid_arguments", found)


def _of_type(name: str, value: Any, kind: str) -> list[str]:
    expected: tuple[type, ...] = ()
    if kind in {"string", "string | undefined"}:
        expected = (str,)
    elif kind in {"boolean", "boolean | undefined"}:
        expected = (bool,)
    elif kind == "number | undefined":
        expected = (int,)
    if expected and not isinstance(value, expected):
        return [f"must be a {expected[0].__name__}, not {value!r} [json-pointer:/{name}]"]
    return []
