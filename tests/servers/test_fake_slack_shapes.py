"""What the fake sends has the shape of what Slack sends: recorded envelopes and published event types."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

import aiohttp
import pytest

from tests.documents import document
from tests.servers.conftest import Scene
from tests.servers.echo_app import FORM
from tests.servers.fake_slack import specs

pytestmark = pytest.mark.documents

Envelope = dict[str, Any]

GROUPS = [
    {
        "label": {"type": "plain_text", "text": "Numbers"},
        "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
    }
]

#: Event type and subtype → the published definition.
DEFINITIONS: dict[tuple[str, str | None], str] = {
    ("message", None): "GenericMessageEvent",
    ("message", "thread_broadcast"): "ThreadBroadcastMessageEvent",
    ("message", "message_changed"): "MessageChangedEvent",
    ("message", "message_deleted"): "MessageDeletedEvent",
    ("message", "channel_join"): "ChannelJoinMessageEvent",
    ("message", "channel_archive"): "ChannelArchiveMessageEvent",
    ("message", "channel_unarchive"): "ChannelUnarchiveMessageEvent",
    ("member_joined_channel", None): "MemberJoinedChannelEvent",
    ("member_left_channel", None): "MemberLeftChannelEvent",
    ("channel_left", None): "ChannelLeftEvent",
    ("channel_rename", None): "ChannelRenameEvent",
    ("channel_archive", None): "ChannelArchiveEvent",
    ("channel_unarchive", None): "ChannelUnarchiveEvent",
    ("reaction_added", None): "ReactionAddedEvent",
    ("reaction_removed", None): "ReactionRemovedEvent",
    ("app_home_opened", None): "AppHomeOpenedEvent",
    ("app_uninstalled", None): "AppUninstalledEvent",
    ("tokens_revoked", None): "TokensRevokedEvent",
}


def sample(name: str) -> Envelope:
    loaded: Envelope = json.loads(document("specs", "samples", "slack-socket-mode", f"{name}.json").read_text())
    return loaded


def differences(recorded: Any, sent: Any, pointer: str = "") -> list[str]:
    """Say what the recording has and the fake has not, or has of another type; more fields may be sent."""
    if recorded is None or sent is None:
        return []
    if type(recorded) is not type(sent):
        return [f"{pointer}: {type(recorded).__name__} is sent as {type(sent).__name__}"]
    if isinstance(recorded, dict):
        missing = [f"{pointer}/{name} is missing" for name in recorded if name not in sent]
        return missing + [
            one
            for name in recorded
            if name in sent
            for one in differences(recorded[name], sent[name], f"{pointer}/{name}")
        ]
    if isinstance(recorded, list) and recorded and sent:
        return differences(recorded[0], sent[0], f"{pointer}/0")
    return []


#: What Slack sends (it is in the recordings or the documentation) although the published types do not have it.
UNTYPED = frozenset({"app_id", "metadata"})
#: A message as the types want it, in place of those inside a change, which are judged by themselves.
INSIDE: Envelope = {"type": "message", "ts": "1.1", "user": "U1", "text": "x"}


async def listen(scene: Scene, act: Coroutine[Any, Any, Any]) -> list[Envelope]:
    """Do something while a bare WebSocket is connected; give what came over it, everything acknowledged."""
    url = (await scene.client.apps_connections_open(app_token=scene.slack.app.app_token))["url"]
    seen: list[Envelope] = []
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        reading = asyncio.create_task(_acknowledge(socket, seen))
        await scene.slack.sockets.wait_connected(scene.slack.app)
        await act
        await scene.slack.settled()
        await scene.slack.sockets.close()
        await reading
    return seen


async def _acknowledge(socket: aiohttp.ClientWebSocketResponse, seen: list[Envelope]) -> None:
    async for frame in socket:
        envelope = json.loads(frame.data)
        seen.append(envelope)
        if "envelope_id" in envelope:
            await socket.send_json({"envelope_id": envelope["envelope_id"]})


async def test_hello(scene: Scene) -> None:
    [hello] = await listen(scene, asyncio.sleep(0))

    assert differences(sample("01.hello"), hello) == []
    assert hello["num_connections"] == 1


async def test_disconnect(scene: Scene) -> None:
    _, disconnect = await listen(scene, scene.slack.sockets.disconnect(scene.slack.app, "warning"))

    assert differences(sample("02.disconnect"), disconnect) == []
    assert disconnect["reason"] == "warning"


@pytest.mark.parametrize("name", ["03.slash_commands", "08.slash_commands", "13.slash_commands"])
async def test_slash_command(scene: Scene, name: str) -> None:
    _, envelope = await listen(scene, scene.slack.command(scene.ann, scene.general, "/hello"))

    assert differences(sample(name), envelope) == []
    assert envelope["accepts_response_payload"] is True


@pytest.mark.parametrize("name", ["05.interactive", "10.interactive", "12.interactive"])
async def test_shortcut(scene: Scene, name: str) -> None:
    _, envelope = await listen(scene, scene.slack.shortcut(scene.ann, "do-something"))

    assert differences(sample(name), envelope) == []
    assert envelope["accepts_response_payload"] is False


@pytest.mark.parametrize("name", ["06.events_api", "11.events_api", "14.events_api"])
async def test_message(scene: Scene, name: str) -> None:
    recorded = sample(name)
    text = recorded["payload"]["event"]["text"]

    _, envelope = await listen(scene, scene.slack.say(scene.ann, scene.general, text))

    assert envelope["payload"]["event"]["text"] == text
    assert differences(recorded, envelope) == []
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")


async def test_button_in_a_modal(scene: Scene) -> None:
    pick = {"type": "static_select", "action_id": "a", "option_groups": GROUPS}
    view = FORM | {"blocks": [{"type": "actions", "block_id": "block", "elements": [pick]}]}
    trigger = scene.slack.backend.triggers.new_trigger(scene.ann, scene.slack.app.id)
    await scene.client.views_open(trigger_id=trigger, view=view)
    shown = scene.slack.modal(scene.ann)
    assert shown is not None

    _, envelope = await listen(scene, scene.slack.press(scene.ann, shown, "a", "1"))

    recorded = sample("07.interactive")
    # What stands in the form is each app's own.
    for one in (recorded, envelope):
        one["payload"]["view"] |= {"blocks": [], "state": {}}
    recorded["payload"]["actions"] = envelope["payload"]["actions"]
    assert differences(recorded, envelope) == []


async def talk(scene: Scene) -> None:
    """Let everything happen that messages and channels are told about."""
    slack, ann, bob, general = scene.slack, scene.ann, scene.bob, scene.general
    parent = await slack.say(ann, general, "parent")
    reply = await slack.say(bob, general, "reply", thread_ts=parent)
    await slack.broadcast(bob, general, "to all", parent)
    await slack.edit(bob, general, reply, "better")
    await slack.react(ann, general, reply, "eyes")
    await slack.unreact(ann, general, reply, "eyes")
    await slack.delete(bob, general, reply)
    await slack.invite(slack.add_user(scene.acme, "cid"), general, by=ann)
    await scene.client.chat_postMessage(channel=general, text="by the bot")
    await slack.rename(general, "quiz")
    await slack.open_home(ann)
    await slack.archive(general, ann)
    await slack.unarchive(general, ann)
    await slack.leave(scene.acme.bot_user, general)
    await slack.uninstall(slack.app, scene.acme)


async def test_events_are_valid_to_the_published_types(scene: Scene) -> None:
    seen = await listen(scene, talk(scene))

    events = [one["payload"]["event"] for one in seen if one["type"] == "events_api"]
    found = {(one["type"], one.get("subtype")) for one in events}
    wrong = {(one["type"], one.get("subtype")): judged(one) for one in events if judged(one)}
    assert wrong == {}
    assert found == set(DEFINITIONS)


def judged(event: Envelope) -> list[str]:
    """Hold an event against its type, and the messages inside a change against theirs."""
    around = {key: event[key] for key in ("channel", "channel_type", "event_ts") if key in event}
    plain = typed(event)
    if "root" in event:
        plain["root"] = typed(event["root"]) | around
    found = []
    for key in {"message", "previous_message"} & set(event):
        plain[key] = {**INSIDE, **around}
        found += specs.problems(typed(event[key]) | around, "GenericMessageEvent")
    return found + specs.problems(plain, DEFINITIONS[event["type"], event.get("subtype")])


def typed(record: Envelope) -> Envelope:
    return {key: value for key, value in record.items() if key not in UNTYPED}
