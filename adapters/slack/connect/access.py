"""What it takes to talk to Slack, and where an operator's settings say it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connect.limiter import PACE
from adapters.slack.connect.socket_mode import PING
from adapters.slack.connect.tokens import Credentials
from bot.engine import Settings


@dataclass(frozen=True, slots=True)
class HttpAccess:
    """What it takes to be talked to over HTTP."""

    signing_secret: str
    #: For workspaces that install Askaday themselves; None: there are only those of the bot tokens.
    credentials: Credentials | None = None
    #: Keys that tokens are encrypted with, the newest first.
    secret_keys: Sequence[str] = ()
    #: Where people's browsers reach Askaday.
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """What it takes to talk to Slack: over Socket Mode with an app token, else over HTTP."""

    bot_tokens: Sequence[str]
    app_token: str = ""
    reaction: str = "eyes"
    base_url: str = AsyncWebClient.BASE_URL
    #: Seconds between two messages in one channel, and between two signs of life.
    pace: float = PACE
    ping: float = PING
    #: The clock, in seconds, by which what Slack asks to wait passes and what is known of people grows old.
    monotonic: Callable[[], float] = time.monotonic
    http: HttpAccess | None = None


def slack_access(settings: Settings) -> SlackAccess:
    """Read it from the settings, which are known to go together."""
    bot = _plain(settings.slack_bot_token)
    return SlackAccess(
        bot_tokens=(bot,) if bot else (),
        app_token=_plain(settings.slack_app_token),
        reaction=settings.slack_reaction,
        base_url=settings.slack_api,
        http=_http_access(settings),
    )


def _http_access(settings: Settings) -> HttpAccess | None:
    if settings.slack_signing_secret is None:
        return None
    client = settings.slack_client_id
    return HttpAccess(
        signing_secret=_plain(settings.slack_signing_secret),
        credentials=Credentials(client, _plain(settings.slack_client_secret)) if client else None,
        secret_keys=tuple(map(_plain, settings.secret_keys)),
        public_url=settings.public_url,
    )


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
