"""Failures on demand, and what the real SDK makes of them."""

import asyncio
import contextlib
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.conftest import Scene
from tests.servers.fake_slack import Fault, Faults


async def post(scene: Scene, client: AsyncWebClient | None = None) -> Any:
    return await (client or scene.client).chat_postMessage(channel=scene.general, text="x")


def without_repeats(scene: Scene) -> AsyncWebClient:
    return AsyncWebClient(token=scene.acme.bot_token, base_url=scene.slack.base_url, retry_handlers=[])


def posted(scene: Scene) -> int:
    return len(scene.slack.messages(scene.general))


async def test_refusal_so_many_times(scene: Scene) -> None:
    scene.slack.faults.refuse("chat.postMessage", "fatal_error", times=2)

    codes = []
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await post(scene)
        codes.append(caught.value.response["error"])
    await post(scene)

    assert (codes, posted(scene)) == (["fatal_error", "fatal_error"], 1)


async def test_limit_is_waited_out_by_the_sdks_handler(scene: Scene) -> None:
    scene.slack.faults.limit("chat.postMessage", retry_after=0)
    client = without_repeats(scene)
    client.retry_handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]

    answer = await post(scene, client)

    assert (answer["ok"], posted(scene)) == (True, 1)


async def test_limit_without_the_handler_is_raised(scene: Scene) -> None:
    scene.slack.faults.limit("chat.postMessage", retry_after=7)

    with pytest.raises(SlackApiError) as caught:
        await post(scene)

    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")


async def test_connection_lost_before_the_post(scene: Scene) -> None:
    scene.slack.faults.drop("chat.postMessage")

    with pytest.raises(aiohttp.ClientError):
        await post(scene, without_repeats(scene))

    assert posted(scene) == 0


async def test_connection_lost_after_the_post(scene: Scene) -> None:
    scene.slack.faults.drop("chat.postMessage", takes_effect=True)

    with pytest.raises(aiohttp.ClientError):
        await post(scene, without_repeats(scene))

    assert posted(scene) == 1


async def test_default_client_posts_twice_after_a_lost_reply(scene: Scene) -> None:
    scene.slack.faults.drop("chat.postMessage", takes_effect=True)

    await post(scene)

    assert posted(scene) == 2


@pytest.mark.parametrize("takes_effect", [False, True])
async def test_server_error_with_and_without_effect(scene: Scene, takes_effect: bool) -> None:
    scene.slack.faults.break_off("chat.postMessage", 500, takes_effect=takes_effect)

    with pytest.raises((SlackApiError, AttributeError, ValueError)):
        await post(scene)

    assert posted(scene) == int(takes_effect)


async def test_answer_that_is_not_json_breaks_the_sdk(scene: Scene) -> None:
    scene.slack.faults.garble("chat.postMessage")

    answer: Any = None
    with pytest.raises((AttributeError, SlackApiError, KeyError, TypeError)):
        answer = (await post(scene))["ts"]

    assert (answer, posted(scene)) == (None, 0)


async def test_delay_holds_the_call_up(scene: Scene) -> None:
    scene.slack.faults.delay("auth.test", 0.05)
    begun = asyncio.get_running_loop().time()

    await scene.client.auth_test()

    assert asyncio.get_running_loop().time() - begun >= 0.05


async def test_fault_for_whichever_method_comes_next(scene: Scene) -> None:
    scene.slack.faults.plan("*", Fault("refuse", error="internal_error"))

    with pytest.raises(SlackApiError):
        await scene.client.auth_test()

    assert [asked.fault for asked in scene.slack.transcript] == ["refuse"]


def drawn(seed: int) -> list[Fault | None]:
    faults = Faults(seed)
    faults.storm(0.5, methods=frozenset({"chat.postMessage"}))
    return [faults.take("chat.postMessage") for _ in range(50)]


def test_storm_is_the_same_for_the_same_seed() -> None:
    faults = drawn(1)

    assert faults == drawn(1)
    assert faults != drawn(2)
    assert 10 < sum(fault is not None for fault in faults) < 40


def test_storm_spares_other_methods() -> None:
    faults = Faults(0)
    faults.storm(1.0, methods=frozenset({"chat.postMessage"}))

    assert faults.take("auth.test") is None


@pytest.mark.parametrize("seed", range(5))
async def test_storm_leaves_exactly_what_the_transcript_says_took_effect(scene: Scene, seed: int) -> None:
    scene.slack.backend.faults.storm(0.6)
    client = without_repeats(scene)
    for _ in range(seed, seed + 20):
        with contextlib.suppress(SlackApiError, aiohttp.ClientError, AttributeError, ValueError):
            await post(scene, client)

    asked = scene.slack.transcript.of("chat.postMessage")
    assert len(asked) == 20
    assert posted(scene) == sum(one.error is None for one in asked)
    assert {one.fault for one in asked} - {None} != set()
