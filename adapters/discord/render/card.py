"""Cards as pieces of Markdown: pure, and the only place that knows how each block of a card looks in Discord."""

from collections.abc import Iterator
from datetime import datetime
from functools import singledispatch

from adapters.discord.render.charts import chart_pieces
from adapters.discord.render.markdown import markdown_pieces
from adapters.discord.render.parts import Kind, Piece, begun, bold_line
from adapters.discord.render.tables import table_pieces
from adapters.discord.render.texts import escape, pieces
from bot.domain import card as cards
from bot.domain.grading import NOT_IN_THIS, Finding
from bot.domain.text import clean, one_line

_MARKS: dict[str, str] = {Finding.COVERED: "✅", Finding.UNSURE: "🤔", Finding.NOT_FOUND: "◻️", NOT_IN_THIS: "◻️"}
_COUNTED = "•"


def card_pieces(card: cards.Card) -> Iterator[Piece]:
    """Give a card's title and blocks; its buttons are no text."""
    title = one_line(card.title)
    if title:
        yield from begun(Kind.TITLE, f"## {escape(title)}")
    for block in card.blocks:
        yield from block_pieces(block)


@singledispatch
def block_pieces(block: cards.Block) -> Iterator[Piece]:
    """Give one block of a card."""
    raise TypeError(f"no rendering for {type(block).__name__}")


@block_pieces.register
def _text(block: cards.Text) -> Iterator[Piece]:
    return markdown_pieces(block.markdown)


@block_pieces.register
def _heading(block: cards.Heading) -> Iterator[Piece]:
    return bold_line(_bold(block.text))


def _bold(text: str) -> str:
    """Set a line in bold; of nothing Discord would show the asterisks."""
    line = one_line(text)
    return f"**{escape(line)}**" if line else ""


@block_pieces.register
def _facts(block: cards.Facts) -> Iterator[Piece]:
    told = (f"{escape(one_line(label))}: {_bold(value)}".rstrip() for label, value in block.pairs)
    return begun(Kind.TEXT, " · ".join(told))


@block_pieces.register
def _moment(block: cards.Moment) -> Iterator[Piece]:
    return begun(Kind.MOMENT, f"{escape(one_line(block.label))} {moment(block.at)}".lstrip())


def moment(at: datetime) -> str:
    """Give an instant that Discord shows in each reader's own zone, with how far away it is.

    https://docs.discord.com/developers/reference#message-formatting
    """
    seconds = int(at.timestamp())
    return f"<t:{seconds}:f> (<t:{seconds}:R>)"


@block_pieces.register
def _quote(block: cards.Quote) -> Iterator[Piece]:
    yield from bold_line(_bold(block.author))
    words = clean(block.text).strip("\n")
    lines = "\n".join(f"> {escape(line)}" for line in words.split("\n")) if words.strip() else "> *(nothing)*"
    for piece in pieces(lines):
        # A line that was cut goes on as a quote.
        yield Piece((piece if piece.startswith("> ") else f"> {piece}").rstrip("\n"), Kind.QUOTE)


@block_pieces.register
def _table(block: cards.Table) -> Iterator[Piece]:
    return map(Piece, table_pieces(block.header, block.rows, frozenset(block.numeric)))


@block_pieces.register
def _key_point(block: cards.KeyPointLine) -> Iterator[Piece]:
    mark = _MARKS.get(block.outcome, _COUNTED)
    outcome = f" — {_bold(block.outcome)}" if one_line(block.outcome) else ""
    evidence = f"\n> *{escape(one_line(block.evidence))}*" if block.evidence else ""
    return begun(Kind.KEY_POINT, f"{mark} {escape(one_line(block.text))}{outcome}{evidence}")


@block_pieces.register
def _small(block: cards.Small) -> Iterator[Piece]:
    lines = "\n".join(f"-# {escape(line)}" for line in clean(block.text).split("\n") if line.strip())
    # A line that was cut does not go on in small print.
    return (Piece(piece, Kind.SMALL if piece.startswith("-# ") else Kind.TEXT) for piece in pieces(lines))


@block_pieces.register
def _meter(block: cards.Meter) -> Iterator[Piece]:
    said = f" · {block.said}" if block.of else ""
    # In small print a line fits on a phone, of hundreds of answers, too.
    return begun(Kind.SHARE, f"-# {block.drawn} {_bold(block.label)}{said}".rstrip())


@block_pieces.register
def _chart(block: cards.Chart) -> Iterator[Piece]:
    yield from bold_line(_bold(block.title))
    yield from map(Piece, chart_pieces(block))
