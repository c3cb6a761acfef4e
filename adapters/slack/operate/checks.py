"""What `askaday doctor` finds out about Slack, and how to fix it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.finding import Finding
from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import NOT_RENEWED
from adapters.slack.connect.permissions import GROUPS, NEEDED, OPTIONAL
from adapters.slack.connect.socket_mode import refused_app_token
from adapters.slack.connect.web_api import WebApi
from adapters.slack.connect.workspaces import PLATFORM, Installation, Workspaces
from adapters.slack.operate.validating import check_cards
from adapters.slack.render.shortcuts import SHORTCUTS
from adapters.slack.send.channels import SlackChannels, is_channel_id
from bot.domain.members import platform_of
from bot.domain.question import Question
from bot.domain.series import Series
from bot.domain.text import as_value, listing
from bot.errors import DeliveryError

_SCOPES = "X-OAuth-Scopes"
_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 - the name of a variable
_REINSTALL = 'Paste the manifest of `askaday slack manifest` under "App Manifest", and install the app again.'
#: What an app declares cannot be asked with its bot's token.
_SHORTCUTS = (
    f"Slack does not tell whether the menu of a message has {listing([name for name, _ in SHORTCUTS.values()])}. "
    'If it does not, paste the manifest of `askaday slack manifest` under "App Manifest" and save it; the scope '
    "commands is enough"
)
#: What ids of user groups begin with.
_GROUP = "S"


async def check_slack(
    workspaces: Workspaces,
    calls: Calls,
    app: WebApi | None,
    *,
    series: Sequence[Series],
    newest: Mapping[str, datetime],
    sample: Question | None = None,
    install_at: str = "",
) -> list[Finding]:
    """Check the tokens, what they allow, whether events come in, and whether Askaday is in the channel of each series.

    `app` bears the app's token; None: Slack comes over HTTP. `newest` says when the last event of a workspace came in,
    as far as events are remembered. Of a sample question Slack is shown a card of each kind.
    `install_at` is where workspaces install Askaday themselves.
    """
    found = [await _app_token(app)] if app else []
    try:
        installed = await workspaces.all()
    except DeliveryError as error:
        return [*found, Finding(f"{_TOKEN if app else 'A token'}: {error}", is_wrong=True)]
    for installation in installed.values():
        if installation.refused is not None:
            found.append(_refused(installation, installation.refused, install_at))
            continue
        own = [one for one in series if one.workspace == installation.workspace]
        found += await _workspace(calls, installation, own, newest.get(installation.workspace))
    if sample is not None:
        for installation in [one for one in installed.values() if one.refused is None][:1]:  # each is told the same
            found += await check_cards(installation.api, sample)
    strangers = {one.workspace for one in series if platform_of(one.workspace) == PLATFORM} - installed.keys()
    found += [Finding(f"No token is for {workspace}, which has series", is_wrong=True) for workspace in strangers]
    return [*found, Finding(_SHORTCUTS)]


def _refused(installation: Installation, why: DeliveryError, install_at: str) -> Finding:
    # Who only reads asks for no token that could not be kept: what Slack says of it stands in the log of who runs.
    how = f"If its log says {NOT_RENEWED}, open {install_at}; until then replies in threads and quick answers are kept."
    return Finding(f"{installation.workspace}: {why} {how}", is_wrong=True)


async def _app_token(app: WebApi) -> Finding:
    try:
        await app.post_form("apps.connections.open")
    except DeliveryError as error:
        if refused := refused_app_token(error):
            return Finding(str(refused), is_wrong=True)
        advice = 'Under "Socket Mode", turn it on; under "Basic Information", give the token connections:write.'
        said = f"{error} {advice}" if error.permanent else str(error)
        return Finding(f"SLACK_APP_TOKEN: {said}", is_wrong=True)
    return Finding("SLACK_APP_TOKEN opens a connection")


async def _workspace(
    calls: Calls, installation: Installation, series: Sequence[Series], newest: datetime | None
) -> list[Finding]:
    found = await _scopes(installation, series)
    if series:
        found.append(_events(installation.workspace, newest))
    return [*found, *[await _channel(calls, one) for one in series]]


async def _scopes(installation: Installation, series: Sequence[Series]) -> list[Finding]:
    try:
        said = await installation.api.post_form("auth.test")
    except DeliveryError as error:
        return [Finding(f"{installation.workspace}: {error}", is_wrong=True)]
    granted = {scope.strip() for scope in said.headers.get(_SCOPES, "").split(",")} - {""}
    found = [Finding(f"The token for {installation.workspace} is good")]
    if lacking := NEEDED.keys() - granted:
        missing = _listed(NEEDED, lacking)
        found.append(Finding(f"Scopes are missing: {missing}. {_REINSTALL}", is_wrong=True))
    else:
        found.append(Finding("All needed scopes are granted"))
    if unused := sorted(granted - NEEDED.keys() - OPTIONAL.keys()):
        found.append(Finding(f"Scopes that Askaday does not use: {', '.join(unused)}. {_REINSTALL}", is_doubtful=True))
    return found + _optional(granted, series)


def _optional(granted: set[str], series: Sequence[Series]) -> list[Finding]:
    missing = OPTIONAL.keys() - granted
    named = [one.name for one in series if _has_groups(one)]
    if not missing:
        return []
    needed = missing & GROUPS if named else set()
    found = [Finding(f"Not granted, and not needed so far: {_listed(OPTIONAL, missing - needed)}")]
    if needed:
        said = f"User groups have no rights in {', '.join(named)}: {', '.join(needed)} is missing. {_REINSTALL}"
        found.append(Finding(said, is_doubtful=True))
    return found if missing - needed else found[1:]


def _has_groups(series: Series) -> bool:
    return any(one.startswith(_GROUP) for one in series.settings.managers | series.settings.reviewers)


def _listed(reasons: Mapping[str, str], scopes: set[str]) -> str:
    return ", ".join(f"{scope} ({reason})" for scope, reason in reasons.items() if scope in scopes)


def _events(workspace: str, newest: datetime | None) -> Finding:
    """Say when an event came in; a bot's token cannot ask what the app subscribes to."""
    if newest is not None:
        return Finding(f"The last event from {workspace} came in on {newest:%Y-%m-%d at %H:%M} UTC")
    said = (
        f"No event from {workspace} has come in for a week. If somebody answered a question in its thread, look under "
        '"Event Subscriptions": it has to be on, with the bot events that `askaday slack manifest` lists.'
    )
    return Finding(said, is_doubtful=True)


async def _channel(calls: Calls, series: Series) -> Finding:
    if not is_channel_id(series.channel):
        advice = f"Choose one with `/qotd setup series={as_value(series.name)} channel=#NAME`."
        return Finding(f"{series.name}: {series.channel!r} is no channel of Slack's. {advice}", is_wrong=True)
    try:
        channel = await SlackChannels(calls).find(series.workspace, series.channel)
    except DeliveryError as error:
        return Finding(f"{series.name}: {error}", is_wrong=True)
    if channel is None:
        advice = "Invite it with /invite @Askaday, or choose another channel with `/qotd setup`."
        return Finding(f"{series.name}: its channel is gone, or Askaday does not see it. {advice}", is_wrong=True)
    if channel.lacking:
        return Finding(f"{series.name}: in #{channel.name}: {'; '.join(channel.lacking)}", is_wrong=True)
    if channel.doubtful:
        return Finding(f"{series.name}: in #{channel.name}: {'; '.join(channel.doubtful)}", is_doubtful=True)
    return Finding(f"{series.name}: Askaday is in #{channel.name}")
