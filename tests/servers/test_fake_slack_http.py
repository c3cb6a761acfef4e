"""HTTP mode with a real slack-bolt app behind a real web server."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.servers.conftest import Scene
from tests.servers.echo_app import Echo, build


@pytest.fixture
async def behind_http(scene: Scene) -> AsyncIterator[Echo]:
    echo = build(scene.client, scene.slack.app.signing_secret)
    async with TestServer(echo.app.server(path="/slack/events").web_app) as server:
        scene.slack.app.request_url = str(server.make_url("/slack/events"))
        yield echo


async def test_request_url_is_verified(scene: Scene, behind_http: Echo) -> None:
    assert await scene.slack.verify_request_url(scene.slack.app)
    assert behind_http.bodies == []


async def test_event_is_posted_and_signed(scene: Scene, behind_http: Echo) -> None:
    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert [event["text"] for event in behind_http.events()] == ["x"]
    assert behind_http.retries == [""]


async def test_app_with_another_signing_secret_refuses(scene: Scene, behind_http: Echo) -> None:
    scene.slack.app.signing_secret = "0" * 24

    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert [attempt.failure for attempt in scene.slack.deliveries[0].attempts] == ["http_error"] * 4
    assert behind_http.bodies == []


async def test_event_that_fails_comes_again_with_retry_headers(scene: Scene, behind_http: Echo) -> None:
    behind_http.failing = 1

    await scene.slack.say(scene.ann, scene.general, "x")
    await scene.slack.settled()

    assert behind_http.retries == ["1"]
    assert [attempt.failure for attempt in scene.slack.deliveries[0].attempts] == ["http_error", ""]


async def test_command_button_and_form_as_form_bodies(scene: Scene, behind_http: Echo) -> None:
    hello = await scene.slack.command(scene.ann, scene.general, "/hello")
    await scene.slack.command(scene.ann, scene.general, "/ask")
    view = scene.slack.modal(scene.ann)
    assert view is not None
    behind_http.response = {"response_action": "errors", "errors": {"answer": "No."}}

    submitted = await scene.slack.submit(scene.ann, view, {"text": "42"})

    assert (hello.acknowledged, hello.response) == (True, {"text": "Hello!"})
    assert submitted.errors == {"answer": "No."}


async def test_command_without_an_answer_times_out(scene: Scene, behind_http: Echo) -> None:
    outcome = await scene.slack.command(scene.ann, scene.general, "/late")

    assert outcome.error in {"operation_timeout", "http_error"}
    assert behind_http.bodies == []


async def test_nobody_listens_at_the_request_url(scene: Scene) -> None:
    scene.slack.app.request_url = "http://127.0.0.1:9/slack/events"

    outcome = await scene.slack.command(scene.ann, scene.general, "/hello")

    assert outcome.error == "dispatch_failed"


async def test_app_that_wants_no_retry_gets_none(scene: Scene) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    application = web.Application()
    application.router.add_post("/", refuse)
    async with TestServer(application) as server:
        scene.slack.app.request_url = str(server.make_url("/"))
        await scene.slack.say(scene.ann, scene.general, "x")
        await scene.slack.settled()

    assert [attempt.failure for attempt in scene.slack.deliveries[0].attempts] == ["http_error"]


async def test_socket_mode_is_off_in_http_mode(scene: Scene, behind_http: Echo) -> None:
    answer = await scene.client.api_call("auth.test")
    with pytest.raises(Exception, match="socket_mode_not_enabled"):
        await scene.client.apps_connections_open(app_token=scene.slack.app.app_token)

    assert answer["ok"]
    assert behind_http.bodies == []
