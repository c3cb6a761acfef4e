"""Cards as parts of messages: pure, and the only place that knows how each block of a card looks in Slack."""

from collections.abc import Iterator
from datetime import datetime
from functools import singledispatch
from zoneinfo import ZoneInfo

from adapters.slack.render import limits
from adapters.slack.render.buttons import action_parts, feedback_parts
from adapters.slack.render.charts import chart_parts
from adapters.slack.render.markdown import markdown_parts
from adapters.slack.render.parts import Part, bold_parts, paragraph_parts, quote_parts, small_parts
from adapters.slack.render.rich_text import run
from adapters.slack.render.tables import Cell, data_table_parts, table_parts
from adapters.slack.render.texts import escape, grouped, mrkdwn, plain_text
from adapters.slack.wire import Json
from bot.domain import card as cards
from bot.domain.grading import NOT_IN_THIS, Finding
from bot.domain.text import one_line

_MARKS: dict[str, str] = {Finding.COVERED: "✅", Finding.UNSURE: "🤔", Finding.NOT_FOUND: "◻️", NOT_IN_THIS: "◻️"}
_COUNTED = "•"
#: More facts than these read better in two columns than in one line.
_FACTS_IN_A_LINE = 2


def card_parts(card: cards.Card) -> Iterator[Part]:
    """Give a card's title, blocks, buttons and thumbs."""
    if card.calls:
        yield _call(card.calls)
    yield from title_parts(card.title)
    for block in card.blocks:
        yield from _sortable(card, block) if isinstance(block, cards.Table) else block_parts(block)
    yield from action_parts(card.actions, card.menu)
    yield from feedback_parts(card.thumbs)


def _sortable(card: cards.Card, table: cards.Table) -> Iterator[Part]:
    """Give a table as one of data; a screen reader calls it like the card."""
    caption = one_line(card.title) or ", ".join(map(one_line, table.header))
    return data_table_parts(caption, table.lead, block_parts(table), frozenset(table.numeric))


def _call(group: str) -> Part:
    """Mention a user group: https://docs.slack.dev/messaging/formatting-message-text#mentioning-groups ."""
    mention = f"<!subteam^{escape(group)}>"
    return Part({"type": "section", "text": mrkdwn(mention)}, mention)


def title_parts(title: str) -> Iterator[Part]:
    """Give a title as a header; one that is too long for that as a bold paragraph."""
    line = one_line(title)
    if len(line) > limits.HEADER:
        yield from bold_parts(line)
    elif line:
        yield Part({"type": "header", "text": plain_text(line)}, escape(line), leads=True)


@singledispatch
def block_parts(block: cards.Block) -> Iterator[Part]:
    """Give one block of a card."""
    raise TypeError(f"no rendering for {type(block).__name__}")


@block_parts.register
def _text(block: cards.Text) -> Iterator[Part]:
    return markdown_parts(block.markdown)


@block_parts.register
def _heading(block: cards.Heading) -> Iterator[Part]:
    return bold_parts(block.text)


@block_parts.register
def _facts(block: cards.Facts) -> Iterator[Part]:
    lines = [one_line(f"{label}: {value}") for label, value in block.pairs]
    if len(lines) <= _FACTS_IN_A_LINE or any(len(escape(line)) > limits.PIECE for line in lines):
        yield from small_parts(lines, most=limits.CONTEXT_ELEMENTS)
        return
    for group in grouped(lines, lambda line: len(escape(line)) + 1, most=limits.SECTION_FIELDS):
        block_of_fields = {"type": "section", "fields": [plain_text(line) for line in group]}
        yield Part(block_of_fields, escape("\n".join(group)))


@block_parts.register
def _moment(block: cards.Moment) -> Iterator[Part]:
    label, when = one_line(block.label), moment(block.at, block.zone)
    if len(escape(label)) + len(when) >= limits.PIECE:
        yield from small_parts([label], most=1)
        label = ""
    elements: list[Json] = [*([plain_text(label)] if label else []), mrkdwn(when)]
    yield Part({"type": "context", "elements": elements}, f"{escape(label)} {when}".lstrip())


def moment(at: datetime, zone: str) -> str:
    """Give an instant as mrkdwn that Slack shows in each reader's own zone, or in `zone` where it cannot.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    local = at.astimezone(ZoneInfo(zone))
    fallback = f"{local:%A} {local.day} {local:%B, %H:%M} ({zone})"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{escape(fallback)}>"


@block_parts.register
def _quote(block: cards.Quote) -> Iterator[Part]:
    yield from bold_parts(block.author)
    yield from quote_parts(block.text)


@block_parts.register
def _table(block: cards.Table) -> Iterator[Part]:
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    return table_parts([_cell(name) for name in block.header], rows, frozenset(block.numeric))


def _cell(text: str) -> Cell:
    line = one_line(text)
    return [run(line)] if line else []


@block_parts.register
def _key_point(block: cards.KeyPointLine) -> Iterator[Part]:
    mark = _MARKS.get(block.outcome, _COUNTED)
    runs = [run(f"{mark} {one_line(block.text)}")]
    if outcome := one_line(block.outcome):
        runs += [run(" — "), run(outcome, "bold")]
    if block.evidence:
        runs += [run("\n"), run(f"“{one_line(block.evidence)}”", "italic")]
    return paragraph_parts(runs)


@block_parts.register
def _small(block: cards.Small) -> Iterator[Part]:
    return small_parts([block.text], most=limits.CONTEXT_ELEMENTS)


@block_parts.register
def _meter(block: cards.Meter) -> Iterator[Part]:
    label = one_line(block.label)
    # Slack refuses a run without a character, and the whole message with it.
    named = [run(label, "bold")] if label else []
    said = [run(f" · {block.said}")] if block.of else []
    return paragraph_parts([run(f"{block.drawn} "), *named, *said])


@block_parts.register
def _chart(block: cards.Chart) -> Iterator[Part]:
    return chart_parts(block)
