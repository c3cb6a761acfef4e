"""Showing messages with the blocks that a workspace takes: the newest, else older ones, else text alone."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import structlog

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import BLOCKS_REFUSED, code_of
from adapters.slack.connect.refused_blocks import RefusedBlocks
from adapters.slack.render.messages import Message, messages
from adapters.slack.render.parts import MODERN
from adapters.slack.wire import Json
from bot.domain.card import Card
from bot.errors import DeliveryError

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Showing:
    """Posts and changes messages in one workspace or another."""

    calls: Calls
    refused: RefusedBlocks

    async def messages(self, workspace: str, card: Card) -> tuple[Message, ...]:
        """Give a card as the messages that a workspace takes, as far as that is known."""
        return messages(card, await self.refused.of(workspace))

    async def write(self, workspace: str, method: str, arguments: Json, message: Message) -> Json:
        """Post or change a message by a method of the Web API.

        Raises:
            DeliveryError: Slack does not take it as text either, or for another reason.
        """
        return await self.take(workspace, message, lambda shown: self.calls.write(workspace, method, arguments | shown))

    async def take(self, workspace: str, message: Message, show: Callable[[Json], Awaitable[Json]]) -> Json:
        """Show a message in the first of its forms that is not refused for its blocks.

        What takes the place of a refused form is remembered for the workspace.

        Args:
            workspace: where it is shown.
            message: what is shown.
            show: shows text and blocks, or raises what Slack says against it.
        """
        forms = list(_forms(message))
        for place, form in enumerate(forms):
            try:
                said = await show(form)
            except DeliveryError as error:
                if code_of(error) not in BLOCKS_REFUSED or form is forms[-1]:
                    raise
                log.warning("Slack refused the blocks of a message", workspace=workspace, error=str(error))
            else:
                await self._learn(workspace, message, form, is_first=not place)
                return said
        raise AssertionError("a message has at least one form")

    async def _learn(self, workspace: str, message: Message, form: Json, *, is_first: bool) -> None:
        kinds = MODERN.intersection(block["type"] for block in message.blocks)
        if form["blocks"] and kinds and not is_first:
            await self.refused.remember(workspace, kinds)


def _forms(message: Message) -> Iterator[Json]:
    for blocks in (message.blocks, message.plain):
        if blocks:
            yield {"text": message.text, "blocks": list(blocks)}
    yield {"text": message.text, "blocks": []}
