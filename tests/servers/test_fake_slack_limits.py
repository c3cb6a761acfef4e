import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from tests.servers.conftest import Scene


async def test_second_message_within_a_second(scene: Scene) -> None:
    scene.slack.rules.message_pace = 1.0
    other = scene.slack.add_channel(scene.acme, "other", members=[scene.acme.bot_user])
    await scene.client.chat_postMessage(channel=scene.general, text="1")

    with pytest.raises(SlackApiError) as caught:
        await scene.client.chat_postMessage(channel=scene.general, text="2")
    elsewhere = await scene.client.chat_postMessage(channel=other, text="2")

    answer = caught.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert elsewhere["ok"]
    assert [one.text for one in scene.slack.messages(scene.general)] == ["1"]


async def test_tier_is_counted_per_method_and_workspace(scene: Scene) -> None:
    zen = scene.slack.add_workspace("zen")
    for _ in range(20):
        await scene.client.conversations_list()

    with pytest.raises(SlackApiError) as caught:
        await scene.client.conversations_list()
    other_method = await scene.client.auth_test()
    other_workspace = await scene.client.conversations_list(token=zen.bot_token)

    assert caught.value.response["error"] == "ratelimited"
    assert (other_method["ok"], other_workspace["ok"]) == (True, True)


async def test_tier_is_free_again_after_the_minute(scene: Scene) -> None:
    scene.slack.rules.minute = 0.2
    for _ in range(20):
        await scene.client.conversations_list()

    await asyncio.sleep(0.2)

    assert (await scene.client.conversations_list())["ok"]
