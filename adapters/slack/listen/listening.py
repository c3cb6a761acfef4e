"""The Bolt app: which requests are let in, and who listens to them."""

import logging
from collections.abc import Awaitable, Callable
from typing import cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connect.workspaces import Workspaces, workspace_id
from adapters.slack.listen import commands, events, forms, presses, shortcuts
from adapters.slack.listen.listener import Room
from bot.errors import DeliveryError


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

    # Bolt hands a guard what its parameters are named after.
    @app.error
    async def failed(error: Exception) -> BoltResponse:
        return await room.failed(error)

    for listener in (commands, presses, shortcuts, forms, events):
        listener.register(app, room)
    return app


def _authorize(workspaces: Workspaces) -> Callable[[str | None, str | None], Awaitable[AuthorizeResult]]:
    """Say in whose name Askaday acts in a workspace."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        try:
            # Whose token has ended hears all the same, so that replies in threads and choices are kept.
            installed = await workspaces.named(workspace_id(team_id or ""))
        except DeliveryError as error:
            if error.permanent:
                return None
            raise  # it passes: the request stays unanswered, and Slack sends events again
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installed.bot_user,
            bot_id=installed.bot_id,
            bot_token=installed.api.token,
        )

    # Bolt takes None for "not installed", though its signature does not say so.
    return cast("Callable[[str | None, str | None], Awaitable[AuthorizeResult]]", authorize)


def _logger() -> logging.Logger:
    logger = logging.getLogger("askaday.slack_bolt")
    # Bolt warns of settings that are right here, and logs every request that somebody else listens to.
    logger.setLevel(logging.ERROR)
    return logger
