"""What HTTP mode lets in: Slack's own requests, each once, however many others stand at the door."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from adapters.slack.connect.signed_requests import SignedRequests
from tests.worlds.slack_door import FORM, HANDSHAKE, JSON, Door, open_door

#: slack_sdk sends client id and secret through a class that aiohttp warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with open_door() as opened:
        yield opened


def event(door: Door, **changes: Any) -> dict[str, Any]:
    team = door.service.stage.teams[0]
    body = {
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1796634000,
        "team_id": team.id,
        "authorizations": [{"team_id": team.id, "user_id": team.bot_user, "is_enterprise_install": False}],
        "event": {"type": "channel_archive", "channel": team.channel("general"), "user": team.user("ana")},
    }
    return {**body, **changes}


#: The headers of a request that is not Slack's, beside those of one that is.
UNSIGNED: dict[str, dict[str, str | None]] = {
    "no headers": {"x-slack-signature": None, "x-slack-request-timestamp": None},
    "a time that is no number": {"x-slack-request-timestamp": "yesterday"},
    "a time that is not a number": {"x-slack-request-timestamp": "nan"},
    "an endless time": {"x-slack-request-timestamp": "inf"},
    "a fraction of a second": {"x-slack-request-timestamp": "1796634000.5"},
    "a time before all": {"x-slack-request-timestamp": "-1"},
    "a huge time": {"x-slack-request-timestamp": "9" * 5000},
    "Arabic digits": {"x-slack-request-timestamp": "١٧٩٦٦٣٤٠٠٠"},
    "no time": {"x-slack-request-timestamp": ""},
    "a signature that is not ASCII": {"x-slack-signature": "v0=ü"},
    "a short signature": {"x-slack-signature": "v0=00"},
    "another version": {"x-slack-signature": f"v1={'0' * 64}"},
    "somebody's signature": {"x-slack-signature": f"v0={'0' * 64}"},
}


@pytest.mark.parametrize("case", UNSIGNED)
async def test_request_that_is_not_slacks_is_refused_in_one_line(door: Door, case: str) -> None:
    headers = door.headers(HANDSHAKE)
    merged: dict[str, str | None] = {**headers, **UNSIGNED[case]}
    changed = {name: value for name, value in merged.items() if value is not None}

    with capture_logs() as logs:
        status = await door.post(HANDSHAKE, changed)

    assert status == 401
    assert [(entry["event"], entry["status"]) for entry in logs] == [("a request was refused", 401)]


MESSAGE = {"type": "message", "channel": "C1", "user": "U1", "ts": "1796634000.000100"}
ACTION = {"type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "actions": [{"action_id": "a"}]}
#: Signed bodies that are not as Slack writes them: content type, and body or what is put into an event.
MALFORMED: dict[str, tuple[str, str | dict[str, Any]]] = {
    "no JSON": (JSON, "{"),
    "nothing": (JSON, ""),
    "a list": (JSON, "[]"),
    "null": (JSON, "null"),
    "a number without end": (JSON, '{"type": "event_callback", "event_id": NaN'),
    "deeply nested": (JSON, "[" * 100_000),
    "another type": ("text/plain", HANDSHAKE),
    "no event": (JSON, {"event": None}),
    "an event that is a word": (JSON, {"event": "message"}),
    "an event without a type": (JSON, {"event": {}}),
    "an event whose type is a list": (JSON, {"event": {"type": []}}),
    "no id": (JSON, {"event_id": None}),
    "a time that is a word": (JSON, {"event_time": "now"}),
    "a time beyond all": (JSON, {"event_time": 10**30}),
    "authorizations that are a word": (JSON, {"authorizations": "all"}),
    "authorizations of nobody": (JSON, {"authorizations": [None]}),
    "no workspace": (JSON, {"authorizations": None, "team_id": None}),
    "a channel that is an object": (JSON, {"event": {"type": "channel_archive", "channel": {"id": "C1"}}}),
    "a message without a time": (JSON, {"event": {**MESSAGE, "ts": None}}),
    "a message whose time is a word": (JSON, {"event": {**MESSAGE, "ts": "now"}}),
    "a message in a thread that is a number": (JSON, {"event": {**MESSAGE, "thread_ts": 1796634000}}),
    "an edit of nothing": (JSON, {"event": {**MESSAGE, "subtype": "message_changed", "message": []}}),
    "tokens that are a list": (JSON, {"event": {"type": "tokens_revoked", "tokens": []}}),
    "a form without anything": (FORM, ""),
    "a form that is JSON": (FORM, HANDSHAKE),
    "a payload that is empty": (FORM, "payload="),
    "a payload that is no JSON": (FORM, "payload=%7B"),
    "a payload that is a list": (FORM, "payload=%5B%5D"),
    "a payload of bytes that are no text": (FORM, "payload=%FF"),
    "a press by nobody": (FORM, urlencode({"payload": json.dumps({**ACTION, "user": None})})),
    "a press nowhere": (FORM, urlencode({"payload": json.dumps({**ACTION, "team": None})})),
    "a press of nothing": (FORM, urlencode({"payload": json.dumps({**ACTION, "actions": []})})),
    "a press of a word": (FORM, urlencode({"payload": json.dumps({**ACTION, "actions": ["a"]})})),
    "a form of no view": (FORM, urlencode({"payload": json.dumps({**ACTION, "type": "view_submission"})})),
    "a command without a person": (FORM, urlencode({"command": "/qotd", "team_id": "T1"})),
}


@pytest.mark.parametrize("case", MALFORMED)
async def test_request_that_is_not_as_slack_writes_it_is_refused_in_one_line(door: Door, case: str) -> None:
    kind, body = MALFORMED[case]
    text = body if isinstance(body, str) else json.dumps(event(door, **body))

    with capture_logs() as logs:
        status = await door.signed(text, kind)

    assert status == 400
    assert [(entry["event"], entry["status"]) for entry in logs] == [("a request was refused", 400)]


async def test_request_that_is_no_text_is_refused(door: Door) -> None:
    with capture_logs() as logs:
        status = await door.post(b"\xff", door.headers(HANDSHAKE))

    assert (status, [entry["reason"] for entry in logs]) == (400, ["it is not UTF-8"])


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _requests(door: Door) -> list[tuple[str, dict[str, Any]]]:
    """Give good requests, to be spoiled."""
    team = door.service.stage.teams[0]
    ana, channel = team.user("ana"), team.channel("general")
    base: dict[str, Any] = {"team": {"id": team.id}, "user": {"id": ana}, "trigger_id": "1.2.3", "api_app_id": "A1"}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "askaday:setup",
        "private_metadata": "{}",
        "state": {"values": {}},
        "hash": "h",
    }
    press = {"action_id": "askaday:me:1", "block_id": "b", "type": "button", "value": "1"}
    message = {**MESSAGE, "channel": channel, "thread_ts": "1796634000.000001", "text": "lanterns"}
    edited = {**message, "subtype": "message_changed", "message": {**message, "edited": {"ts": "1796634001.000000"}}}
    deleted = {**message, "subtype": "message_deleted", "previous_message": message, "deleted_ts": message["ts"]}
    events = [message, edited, deleted, {"type": "member_joined_channel", "user": ana, "channel": channel}]
    events += [{"type": "tokens_revoked", "tokens": {"oauth": [ana]}}, {"type": "app_home_opened", "user": ana}]
    found = [(JSON, event(door, event=one)) for one in events]
    found += [
        (JSON, {"type": "url_verification", "challenge": "c"}),
        (JSON, {"type": "app_rate_limited", "team_id": "T"}),
    ]
    found.append((FORM, {**base, "type": "block_actions", "actions": [press], "channel": {"id": channel}}))
    found += [(FORM, {**base, "type": kind, "view": view}) for kind in ("view_submission", "view_closed")]
    return found


def _paths(body: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to each value in a body."""
    inside: list[tuple[Any, Any]] = []
    if isinstance(body, dict):
        inside = list(body.items())
    elif isinstance(body, list):
        inside = list(enumerate(body))
    return [way for name, value in inside for way in [(*path, name), *_paths(value, (*path, name))]]


def _spoiled(body: dict[str, Any], path: tuple[Any, ...], junk: object) -> dict[str, Any]:
    copy: Any = json.loads(json.dumps(body))
    place = copy
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = junk
    return dict(copy)


@pytest.mark.repeats
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 100_000), junk=JUNK)
async def test_signed_request_with_anything_in_it_is_answered_without_a_stack_trace(
    door: Door, number: int, junk: object
) -> None:
    if not await door.service.installed():
        await door.service.begin(door.service.stage.teams[0])
    places = [(kind, body, path) for kind, body in _requests(door) for path in _paths(body)]
    kind, body, path = places[number % len(places)]
    text = json.dumps(_spoiled(body, path, junk))

    with capture_logs() as logs:
        status = await door.signed(text if kind == JSON else urlencode({"payload": text}), kind)

    traced = [entry for entry in logs if entry.get("exc_info")]
    assert traced == []
    refusals = {"a request was refused", "a request of Slack could not be read"}
    refused = [entry for entry in logs if entry["event"] in refusals]
    assert (len(refused), status) in {(0, 200), (0, 404), (1, 400)}  # 404: nobody listens to such a thing


async def test_request_that_comes_again_is_worked_on_once(door: Door) -> None:
    team = door.service.stage.teams[0]
    await door.service.begin(team)
    ana = team.user("ana")
    command = {
        "command": "/qotd",
        "text": "help",
        "team_id": team.id,
        "user_id": ana,
        "channel_id": team.channel("general"),
        "response_url": f"{door.service.world.slack.base_url}x",
        "trigger_id": "1.2.3",
    }
    body = urlencode(command)
    headers = door.headers(body, FORM)

    statuses = [await door.post(body, headers) for _ in range(3)]
    statuses += await asyncio.gather(*(door.post(body, headers) for _ in range(3)))
    await door.service.world.connection.idle()

    assert statuses == [200] * 6
    assert len(door.service.world.slack.transcript.of("views.open")) == 1


async def test_press_of_another_second_is_another_one() -> None:
    requests, done = SignedRequests("secret"), []

    async def work() -> int:
        done.append(1)
        return 200

    first = await requests.once({"x-slack-signature": "v0=a"}, work)
    second = await requests.once({"x-slack-signature": "v0=b"}, work)
    again = await requests.once({"x-slack-signature": "v0=a"}, work)

    assert (first, second, again, len(done)) == (None, None, 200, 2)


async def test_request_that_came_to_nothing_may_come_again_and_what_is_old_is_forgotten() -> None:
    now, statuses = [0.0], iter([500, 200, 200])
    requests = SignedRequests("secret", monotonic=lambda: now[0])

    async def work() -> int:
        return next(statuses)

    headers = {"x-slack-signature": "v0=a"}
    outcomes = [await requests.once(headers, work) for _ in range(3)]
    now[0] = 599.0
    outcomes.append(await requests.once(headers, work))
    now[0] = 600.0
    outcomes.append(await requests.once(headers, work))

    assert outcomes == [None, None, 200, 200, None]


async def test_request_that_fails_fails_for_all_who_wait_for_it() -> None:
    requests, begun, go = SignedRequests("secret"), asyncio.Event(), asyncio.Event()

    async def fail() -> int:
        begun.set()
        await go.wait()
        raise ValueError("a bug")

    headers = {"x-slack-signature": "v0=a"}
    first = asyncio.create_task(requests.once(headers, fail))
    await begun.wait()
    second = asyncio.create_task(requests.once(headers, fail))
    await asyncio.sleep(0)
    go.set()

    assert await second == 500
    with pytest.raises(ValueError, match="a bug"):
        await first
