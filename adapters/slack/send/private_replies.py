"""Showing something to one person alone: where they asked, else in a direct message."""

from dataclasses import dataclass

import aiohttp
import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.connect.delivery_errors import BLOCKS_REFUSED, NO_ANSWER, SlackRefusedError, no_answer
from adapters.slack.render.messages import Message
from adapters.slack.send.showing import Showing
from adapters.slack.wire import Json
from bot.domain.card import Card
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
    #: What the request calls them, which need not be how they are known.
    name: str = ""


@dataclass(frozen=True, slots=True)
class PrivateReplies:
    """Shows messages to one person."""

    showing: Showing
    session: aiohttp.ClientSession

    async def show(self, asker: Asker, card: Card, *, instead: bool = False) -> None:
        """Show a card, each of its messages once where that can be known.

        Slack drops what is shown this way when the page is loaded anew: it is never the only record of anything.

        Args:
            asker: who sees it, and where.
            card: what they see.
            instead: the first message takes the place of the message that was pressed, where only they see that.

        Raises:
            DeliveryError: they could not be shown, not even in a direct message.
        """
        left = list(await self.showing.messages(asker.workspace, card))
        if instead and asker.own_message and await self._respond(asker, asker.own_message, left[0], replaces=True):
            del left[0]
        if asker.response_url:
            # Too many for where it was asked: then all of them together elsewhere.
            while 0 < len(left) <= _RESPONSES and await self._respond(asker, asker.response_url, left[0]):
                del left[0]
        elif asker.channel:
            while left and await self._whisper(asker, left[0]):
                del left[0]
        for message in left:
            await self._tell(asker, message)

    async def _respond(self, asker: Asker, url: str, message: Message, *, replaces: bool = False) -> bool:
        said = {"response_type": "ephemeral", "replace_original": replaces}
        try:
            await self.showing.take(asker.workspace, message, lambda form: self._send(url, said | form))
        except DeliveryError as error:
            log.warning("a reply was not taken", error=str(error))
            return False
        return True

    async def _send(self, url: str, body: Json) -> Json:
        """Send a message to a response URL.

        Raises:
            DeliveryError: it was refused, or no answer came.
        """
        # Bolt's own `respond` repeats a reply whose connection broke off; this client repeats nothing.
        client = AsyncWebhookClient(url, session=self.session, retry_handlers=[])
        try:
            response = await client.send_dict(body)
        except NO_ANSWER as error:
            raise no_answer(error) from error
        if response.status_code == _OK:
            return {}
        # Why is said in one word or in JSON.
        code = next((one for one in BLOCKS_REFUSED if one in response.body), "")
        said = f"Slack refused it ({response.status_code} {response.body[:100]})."
        raise SlackRefusedError(said, code=code, permanent=True, details=response.body)

    async def _whisper(self, asker: Asker, message: Message) -> bool:
        thread = {"thread_ts": asker.thread} if asker.thread else {}
        arguments = {"channel": asker.channel, "user": asker.member, **thread}
        try:
            await self.showing.write(asker.workspace, "chat.postEphemeral", arguments, message)
        except DeliveryError as error:
            log.info("not shown in the channel", error=str(error))
            return False
        return True

    async def _tell(self, asker: Asker, message: Message) -> None:
        await self.showing.calls.limiter.turn(asker.workspace, asker.member)
        arguments = {"channel": asker.member, "unfurl_links": False, "unfurl_media": False}
        await self.showing.write(asker.workspace, "chat.postMessage", arguments, message)
