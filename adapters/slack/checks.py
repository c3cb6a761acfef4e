"""What `askaday doctor` finds out about Slack, and how to mend it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calls import Calls, answer
from adapters.slack.delivery_errors import NO_ANSWER, no_answer, refusal
from adapters.slack.scopes import NEEDED, OPTIONAL
from adapters.slack.workspaces import Installation, TokenWorkspaces
from bot.domain.series import Series
from bot.errors import DeliveryError

_SCOPES = "X-OAuth-Scopes"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    text: str
    is_wrong: bool = False


async def check_slack(
    workspaces: TokenWorkspaces, calls: Calls, opener: AsyncWebClient, app_token: str, series: Sequence[Series]
) -> list[Finding]:
    """Check the tokens, what they allow, and whether Askaday is in the channel of each series.

    `opener` reaches Slack without a token of its own.
    """
    found = [await _app_token(opener, app_token)]
    try:
        installed = await workspaces.all()
    except DeliveryError as error:
        return [*found, Finding(f"SLACK_BOT_TOKEN: {error}", is_wrong=True)]
    for installation in installed.values():
        found.append(Finding(f"SLACK_BOT_TOKEN is good for {installation.workspace}"))
        found += await _scopes(installation)
        found += [await _channel(calls, one) for one in series if one.workspace == installation.workspace]
    strangers = {one.workspace for one in series if one.workspace.startswith("slack:")} - installed.keys()
    found += [Finding(f"No token is for {workspace}, which has series", is_wrong=True) for workspace in strangers]
    return found


async def _app_token(opener: AsyncWebClient, token: str) -> Finding:
    try:
        await answer(opener, "apps.connections.open", headers={"Authorization": f"Bearer {token}"})
    except DeliveryError as error:
        mend = 'Under "Basic Information", make an app-level token with connections:write, and turn Socket Mode on.'
        return Finding(f"SLACK_APP_TOKEN: {error} {mend}", is_wrong=True)
    return Finding("SLACK_APP_TOKEN opens a connection")


async def _scopes(installation: Installation) -> list[Finding]:
    try:
        said = await installation.client.auth_test()
    except SlackApiError as error:
        return [Finding(f"{installation.workspace}: {refusal(error)}", is_wrong=True)]
    except NO_ANSWER as error:
        return [Finding(f"{installation.workspace}: {no_answer(error)}", is_wrong=True)]
    headers = {name.casefold(): value for name, value in said.headers.items()}
    granted = {scope.strip() for scope in headers.get(_SCOPES.casefold(), "").split(",")}
    missing = _listed(NEEDED, granted)
    useful = _listed(OPTIONAL, granted)
    if missing:
        mend = 'Add them under "OAuth & Permissions", and install the app again.'
        return [Finding(f"Scopes are missing: {missing}. {mend}", is_wrong=True)]
    return [Finding(f"All needed scopes are granted{f'; without {useful}' if useful else ''}")]


def _listed(reasons: Mapping[str, str], granted: Container[str]) -> str:
    return ", ".join(f"{scope} ({reason})" for scope, reason in reasons.items() if scope not in granted)


async def _channel(calls: Calls, series: Series) -> Finding:
    try:
        said = await calls.read(series.workspace, "conversations.info", {"channel": series.channel})
    except DeliveryError as error:
        return Finding(f"{series.name}: {error}", is_wrong=True)
    channel = said.get("channel") or {}
    name = f"#{channel.get('name') or series.channel}"
    if channel.get("is_archived"):
        return Finding(f"{series.name}: {name} is archived. Bring it back, or choose another channel.", is_wrong=True)
    if not channel.get("is_member"):
        return Finding(f"{series.name}: invite Askaday to {name} with /invite @Askaday", is_wrong=True)
    return Finding(f"{series.name}: Askaday is in {name}")
