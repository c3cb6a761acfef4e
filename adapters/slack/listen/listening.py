"""The Bolt app: which requests are let in, and who listens to them."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connect.workspaces import Workspaces, workspace_id
from adapters.slack.listen import commands, events
from adapters.slack.listen import forms as views
from adapters.slack.listen import presses as actions
from adapters.slack.listen.listener import Room
from bot.errors import AskadayError, DeliveryError

log = structlog.get_logger()


def new_app(workspaces: Workspaces, client: AsyncWebClient, room: Room, *, signing_secret: str = "") -> AsyncApp:
    """Put the app together.

    All that Bolt would otherwise take from the environment is given: with SLACK_CLIENT_ID and SLACK_CLIENT_SECRET set
    it builds an OAuth flow of its own and drops the token, and it warns of SLACK_BOT_TOKEN, which is Askaday's.

    Args:
        workspaces: where Askaday is installed; nothing is asked of Slack for each request.
        client: reaches Slack; it carries no token.
        room: what listeners work with.
        signing_secret: proves that requests over HTTP come from Slack; Socket Mode needs none.
    """
    app = AsyncApp(
        name="askaday",
        logger=_logger(),
        client=client,
        signing_secret=signing_secret,
        authorize=_authorize(workspaces),
        # An event is acknowledged when its listener has returned, not before: what raises is sent again.
        process_before_response=True,
    )
    app.error(failed)
    for listener in (commands, actions, views, events):
        listener.register(app, room)
    return app


def _authorize(workspaces: Workspaces) -> Callable[[str | None, str | None], Awaitable[AuthorizeResult]]:
    """Say in whose name Askaday acts in a workspace."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        try:
            installed = await workspaces.get(workspace_id(team_id or ""))
        except DeliveryError as error:
            if error.permanent:
                return None
            raise  # it passes: the request stays unanswered, and Slack sends events again
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installed.bot_user,
            bot_id=installed.bot_id,
            bot_token=installed.client.token,
        )

    # Bolt takes None for "not installed", though its signature does not say so.
    return cast("Callable[[str | None, str | None], Awaitable[AuthorizeResult]]", authorize)


async def failed(error: Exception) -> BoltResponse:
    """Say in one line what went wrong with a request; Slack sends events again that were not acknowledged."""
    if isinstance(error, AskadayError):
        log.error("a request of Slack was not taken", error=str(error))
        return BoltResponse(status=500)
    # What passed the door and cannot be read is not as Slack documents it; were it Askaday's mistake, the place helps.
    place = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(place.filename).name}:{place.lineno}"
    log.error("a request of Slack could not be read", error=repr(error), at=at)
    return BoltResponse(status=400)


def _logger() -> logging.Logger:
    logger = logging.getLogger("askaday.slack_bolt")
    # Bolt warns of settings that are right here, and logs every request that somebody else listens to.
    logger.setLevel(logging.ERROR)
    return logger
