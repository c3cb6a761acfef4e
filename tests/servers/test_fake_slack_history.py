from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.servers.conftest import Scene

METADATA = {"event_type": "asked", "event_payload": {"key": "k1"}}


def texts(answer: Any) -> list[str]:
    return [one["text"] for one in answer["messages"]]


async def test_history_is_newest_first_without_replies(scene: Scene) -> None:
    first = await scene.slack.say(scene.ann, scene.general, "first")
    await scene.slack.say(scene.bob, scene.general, "reply", thread_ts=first)
    await scene.slack.broadcast(scene.bob, scene.general, "to all", first)

    answer = await scene.client.conversations_history(channel=scene.general)

    assert texts(answer) == ["to all", "first"]
    assert answer["messages"][1]["reply_count"] == 2


async def test_history_gives_metadata_only_when_asked(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.general, text="x", metadata=METADATA)

    plain = await scene.client.conversations_history(channel=scene.general)
    full = await scene.client.conversations_history(channel=scene.general, include_all_metadata=True)

    assert plain["messages"][0]["metadata"] == {"event_type": "asked"}
    assert full["messages"][0]["metadata"] == METADATA


async def test_history_between_bounds(scene: Scene) -> None:
    stamps = [await scene.slack.say(scene.ann, scene.general, text) for text in "abc"]

    outside = await scene.client.conversations_history(channel=scene.general, oldest=stamps[0], latest=stamps[2])
    inside = await scene.client.conversations_history(channel=scene.general, oldest=stamps[0], inclusive=True)

    assert (texts(outside), texts(inside)) == (["b"], ["c", "b", "a"])


async def test_replies_come_in_pages_and_the_parent_once(scene: Scene) -> None:
    parent = await scene.slack.say(scene.ann, scene.general, "parent")
    for text in "abcd":
        await scene.slack.say(scene.bob, scene.general, text, thread_ts=parent)

    pages = await scene.client.conversations_replies(channel=scene.general, ts=parent, limit=2)

    assert [texts(page.data) async for page in pages] == [["parent", "a"], ["b", "c"], ["d"]]


async def test_replies_after_the_last_one_seen(scene: Scene) -> None:
    parent = await scene.slack.say(scene.ann, scene.general, "parent")
    seen = await scene.slack.say(scene.bob, scene.general, "a", thread_ts=parent)
    await scene.slack.say(scene.bob, scene.general, "b", thread_ts=parent)

    answer = await scene.client.conversations_replies(channel=scene.general, ts=parent, oldest=seen)

    assert texts(answer) == ["parent", "b"]


async def test_short_pages_are_not_the_end(scene: Scene) -> None:
    scene.slack.rules.short_pages = True
    for text in "abcd":
        await scene.slack.say(scene.ann, scene.general, text)

    pages = await scene.client.conversations_history(channel=scene.general, limit=3)

    assert [texts(page.data) async for page in pages] == [["d", "c"], ["b", "a"]]


async def test_replies_of_no_thread(scene: Scene) -> None:
    with pytest.raises(SlackApiError) as caught:
        await scene.client.conversations_replies(channel=scene.general, ts="1.000001")

    assert caught.value.response["error"] == "thread_not_found"


async def test_history_without_being_a_member(scene: Scene) -> None:
    other = scene.slack.add_channel(scene.acme, "other", members=[scene.ann])

    with pytest.raises(SlackApiError) as caught:
        await scene.client.conversations_history(channel=other)

    assert caught.value.response["error"] == "not_in_channel"


async def test_history_without_the_scope_for_private_channels(scene: Scene) -> None:
    secret = scene.slack.add_channel(scene.acme, "secret", private=True, members=[scene.ann, scene.acme.bot_user])
    scene.slack.install(scene.slack.app, scene.acme, {"channels:history"})

    with pytest.raises(SlackApiError) as caught:
        await scene.client.conversations_history(channel=secret)

    assert caught.value.response["needed"] == "groups:history"


async def test_strict_history_gives_15_messages_once_a_minute(scene: Scene) -> None:
    scene.slack.rules.strict_history = True
    for number in range(20):
        await scene.slack.say(scene.ann, scene.general, str(number))

    answer = await scene.client.conversations_history(channel=scene.general, limit=200)
    with pytest.raises(SlackApiError) as caught:
        await scene.client.conversations_history(channel=scene.general)

    assert len(answer["messages"]) == 15
    assert caught.value.response["error"] == "ratelimited"
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 60


async def test_strict_history_in_a_shortened_minute(scene: Scene) -> None:
    scene.slack.rules.strict_history = True
    scene.slack.rules.minute = 0.0

    await scene.client.conversations_history(channel=scene.general)
    answer = await scene.client.conversations_history(channel=scene.general)

    assert answer["ok"]
