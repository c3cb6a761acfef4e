"""A small slack-bolt app that writes down what reaches it and answers a command, a button and a form."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.fake_slack import FakeSlack

FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Answer"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "answer",
            "label": {"type": "plain_text", "text": "Your answer"},
            "element": {"type": "plain_text_input", "action_id": "text", "min_length": 2},
        },
    ],
}


@dataclass
class Echo:
    """What the app saw, and the knobs a test turns."""

    app: AsyncApp
    handler: AsyncSocketModeHandler | None = None
    bodies: list[dict[str, Any]] = field(default_factory=list)
    #: The `x-slack-retry-num` of each event.
    retries: list[str] = field(default_factory=list)
    #: So many of the next events fail before they are acknowledged.
    failing: int = 0
    #: How the form is acknowledged.
    response: dict[str, Any] = field(default_factory=dict)
    #: Whether `/late` is acknowledged.
    silent: bool = False

    def events(self) -> list[dict[str, Any]]:
        """Give the inner events in the order of their arrival."""
        return [body["event"] for body in self.bodies]


def build(client: AsyncWebClient, signing_secret: str) -> Echo:
    """Make the app; events are acknowledged after they were handled."""
    app = AsyncApp(
        client=client,
        signing_secret=signing_secret,
        process_before_response=True,
        ignoring_self_events_enabled=False,
    )
    echo = Echo(app)
    _listen_events(echo)
    _listen_interactions(echo)
    return echo


@asynccontextmanager
async def echo_app(slack: FakeSlack, client: AsyncWebClient) -> AsyncIterator[Echo]:
    """Run the app over Socket Mode."""
    echo = build(client, slack.app.signing_secret)
    handler = AsyncSocketModeHandler(echo.app, slack.app.app_token, ping_interval=0.2)
    echo.handler = handler
    await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    await slack.sockets.wait_connected(slack.app)
    try:
        yield echo
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped


def _listen_events(echo: Echo) -> None:
    async def take(body: dict[str, Any], request: Any) -> None:
        if echo.failing:
            echo.failing -= 1
            raise RuntimeError("as planned")
        echo.bodies.append(body)
        echo.retries += request.headers.get("x-slack-retry-num", [""])

    for name in ("message", "member_joined_channel", "member_left_channel", "channel_left", "channel_rename"):
        echo.app.event(name)(take)
    for name in ("channel_archive", "reaction_added", "app_home_opened", "app_uninstalled", "tokens_revoked"):
        echo.app.event(name)(take)


def _listen_interactions(echo: Echo) -> None:
    async def hello(ack: Any) -> None:
        await ack("Hello!")

    async def late() -> None:
        """Acknowledge nothing."""

    async def ask(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def form(ack: Any) -> None:
        await ack(**echo.response)

    async def pressed(ack: Any, body: dict[str, Any], respond: Any) -> None:
        echo.bodies.append(body)
        await ack()
        # A Home tab has no response URL.
        if "response_url" in body:
            await respond("You pressed it.", replace_original=False)

    echo.app.command("/hello")(hello)
    echo.app.command("/late")(late)
    echo.app.command("/ask")(ask)
    echo.app.view("form")(form)
    echo.app.action("button")(pressed)
