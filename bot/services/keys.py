"""Delivery keys: what a platform keeps with a message, so that it is never posted twice."""

from bot.domain.deliveries import DeliveryKind
from bot.domain.series import Series

_LETTERS = {
    DeliveryKind.CARD: "c",
    DeliveryKind.REMINDER: "m",
    DeliveryKind.REVEAL: "r",
    DeliveryKind.BOARD: "b",
    DeliveryKind.UPDATE: "u",
}

# Discord keeps at most 25 characters of a nonce: https://docs.discord.com/developers/resources/message
MAX_KEY = 25


def round_key(series: Series, round_id: int, kind: DeliveryKind) -> str:
    """Name the one message of a kind that a round owes. The seed tells apart databases that number alike."""
    return f"{series.seed & 0xFFFFFFFF:08x}{_LETTERS[kind]}{round_id}"[:MAX_KEY]


def numbered_key(series: Series, letter: str, number: int | str) -> str:
    """Name a message of which a series may owe several, for example one note a day."""
    return f"{series.seed & 0xFFFFFFFF:08x}{letter}{number}"[:MAX_KEY]
