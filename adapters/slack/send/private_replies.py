"""Showing something to one person alone: where they asked, else in a direct message."""

from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import NO_ANSWER
from adapters.slack.render.messages import Message
from adapters.slack.wire import Json
from bot.errors import DeliveryError

log = structlog.get_logger()

#: How many messages one response URL takes: https://docs.slack.dev/interactivity/handling-user-interaction
_RESPONSES = 5
_OK = 200


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where."""

    workspace: str
    member: str
    #: Empty where it was no channel: the Home tab.
    channel: str = ""
    #: The thread in which it was asked.
    thread: str = ""
    response_url: str = ""
    #: Where the message that was pressed can be replaced; empty: others see it, too, or it was none.
    own_message: str = ""


@dataclass(frozen=True, slots=True)
class PrivateReplies:
    """Shows messages to one person."""

    calls: Calls
    session: aiohttp.ClientSession

    async def show(self, asker: Asker, shown: Sequence[Message], *, instead: bool = False) -> None:
        """Show messages, each once where that can be known.

        Slack drops what is shown this way when the page is loaded anew: it is never the only record of anything.

        Args:
            asker: who sees them, and where.
            shown: what they see.
            instead: the first one takes the place of the message that was pressed, where only they see that.

        Raises:
            DeliveryError: they could not be shown, not even in a direct message.
        """
        left = list(shown)
        if instead and asker.own_message and await self._respond(asker.own_message, left[0], replaces=True):
            del left[0]
        if asker.response_url:
            # Too many for where it was asked: then all of them together elsewhere.
            while 0 < len(left) <= _RESPONSES and await self._respond(asker.response_url, left[0]):
                del left[0]
        elif asker.channel:
            while left and await self._whisper(asker, left[0]):
                del left[0]
        for message in left:
            await self._tell(asker, message)

    async def _respond(self, url: str, message: Message, *, replaces: bool = False) -> bool:
        # Bolt's own `respond` repeats a reply whose connection broke off; this client repeats nothing.
        client = AsyncWebhookClient(url, session=self.session, retry_handlers=[])
        body = {"response_type": "ephemeral", "replace_original": replaces, **_content(message)}
        try:
            response = await client.send_dict(body)
        except NO_ANSWER as error:
            log.warning("a reply brought no answer", error=type(error).__name__)
            return False
        if response.status_code != _OK:
            log.warning("a reply was refused", status=response.status_code, said=response.body[:100])
        return bool(response.status_code == _OK)

    async def _whisper(self, asker: Asker, message: Message) -> bool:
        thread = {"thread_ts": asker.thread} if asker.thread else {}
        arguments = {"channel": asker.channel, "user": asker.member, **thread, **_content(message)}
        try:
            await self.calls.write(asker.workspace, "chat.postEphemeral", arguments)
        except DeliveryError as error:
            log.info("not shown in the channel", error=str(error))
            return False
        return True

    async def _tell(self, asker: Asker, message: Message) -> None:
        await self.calls.limiter.turn(asker.workspace, asker.member)
        arguments = {"channel": asker.member, "unfurl_links": False, "unfurl_media": False, **_content(message)}
        await self.calls.write(asker.workspace, "chat.postMessage", arguments)


def _content(message: Message) -> Json:
    return {"text": message.text, "blocks": list(message.blocks)}
