"""Events over Socket Mode at a real slack-bolt app."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.conftest import Scene
from tests.servers.echo_app import Echo, echo_app
from tests.servers.fake_slack import FakeSlack, Rules
from tests.waiting import until


def failures(scene: Scene) -> list[list[str]]:
    return [[attempt.failure for attempt in one.attempts] for one in scene.slack.deliveries]


async def test_message_of_a_person_reaches_the_app(scene: Scene, echo: Echo) -> None:
    ts = await scene.slack.say(scene.ann, scene.general, "a < b & https://x.org/?a=1 <@U1>")

    await scene.slack.settled()

    [event] = echo.events()
    assert (event["type"], event["user"], event["ts"], event["channel_type"]) == ("message", scene.ann, ts, "channel")
    assert event["text"] == "a &lt; b &amp; <https://x.org/?a=1> <@U1>"
    assert failures(scene) == [[""]]


async def test_own_message_comes_back_with_a_bot_id(scene: Scene, echo: Echo) -> None:
    answer = await scene.client.chat_postMessage(channel=scene.general, text="x")

    await scene.slack.settled()

    [event] = echo.events()
    assert (event["ts"], event["user"], "subtype" in event) == (answer["ts"], scene.acme.bot_user, False)
    assert event["bot_id"] == (await scene.client.auth_test())["bot_id"]


async def test_message_of_another_bot_has_a_bot_id(scene: Scene, echo: Echo) -> None:
    bot = scene.slack.add_user(scene.acme, "weather", is_bot=True)
    await scene.slack.join(bot, scene.general)
    await scene.slack.settled()

    await scene.slack.say(bot, scene.general, "rain")
    await scene.slack.settled()

    assert echo.events()[-1]["bot_id"] == f"B{bot[1:]}"


async def test_reply_edit_and_delete(scene: Scene, echo: Echo) -> None:
    parent = await scene.slack.say(scene.ann, scene.general, "parent")
    reply = await scene.slack.say(scene.bob, scene.general, "reply", thread_ts=parent)
    await scene.slack.edit(scene.bob, scene.general, reply, "better")
    await scene.slack.delete(scene.bob, scene.general, reply)
    await scene.slack.settled()

    by_time = sorted(echo.events(), key=lambda one: one["ts"])
    assert [one.get("subtype") for one in by_time] == [None, None, "message_changed", "message_deleted"]
    assert by_time[1]["thread_ts"] == parent
    changed, deleted = by_time[2], by_time[3]
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("better", "reply")
    assert changed["message"]["edited"]["user"] == scene.bob
    assert "user" not in changed
    assert (deleted["deleted_ts"], deleted["previous_message"]["thread_ts"]) == (reply, parent)


async def test_language_detection_changes_nothing(scene: Scene, echo: Echo) -> None:
    ts = await scene.slack.say(scene.ann, scene.general, "bonjour")
    await scene.slack.settled()
    await scene.slack.detect_language(scene.general, ts)
    await scene.slack.settled()

    changed = echo.events()[-1]
    assert changed["message"] == changed["previous_message"]
    assert "edited" not in changed["message"]


async def test_deleted_parent_becomes_a_tombstone_and_goes_with_its_last_reply(scene: Scene, echo: Echo) -> None:
    parent = await scene.slack.say(scene.ann, scene.general, "parent")
    reply = await scene.slack.say(scene.bob, scene.general, "reply", thread_ts=parent)
    await scene.slack.delete(scene.ann, scene.general, parent)
    await scene.slack.settled()
    tombstone = echo.events()[-1]

    await scene.slack.delete(scene.bob, scene.general, reply)
    await scene.slack.settled()

    assert (tombstone["subtype"], tombstone["message"]["subtype"]) == ("message_changed", "tombstone")
    assert tombstone["message"]["user"] == "USLACKBOT"
    gone = max(echo.events(), key=lambda one: one["ts"])
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", parent)
    assert gone["previous_message"]["subtype"] == "tombstone"
    assert scene.slack.messages(scene.general) == []


async def test_broadcast_is_one_message_with_its_root(scene: Scene, echo: Echo) -> None:
    parent = await scene.slack.say(scene.ann, scene.general, "parent")
    ts = await scene.slack.broadcast(scene.bob, scene.general, "to all", parent)
    await scene.slack.settled()

    event = max(echo.events(), key=lambda one: one["ts"])
    assert (event["subtype"], event["ts"], event["thread_ts"], event["root"]["ts"]) == (
        "thread_broadcast",
        ts,
        parent,
        parent,
    )


async def test_file_without_text(scene: Scene, echo: Echo) -> None:
    await scene.slack.share_file(scene.ann, scene.general, "answer.png")
    await scene.slack.settled()

    [event] = echo.events()
    assert (event["subtype"], event["text"], event["files"][0]["name"]) == ("file_share", "", "answer.png")


async def test_message_replied_comes_without_its_subtype(scene: Scene, echo: Echo) -> None:
    scene.slack.rules.message_replied = True
    parent = await scene.slack.say(scene.ann, scene.general, "parent")
    await scene.slack.say(scene.bob, scene.general, "reply", thread_ts=parent)
    await scene.slack.settled()

    replied = max(echo.events(), key=lambda one: one["ts"])
    assert ("subtype" in replied, replied["message"]["reply_count"]) == (False, 1)


async def test_membership_and_channel_events(scene: Scene, echo: Echo) -> None:
    cid = scene.slack.add_user(scene.acme, "cid")
    await scene.slack.invite(cid, scene.general, by=scene.ann)
    await scene.slack.rename(scene.general, "quiz")
    await scene.slack.archive(scene.general, scene.ann)
    await scene.slack.leave(scene.acme.bot_user, scene.general)
    await scene.slack.settled()

    seen = {(one["type"], one.get("subtype")): one for one in echo.events()}
    assert seen["member_joined_channel", None]["inviter"] == scene.ann
    assert seen["channel_rename", None]["channel"]["name"] == "quiz"
    assert seen["channel_archive", None]["user"] == scene.ann
    assert seen["member_left_channel", None]["user"] == scene.acme.bot_user
    assert seen["channel_left", None]["channel"] == scene.general
    assert ("message", "channel_join") in seen


async def test_events_of_a_channel_without_the_bot_stay_away(scene: Scene, echo: Echo) -> None:
    other = scene.slack.add_channel(scene.acme, "other", members=[scene.ann])
    await scene.slack.say(scene.ann, other, "among us")
    await scene.slack.settled()

    assert echo.events() == []


async def test_events_need_subscription_and_scope(scene: Scene, echo: Echo) -> None:
    scene.slack.app.events = frozenset({"message.channels", "reaction_added"})
    scene.slack.install(scene.slack.app, scene.acme, {"channels:history"})
    ts = await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.react(scene.bob, scene.general, ts, "eyes")
    await scene.slack.open_home(scene.ann)
    await scene.slack.settled()

    assert [one["type"] for one in echo.events()] == ["message"]


async def test_uninstalling_says_so_twice(scene: Scene, echo: Echo) -> None:
    await scene.slack.uninstall(scene.slack.app, scene.acme)
    await scene.slack.settled()

    sent = {one.payload["event"]["type"] for one in scene.slack.deliveries}
    assert sent == {"tokens_revoked", "app_uninstalled"}
    assert echo.handler is not None


async def test_event_that_fails_comes_again_under_the_same_id(scene: Scene, echo: Echo) -> None:
    echo.failing = 2
    scene.slack.rules.ack_seconds = 1

    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert failures(scene) == [["timeout", "timeout", ""]]
    assert echo.retries == ["2"]
    assert echo.bodies[0]["event_id"] == scene.slack.deliveries[0].payload["event_id"]


async def test_event_that_always_fails_is_given_up_after_three_repeats(scene: Scene, echo: Echo) -> None:
    echo.failing = 9
    scene.slack.rules.ack_seconds = 0.05

    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert failures(scene) == [["timeout"] * 4]
    assert scene.slack.deliveries[0].acknowledged is False


async def test_event_is_repeated_on_demand(scene: Scene, echo: Echo) -> None:
    scene.slack.faults.repeat_events(1)

    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert len({body["event_id"] for body in echo.bodies}) == 1
    assert len(echo.bodies) == 2


async def test_events_are_reordered_on_demand(scene: Scene, echo: Echo) -> None:
    scene.slack.faults.reorder_events(0.05)

    for number in range(8):
        await scene.slack.say(scene.ann, scene.general, str(number))
    await scene.slack.settled()

    arrived = [event["text"] for event in echo.events()]
    assert arrived != sorted(arrived)
    assert sorted(arrived) == [str(number) for number in range(8)]


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_app_reconnects_when_told_to(scene: Scene, echo: Echo, reason: str) -> None:
    first = scene.slack.sockets.connections[0]

    await scene.slack.sockets.disconnect(scene.slack.app, reason)
    await until(lambda: scene.slack.sockets.connections[:1] not in ([], [first]))
    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert [event["text"] for event in echo.events()] == ["x"]


async def test_event_survives_a_cut_connection(scene: Scene, echo: Echo) -> None:
    scene.slack.rules.ack_seconds = 3

    await scene.slack.sockets.cut(scene.slack.app)
    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert [event["text"] for event in echo.events()] == ["x"]


@pytest.mark.parametrize("blow", ["hang_up", "fall_silent"])
async def test_event_survives_a_connection_that_ends_otherwise(scene: Scene, echo: Echo, blow: str) -> None:
    met = await getattr(scene.slack.sockets, blow)(scene.slack.app)

    await scene.slack.say(scene.ann, scene.general, "still there")
    await scene.slack.settled()

    assert (met, [event["text"] for event in echo.events()]) == (1, ["still there"])


async def test_acknowledgement_is_lost_on_demand(scene: Scene, echo: Echo) -> None:
    scene.slack.faults.lose_acks(1.0)

    await scene.slack.say(scene.ann, scene.general, "again and again")
    await scene.slack.settled()

    assert len(echo.events()) == 4


async def test_events_of_people_are_lost_on_demand_until_it_is_calm(scene: Scene, echo: Echo) -> None:
    scene.slack.faults.lose_events(1.0)
    lost = await scene.slack.say(scene.ann, scene.general, "lost")
    await scene.slack.delete(scene.ann, scene.general, lost)
    scene.slack.faults.calm()

    await scene.slack.say(scene.ann, scene.general, "heard")
    await scene.slack.settled()

    assert [event.get("subtype") or event["text"] for event in echo.events()] == ["message_deleted", "heard"]


async def test_each_event_goes_to_one_of_several_connections(scene: Scene, echo: Echo) -> None:
    async with echo_app(scene.slack, scene.client) as second:
        await scene.slack.sockets.wait_connected(scene.slack.app, 2)
        for number in range(12):
            await scene.slack.say(scene.ann, scene.general, str(number))
        await scene.slack.settled()

        assert len(echo.bodies) + len(second.bodies) == 12
        assert echo.bodies != []
        assert second.bodies != []


async def test_app_token_is_needed_to_connect(scene: Scene) -> None:
    codes = []
    for token in ("xapp-strange", scene.acme.bot_token):
        with pytest.raises(SlackApiError) as caught:
            await scene.client.apps_connections_open(app_token=token)
        codes.append(caught.value.response["error"])

    assert codes == ["invalid_auth", "not_allowed_token_type"]


async def test_two_workspaces_share_one_connection() -> None:
    async with FakeSlack(rules=Rules(ack_seconds=0.5, message_pace=0)) as slack:
        spaces = [slack.add_workspace(name, people=("ann",), channels=("general",)) for name in ("acme", "zen")]
        client = AsyncWebClient(token=spaces[0].bot_token, base_url=slack.base_url)
        async with echo_app(slack, client) as echo:
            for space in spaces:
                await slack.say(space.user("ann"), space.channel("general"), space.name)
            await slack.settled()

            found: list[Any] = [(body["team_id"], body["event"]["text"]) for body in echo.bodies]
    assert sorted(found) == sorted((space.id, space.name) for space in spaces)
