"""Trigger ids (3 seconds, single use) and response URLs (5 uses in 30 minutes), by the injected clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.servers.fake_slack.errors import SlackError
from tests.servers.fake_slack.records import Message
from tests.servers.fake_slack.rules import Rules
from tests.servers.fake_slack.state import State

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The permission to open a modal for somebody."""

    user: str
    app_id: str
    expires_at: datetime
    #: The view it was given in, for `views.push`.
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """The permission to answer where something was done, whoever may post there."""

    user: str
    channel: str
    app_id: str
    expires_at: datetime
    #: The message whose button was pressed; None for a command.
    source: Message | None = None
    uses: int = 0


class Triggers:
    """Hands both out and judges them."""

    def __init__(self, state: State, rules: Rules) -> None:
        self._state = state
        self._rules = rules
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def new_trigger(self, user: str, app_id: str, view_id: str | None = None) -> str:
        """Hand out a trigger id, such as 12.34.secret."""
        number = self._state.new_id("")
        trigger_id = f"{int(number)}.{int(self._state.now())}.{self._state.new_secret()}"
        self._triggers[trigger_id] = Trigger(user, app_id, self._state.clock.now() + TRIGGER_LIFE, view_id)
        return trigger_id

    def redeem(self, trigger_id: object, app_id: str) -> Trigger:
        """Use a trigger id up.

        Raises:
            SlackError: invalid_trigger_id, trigger_exchanged or trigger_expired.
        """
        trigger = self._triggers.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None or trigger.app_id != app_id:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError(self._rules.trigger_exchanged)
        if self._state.clock.now() > trigger.expires_at:
            raise SlackError(self._rules.trigger_expired)
        trigger.used = True
        return trigger

    def new_url(self, user: str, channel: str, app_id: str, source: Message | None = None) -> str:
        """Hand out the secret part of a response URL."""
        secret = self._state.new_secret()
        expires_at = self._state.clock.now() + RESPONSE_LIFE
        self._urls[secret] = ResponseUrl(user, channel, app_id, expires_at, source)
        return secret

    def look_up(self, address: str) -> ResponseUrl:
        """Find a response URL by its whole address, without using it."""
        return self._urls[address.rpartition("/")[2]]

    def use_url(self, secret: str) -> ResponseUrl:
        """Count one use of a response URL.

        Raises:
            SlackError: invalid_url, expired_url or used_url.
        """
        url = self._urls.get(secret)
        if url is None:
            raise SlackError("invalid_url")
        if self._state.clock.now() > url.expires_at:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url
