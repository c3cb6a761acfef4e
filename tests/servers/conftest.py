"""Fixtures for the tests of the fake platforms."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.echo_app import Echo, echo_app
from tests.servers.fake_slack import FakeSlack, Rules, Workspace
from tests.waiting import PATIENCE

#: The SDK takes these up from the environment on its own.
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "SLACK_BOT_TOKEN", "SLACK_CLIENT_ID")


@dataclass
class Scene:
    """A fake Slack with one workspace and a client for its bot."""

    slack: FakeSlack
    acme: Workspace
    client: AsyncWebClient
    ann: str
    bob: str
    general: str


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    rules = Rules(ack_seconds=PATIENCE, retry_delays=(0.0, 0.01, 0.02), message_pace=0)
    async with FakeSlack(rules=rules) as slack:
        acme = slack.add_workspace("acme", people=("ann", "bob"), channels=("general",))
        client = AsyncWebClient(token=acme.bot_token, base_url=slack.base_url)
        yield Scene(slack, acme, client, acme.user("ann"), acme.user("bob"), acme.channel("general"))


@pytest.fixture
async def echo(scene: Scene) -> AsyncIterator[Echo]:
    async with echo_app(scene.slack, scene.client) as made:
        yield made
