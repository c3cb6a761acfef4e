"""Installing Askaday from a web page: Slack asks for consent and sends the browser back with a code.

https://docs.slack.dev/authentication/installing-with-oauth
"""

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from html import escape

import structlog
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connect.delivery_errors import NO_ANSWER, no_answer
from adapters.slack.connect.permissions import NEEDED, OPTIONAL
from adapters.slack.connect.stored_workspaces import StoredWorkspaces, reached_through
from adapters.slack.connect.tokens import Credentials
from adapters.slack.connect.vault import Secret
from adapters.slack.connect.workspaces import workspace_id
from bot.domain.installations import Installed
from bot.engine import Engine
from bot.errors import StoreError
from bot.ports.clock import Clock
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
#: How long somebody may think about Slack's consent page.
_STATE_LIVES = timedelta(minutes=10)
_REASONS = {
    "access_denied": "Nothing was installed, because the consent was not given.",
    "invalid_browser": "This page was not opened by the browser that began the installation.",
    "invalid_state": "The installation was begun more than ten minutes ago, or was finished already.",
    "storage_error": "Askaday could not keep the installation. Please try again later.",
}
_OTHER_REASON = "Slack did not confirm the installation."
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
  body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto 0; padding: 0 1.5rem; }}
  :root {{ color-scheme: light dark; }}
  h1 {{ line-height: 1.2; }}
  code {{ background: #8882; border-radius: .3em; padding: .1em .4em; }}
</style>
<h1>{title}</h1>
<p>{text}</p>
</html>
"""


def install_address(public_url: str) -> str:
    """Give where people begin an installation, in full; `public_url` is where their browsers reach Askaday."""
    return f"{public_url.rstrip('/')}{INSTALL_PATH}"


class InstallationStore(AsyncInstallationStore):
    """Keeps what an installation brings; Bolt asks for no more, since Askaday finds tokens itself."""

    def __init__(self, workspaces: StoredWorkspaces, engine: Engine) -> None:
        self._workspaces = workspaces
        self._engine = engine

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation, and let series that waited for it go on."""
        is_org = bool(installation.is_enterprise_install)
        own = installation.enterprise_id if is_org else installation.team_id
        lifetime = installation.bot_token_expires_at
        now = self._engine.clock.now()
        # The library counts from its own clock; what is left of the lifetime is the same on every clock.
        left = timedelta(seconds=lifetime - installation.installed_at) if lifetime else None
        secret = Secret(
            installation.bot_token or "", installation.bot_refresh_token or "", now + left if left is not None else None
        )
        installed = Installed(
            workspace=workspace_id(own or ""),
            enterprise=installation.enterprise_id or "",
            is_org=is_org,
            bot_user=installation.bot_user_id or "",
            bot_id=installation.bot_id or "",
            secret="",
            installed_at=now,
        )
        try:
            await self._workspaces.keep(installed, secret)
            await self._engine.call(self._go_on, installed.workspace)
        except StoreError as error:
            log.exception("an installation was not kept", workspace=installed.workspace)
            raise BoltError(str(error)) from error  # which Bolt shows a page for

    def _go_on(self, tx: Transaction, workspace: str) -> None:
        for reached in reached_through(tx, workspace):
            self._engine.services.lifecycle.workspace_back(tx, reached)


class StateStore(AsyncOAuthStateStore):
    """Keeps the states of installations that were begun: each is good once, for ten minutes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        """Make a state."""
        state = secrets.token_urlsafe(32)
        now = self._clock.now()
        await self._store.call(lambda tx: tx.installations.add_state(state, now, now + _STATE_LIVES))
        return state

    async def async_consume(self, state: str) -> bool:
        """Use a state up."""
        now = self._clock.now()
        return await self._store.call(lambda tx: tx.installations.take_state(state, now))


class Flow(AsyncOAuthFlow):
    """Bolt's flow; that Slack does not answer is shown like a refusal."""

    async def run_installation(self, code: str) -> Installation | None:
        """Give what Slack gives for a code; None: nothing."""
        try:
            return await super().run_installation(code)
        except NO_ANSWER as error:
            log.warning("an installation was not confirmed", error=str(no_answer(error)))
            return None


def new_flow(
    installations: InstallationStore,
    states: StateStore,
    credentials: Credentials,
    *,
    client: AsyncWebClient,
    public_url: str,
    qotd: str,
) -> Flow:
    """Put the flow together.

    Args:
        installations: keeps what it brings.
        states: keeps who began one.
        credentials: the app's own.
        client: reaches Slack without a token.
        public_url: where people's browsers reach Askaday, such as https://askaday.example.com.
        qotd: what the command for the question of the day is called here.
    """
    settings = AsyncOAuthSettings(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=[*NEEDED, *OPTIONAL],
        redirect_uri=f"{public_url.rstrip('/')}{REDIRECT_PATH}",
        install_path=INSTALL_PATH,
        # Straight on to Slack, which says more about Askaday than a page with one button would.
        install_page_rendering_enabled=False,
        redirect_uri_path=REDIRECT_PATH,
        callback_options=AsyncCallbackOptions(_success(qotd), _failure),
        installation_store=installations,
        state_store=states,
        state_expiration_seconds=int(_STATE_LIVES.total_seconds()),
        # Slack's pages live beside its API.
        authorization_url=f"{client.base_url.removesuffix('api/')}oauth/v2/authorize",
        logger=logging.getLogger("askaday.slack_bolt"),
    )
    return Flow(client=client, settings=settings, logger=logging.getLogger("askaday.slack_bolt"))


def _success(qotd: str) -> Callable[[AsyncSuccessArgs], Awaitable[BoltResponse]]:
    async def success(args: AsyncSuccessArgs) -> BoltResponse:
        begin = f"with <code>/invite @Askaday</code>, then write <code>/{qotd} setup</code> there."
        if args.installation.is_enterprise_install:
            name = escape(args.installation.enterprise_name or "your organization")
            text = f"Add it to workspaces of {name} in Slack's administration. There invite it to a channel {begin}"
        else:
            text = f"Invite it to a channel of {escape(args.installation.team_name or 'your workspace')} {begin}"
        return _page(200, "Askaday is installed", text)

    return success


async def _failure(args: AsyncFailureArgs) -> BoltResponse:
    reason = _REASONS.get(args.reason, _OTHER_REASON)
    # The two pages stand beside each other, wherever a proxy puts them.
    text = f'{reason} <a href="{INSTALL_PATH.rpartition("/")[2]}">Begin again</a>.'
    return _page(args.suggested_status_code, "Askaday was not installed", text)


def _page(status: int, title: str, text: str) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    return BoltResponse(status=status, headers=headers, body=_PAGE.format(title=title, text=text))
