"""What a card says, block by block, for tests to compare."""

from bot.domain.card import Card, Facts, KeyPointLine, Moment, Small, Table, Text


def days(card: Card) -> list[str]:
    return [f"{block.at:%m-%d}" for block in card.blocks if isinstance(block, Moment)]


def text_of(card: Card) -> str:
    return " ".join(block.markdown for block in card.blocks if isinstance(block, Text))


def small(card: Card) -> list[str]:
    return [block.text for block in card.blocks if isinstance(block, Small)]


def rows(card: Card) -> tuple[tuple[str, ...], ...]:
    return next((block.rows for block in card.blocks if isinstance(block, Table)), ())


def facts(card: Card) -> dict[str, str]:
    return {label: value for block in card.blocks if isinstance(block, Facts) for label, value in block.pairs}


def outcomes(card: Card) -> list[str]:
    return [block.outcome for block in card.blocks if isinstance(block, KeyPointLine)]
