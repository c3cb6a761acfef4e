"""Showing messages with the blocks that a workspace takes: the newest, else older ones, else text alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import BLOCKS_REFUSED, code_of, named_blocks
from adapters.slack.connect.refused_blocks import RefusedBlocks
from adapters.slack.render.messages import Message, messages
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

        Which kinds had to give way is remembered for the workspace. Slack says as a rule which block it does not take;
        where it does not, each kind gives way by itself before all of them do, so that no other is given up with it.

        Args:
            workspace: where it is shown.
            message: what is shown.
            show: shows text and blocks, or raises what Slack says against it.
        """
        left = [frozenset[str]()]
        while left:
            kinds = left.pop(0)
            blocks = message.without(kinds)
            if not blocks:
                continue
            try:
                said = await show({"text": message.text, "blocks": list(blocks)})
            except DeliveryError as error:
                if code_of(error) not in BLOCKS_REFUSED:
                    raise
                log.warning("Slack refused the blocks of a message", workspace=workspace, error=str(error))
                named = message.modern.intersection(blocks[place]["type"] for place in named_blocks(error, blocks))
                left = _next(message.modern, kinds, named, left)
            else:
                if kinds:
                    await self.refused.remember(workspace, kinds)
                return said
        return await show({"text": message.text, "blocks": []})


def _next(
    modern: frozenset[str], kinds: frozenset[str], named: frozenset[str], left: list[frozenset[str]]
) -> list[frozenset[str]]:
    """Say which kinds to leave out next, after those that were left out did not suffice."""
    if named:
        return [kinds | named]
    if kinds or not modern:
        return left
    each = [frozenset({kind}) for kind in sorted(modern)]
    return [*each, modern] if len(each) > 1 else each
