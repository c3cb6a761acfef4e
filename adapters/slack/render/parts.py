"""The smallest pieces that messages are put together from."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapters.slack.render.rich_text import cut, quote, rich_text, run, said, section
from adapters.slack.render.texts import escape, grouped, pieces, plain_text
from adapters.slack.wire import Json
from bot.domain.text import clean, one_line

#: Kinds of blocks that messages alone have, and not everywhere yet: Slack brings them to workspaces step by step.
MODERN = frozenset({"context_actions", "data_table", "data_visualization"})


@dataclass(frozen=True, slots=True)
class Part:
    """One block, within the limits of its kind."""

    block: Json
    #: The same as escaped mrkdwn: screen readers and notifications know only the top-level text of a message. Empty for
    #: buttons.
    said: str
    #: Whether it says little without what follows, as headings do.
    leads: bool = False
    #: The same in blocks that Slack has had for years, where it may refuse this one; None: it has them all.
    plain: tuple["Part", ...] | None = None


def plainly(part: Part, refused: Container[str]) -> Sequence[Part]:
    """Give a part, or what stands for it where its kind of block is refused."""
    return (part,) if part.plain is None or part.block["type"] not in refused else part.plain


def rich_part(*elements: Json, leads: bool = False) -> Part:
    """Give a block of rich text."""
    return Part(rich_text(*elements), "\n".join(map(said, elements)), leads)


def paragraph_parts(runs: Iterable[Json], *, leads: bool = False) -> Iterator[Part]:
    """Give a paragraph, in several blocks where it is long."""
    return (rich_part(section(group), leads=leads) for group in cut(runs))


def bold_parts(text: str) -> Iterator[Part]:
    """Give a heading of any length."""
    line = one_line(text)
    return paragraph_parts([run(line, "bold")], leads=True) if line else iter(())


def quote_parts(text: str) -> Iterator[Part]:
    """Give what a person wrote, word for word, in several blocks where it is long."""
    words = clean(text).strip("\n")
    if not words.strip():
        yield rich_part(quote([run("(nothing)", "italic")]))
    for piece in pieces(words):
        yield rich_part(quote([run(piece)]))


def small_parts(texts: Iterable[str], *, most: int) -> Iterator[Part]:
    """Give lines of lesser weight beside each other, at most so many in a block."""
    lines = (piece for text in texts for piece in pieces(one_line(text)))
    for group in grouped(lines, lambda line: len(escape(line)) + 1, most=most):
        block = {"type": "context", "elements": [plain_text(line) for line in group]}
        yield Part(block, escape("\n".join(group)))
