"""What a request of Slack must look like for Bolt and the listeners to read it, checked before they do."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

from adapters.slack.wire import Json

#: Says what is wrong with a value; empty: nothing.
Shape = Callable[[object], str]

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
#: So deep may a body be nested; Slack's own are at a third of it.
_DEEPEST = 64
#: The first second that a date cannot hold.
_END_OF_TIME = 253_402_214_400
#: So many digits have the seconds of a timestamp at most.
_MOST_DIGITS = 11


def misshapen(text: str, content_type: str) -> str:
    """Say what is wrong with a body; empty: nothing."""
    kind = content_type.partition(";")[0].strip().casefold()
    if kind == _JSON:
        return _parsed(text, _event_request)
    return _form(text) if kind == _FORM else f"its content type is neither {_JSON} nor {_FORM}"


def _form(text: str) -> str:
    # A body that begins like JSON is read as JSON by Bolt, whatever its type.
    if text.startswith("{"):
        return "it is JSON, and says that it is a form"
    try:
        fields = parse_qs(text, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        return "it is no form"
    if "ssl_check" in fields:
        return ""
    if "payload" in fields:
        return _parsed(fields["payload"][-1], _interaction)
    return _command({name: values[-1] for name, values in fields.items()})


def _parsed(text: str, shape: Shape) -> str:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return "it is not JSON"
    if _too_deep(body):
        return "it is nested too deeply"
    return shape(body)


def _too_deep(body: object) -> bool:
    layer = [body]
    for _ in range(_DEEPEST):
        layer = [inner for one in layer for inner in _inside(one)]
        if not layer:
            return False
    return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return "" if isinstance(value, str) else "is no text"


def _whole(value: object) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _END_OF_TIME
    return "" if is_number else "is no time"


def _any_object(value: object) -> str:
    return "" if isinstance(value, dict) else "is no object"


def _maybe(shape: Shape) -> Shape:
    """Let a value be missing or null."""
    return lambda value: "" if value is None else shape(value)


def _all(shape: Shape) -> Shape:
    """Want a list of such values."""

    def check(value: object) -> str:
        if not isinstance(value, list):
            return "is no list"
        return next(filter(None, map(shape, value)), "")

    return check


def _each(shape: Shape) -> Shape:
    """Want an object of such values."""

    def check(value: object) -> str:
        if not isinstance(value, dict):
            return "is no object"
        return next(filter(None, map(shape, value.values())), "")

    return check


def _fields(**shapes: Shape) -> Shape:
    """Want an object with fields of these shapes; others may be there."""

    def check(value: object) -> str:
        if not isinstance(value, dict):
            return "is no object"
        for name, shape in shapes.items():
            if wrong := shape(value.get(name)):
                return f"`{name}` {wrong}"
        return ""

    return check


_some_text = _maybe(_text)
_stamp = _maybe(lambda value: "" if isinstance(value, str) and _is_stamp(value) else "is no timestamp")
_must_stamp: Shape = lambda value: _stamp(value) if value is not None else "is missing"  # noqa: E731 - as those above


def _is_stamp(value: str) -> bool:
    seconds, _, rest = value.partition(".")
    return value.isascii() and seconds.isdecimal() and len(seconds) <= _MOST_DIGITS and (rest.isdecimal() or not rest)


_MESSAGE = {
    "ts": _stamp,
    "thread_ts": _stamp,
    "user": _some_text,
    "bot_id": _some_text,
    "subtype": _some_text,
    "text": _some_text,
    "edited": _maybe(_fields(ts=_must_stamp)),
}
_message_inside = _maybe(_fields(**{**_MESSAGE, "ts": _must_stamp}))
_AUTHORIZATION = _fields(enterprise_id=_some_text, team_id=_some_text, user_id=_some_text)
_IN_CHANNEL = _fields(channel=_text)
#: What the events that are handled must hold, by type; others are acknowledged and looked at no further.
_EVENTS: Mapping[str, Shape] = {
    "message": _fields(
        **{**_MESSAGE, "ts": _must_stamp},
        channel=_text,
        event_ts=_stamp,
        deleted_ts=_stamp,
        message=_message_inside,
        previous_message=_message_inside,
    ),
    "app_home_opened": _fields(user=_text, tab=_some_text),
    "member_joined_channel": _fields(user=_text, channel=_text, inviter=_some_text),
    "member_left_channel": _fields(user=_text, channel=_text),
    **dict.fromkeys(("channel_left", "channel_archive", "channel_unarchive", "channel_deleted"), _IN_CHANNEL),
    **dict.fromkeys(("group_left", "group_archive", "group_unarchive", "group_deleted"), _IN_CHANNEL),
    "tokens_revoked": _fields(tokens=_maybe(_fields(bot=_maybe(_all(_text)), oauth=_maybe(_all(_text))))),
    "team_access_revoked": _fields(team_ids=_maybe(_all(_text))),
}
_ENVELOPE = _fields(
    type=_text,
    event_id=_text,
    event_time=_maybe(_whole),
    team_id=_some_text,
    enterprise_id=_some_text,
    context_team_id=_some_text,
    authorizations=_maybe(_all(_AUTHORIZATION)),
)


def _event_request(body: object) -> str:
    kind = body.get("type") if isinstance(body, dict) else None
    if kind == "url_verification":
        return _fields(challenge=_text)(body)
    if kind == "app_rate_limited":
        return _fields(team_id=_text)(body)
    if kind != "event_callback":
        return "it is no event"
    if wrong := _ENVELOPE(body) or _fields(event=_fields(type=_text))(body):
        return wrong
    return _event(body)  # type: ignore[arg-type]  # the envelope is an object


def _event(body: Json) -> str:
    if not (body.get("authorizations") or body.get("team_id") or body.get("enterprise_id")):
        return "it names no workspace"
    event = body["event"]
    wrong = _EVENTS.get(event["type"], _any_object)(event)
    return f"`event`: {wrong}" if wrong else ""


_named = _fields(id=_text)
_VIEW = _fields(
    id=_text,
    type=_text,
    callback_id=_text,
    private_metadata=_some_text,
    hash=_some_text,
    blocks=_maybe(_all(_any_object)),
    state=_maybe(_fields(values=_each(_each(_any_object)))),
)
_INTERACTION = _fields(
    type=_text,
    user=_fields(id=_text, team_id=_some_text),
    team=_maybe(_fields(id=_text, enterprise_id=_some_text)),
    enterprise=_maybe(_named),
    channel=_maybe(_named),
    container=_maybe(_fields(type=_some_text, thread_ts=_stamp)),
    trigger_id=_some_text,
    response_url=_some_text,
    callback_id=_some_text,
    view=_maybe(_VIEW),
    message=_maybe(_fields(ts=_stamp, thread_ts=_stamp, user=_some_text)),
    actions=_maybe(_all(_fields(action_id=_text, block_id=_some_text, type=_text, value=_some_text))),
)
#: What an interaction of a type must have beside.
_NEEDED = {
    "block_actions": "actions",
    "view_submission": "view",
    "view_closed": "view",
    "message_action": "message",
}


def _interaction(body: object) -> str:
    if wrong := _INTERACTION(body):
        return wrong
    assert isinstance(body, dict)  # noqa: S101 - the check above has said so
    needed = _NEEDED.get(body["type"])
    if needed and not body.get(needed):
        return f"`{needed}` is missing"
    if body["type"] == "view_submission" and not body["view"].get("state"):
        return "`state` is missing"
    if not (body.get("team") or body["user"].get("team_id")):
        return "it names no workspace"
    return ""


def _command(fields: Mapping[str, str]) -> str:
    wanted = ("command", "team_id", "user_id", "channel_id", "response_url", "trigger_id")
    missing = [name for name in wanted if not fields.get(name)]
    return f"`{missing[0]}` is missing" if missing else ""
