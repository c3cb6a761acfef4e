"""Installation by OAuth, rotation of tokens, organizations."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports.clock import TravelClock
from tests.servers.conftest import Scene
from tests.servers.fake_slack import App, FakeSlack

#: slack_sdk 3.47 sends client id and secret through a class that aiohttp 3.14 warns about.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")

START = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def exchange(slack: FakeSlack, app: App, **args: Any) -> Any:
    client = AsyncWebClient(base_url=slack.base_url)
    return await client.oauth_v2_access(client_id=app.client_id, client_secret=app.client_secret, **args)


async def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_code_is_exchanged_once(scene: Scene) -> None:
    slack = scene.slack
    app = slack.add_app(scopes=("chat:write",))
    code = slack.approve(app, scene.acme, scene.ann)

    answer = await exchange(slack, app, code=code)
    again = await refusal(exchange(slack, app, code=code))

    assert (answer["team"]["id"], answer["scope"], answer["token_type"]) == (scene.acme.id, "chat:write", "bot")
    assert answer["authed_user"]["id"] == scene.ann
    assert (await scene.client.auth_test(token=answer["access_token"]))["user_id"] == answer["bot_user_id"]
    assert again == "invalid_code"


async def test_client_must_be_known(scene: Scene) -> None:
    strange = AsyncWebClient(base_url=scene.slack.base_url)
    app = scene.slack.app

    codes = [
        await refusal(strange.oauth_v2_access(client_id="x", client_secret=app.client_secret, code="c")),
        await refusal(strange.oauth_v2_access(client_id=app.client_id, client_secret=app.client_id, code="c")),
    ]

    assert codes == ["invalid_client_id", "bad_client_secret"]


async def test_consent_page_sends_the_browser_back(scene: Scene) -> None:
    query = {
        "client_id": scene.slack.app.client_id,
        "scope": "commands,chat:write",
        "state": "s1",
        "redirect_uri": "http://127.0.0.1:9/slack/oauth_redirect",
    }

    async with (
        aiohttp.ClientSession() as session,
        session.get(scene.slack.authorize_url, params=query, allow_redirects=False) as answer,
    ):
        back = answer.headers["Location"]

    code = back.removeprefix("http://127.0.0.1:9/slack/oauth_redirect?code=").removesuffix("&state=s1")
    assert (await exchange(scene.slack, scene.slack.app, code=code))["scope"] == "chat:write,commands"


async def test_rotated_token_ends_after_twelve_hours() -> None:
    clock = TravelClock(START)
    async with FakeSlack(clock=clock) as slack:
        app = slack.add_app(rotation=True)
        acme = slack.add_workspace("acme", people=("ann",), app=app)
        first = await exchange(slack, app, code=slack.approve(app, acme, acme.user("ann")))
        client = AsyncWebClient(base_url=slack.base_url)
        clock.travel(START + timedelta(hours=12))

        expired = await refusal(client.auth_test(token=first["access_token"]))
        second = await exchange(slack, app, grant_type="refresh_token", refresh_token=first["refresh_token"])
        repeated = await exchange(slack, app, grant_type="refresh_token", refresh_token=first["refresh_token"])
        clock.travel(START + timedelta(hours=12, minutes=1, seconds=1))
        again = await refusal(exchange(slack, app, grant_type="refresh_token", refresh_token=first["refresh_token"]))
        alive = await client.auth_test(token=second["access_token"])

    assert (first["expires_in"], expired, again) == (43_200, "token_expired", "invalid_refresh_token")
    assert (alive["ok"], second["token_type"], repeated["ok"]) == (True, "bot", True)


async def test_rotation_leaves_two_tokens_alive() -> None:
    async with FakeSlack() as slack:
        app = slack.add_app(rotation=True)
        acme = slack.add_workspace("acme", people=("ann",), app=app)
        answers = [await exchange(slack, app, code=slack.approve(app, acme, acme.user("ann")))]
        for _ in range(2):
            refresh = answers[-1]["refresh_token"]
            answers.append(await exchange(slack, app, grant_type="refresh_token", refresh_token=refresh))

        client = AsyncWebClient(base_url=slack.base_url)
        oldest = await refusal(client.auth_test(token=answers[0]["access_token"]))
        others = [(await client.auth_test(token=one["access_token"]))["ok"] for one in answers[1:]]

    assert (oldest, others) == ("token_revoked", [True, True])


async def test_organization_reaches_the_workspaces_it_was_granted(scene: Scene) -> None:
    slack = scene.slack
    app = slack.add_app()
    org = slack.add_enterprise("Umbrella")
    red, blue = (slack.add_workspace(name, people=(name,), enterprise=org, install=False) for name in ("red", "blue"))
    token = slack.install_org(app, org)
    client = AsyncWebClient(token=token.value, base_url=slack.base_url)
    before = await client.auth_teams_list()
    await slack.grant_access(token, red)

    after = await client.auth_teams_list()
    identity = await client.auth_test()

    assert ([], [red.id]) == (before["teams"], [team["id"] for team in after["teams"]])
    assert (identity["enterprise_id"], identity["is_enterprise_install"]) == (org, True)
    assert await refusal(client.conversations_list()) == "missing_argument"
    assert await refusal(client.conversations_list(team_id=blue.id)) == "team_access_not_granted"
    assert (await client.conversations_list(team_id=red.id))["channels"] == []
    assert (await client.users_info(user=red.user("red")))["ok"]
    assert await refusal(client.users_info(user=blue.user("blue"))) == "user_not_found"
