"""What a card says, block by block, for tests to compare."""

from bot.domain.card import Card, Facts, KeyPointLine, Meter, Moment, Small, Table, Text


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


def shares(card: Card) -> list[tuple[str, str]]:
    """Give the key points of a reveal, each with how many met it."""
    return [(block.label, block.said) for block in card.blocks if isinstance(block, Meter)]


def best_of_day(card: Card) -> dict[str, str]:
    """Give the points of those whom a reveal names as the best of the day, by name."""
    placed = [block.text for block in card.blocks if isinstance(block, Small) and block.text[0] in "🥇🥈🥉"]
    named = [line.partition(" ")[2].rpartition(" · ") for line in placed]
    return {name: points for name, _, points in named}
