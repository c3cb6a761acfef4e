"""Addresses of links that are longer than a line of their card."""

from collections.abc import Iterator

from adapters.console.render.markdown import addresses
from bot.domain.card import Card, Text

#: What frame, indentation and brackets take of a line.
_TAKEN = 9


def long_addresses(card: Card, width: int) -> list[str]:
    """Give the addresses in a card of that width that are broken there, each once, in order."""
    return list(dict.fromkeys(one for one in _addresses(card) if len(one) > width - _TAKEN))


def _addresses(card: Card) -> Iterator[str]:
    for block in card.blocks:
        if isinstance(block, Text):
            yield from addresses(block.markdown)
