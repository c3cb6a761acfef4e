"""Tables as Slack's blocks, those of cards as ones that can be sorted; as paragraphs where one would be too large."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from adapters.slack.render import limits
from adapters.slack.render.parts import Part, paragraph_parts
from adapters.slack.render.rich_text import preformatted, rich_text, run, said_runs, section
from adapters.slack.render.texts import grouped
from adapters.slack.wire import Json
from bot.domain.text import DASH

#: A cell is a list of runs.
Cell = list[Json]
Row = Sequence[Cell]
#: What a row may hold before it reads better as a paragraph.
_LONGEST_ROW = 800
_RIGHT = {"align": "right"}
_WRAPPED = {"is_wrapped": True}
#: What sorts as a number: "1,204", "92 %", "+2", "-0.5".
_NUMBER = re.compile(r"(?P<number>[+-]?\d[\d,]*(?:\.\d+)?)\s*%?")


def table_parts(header: Row, rows: Sequence[Row], numeric: frozenset[int]) -> Iterator[Part]:
    """Give a table, with its header on each of its blocks.

    Args:
        header: the names of the columns.
        rows: shorter rows are filled up.
        numeric: the columns that are aligned to the right.
    """
    columns = max(map(len, (header, *rows)))
    if columns > limits.TABLE_COLUMNS or any(len(_said(row)) > _LONGEST_ROW for row in (header, *rows)):
        yield from _paragraphs(header, rows)
        return
    settings = [_RIGHT if index in numeric else _WRAPPED for index in range(columns)]
    room = limits.PIECE - len(_said(header)) - 1
    for group in grouped(rows, lambda row: len(_said(row)) + 1, most=limits.TABLE_ROWS - 1, limit=room):
        shown = [header, *group]
        block = {"type": "table", "rows": [_row(row, columns) for row in shown], "column_settings": settings}
        yield Part(block, "\n".join(map(_said, shown)))


def data_table_parts(caption: str, lead: int, parts: Iterator[Part], numeric: frozenset[int]) -> Iterator[Part]:
    """Give tables of plain cells as tables of data, which readers can sort, the same tables standing behind them.

    Args:
        caption: what a screen reader calls it.
        lead: the column that says what a row is about.
        parts: the tables.
        numeric: the columns whose cells are numbers.
    """
    for part in parts:
        header, *rows = part.block.get("rows", [[]])
        if not rows:
            yield part
            continue
        cells = [[_number(cell) if index in numeric else cell for index, cell in enumerate(row)] for row in rows]
        block = {
            "type": "data_table",
            "caption": caption,
            "rows": [header, *cells],
            "page_size": min(len(cells), limits.TABLE_PAGE),
            "row_header_column_index": lead,
        }
        yield replace(part, block=block, plain=(part,))


def _number(cell: Json) -> Json:
    found = _NUMBER.fullmatch(cell["text"])
    if found is None:
        return cell
    number = float(found["number"].replace(",", ""))
    value = int(number) if number.is_integer() else number
    return {"type": "raw_number", "value": value, "text": cell["text"]}


def _said(row: Row) -> str:
    return ", ".join(said_runs(cell) or DASH for cell in row)


def _row(row: Row, columns: int) -> list[Json]:
    cells = [*row, *([[]] * (columns - len(row)))]
    return [_cell(cell) for cell in cells]


def _cell(cell: Cell) -> Json:
    shown = cell or [run(DASH)]
    if [set(one) for one in shown] == [{"type", "text"}]:
        return {"type": "raw_text", "text": shown[0]["text"]}
    return rich_text(section(shown))


def _paragraphs(header: Row, rows: Sequence[Row]) -> Iterator[Part]:
    """Give each row as lines of "column: cell"."""
    for row in rows:
        runs: list[Json] = []
        for name, cell in zip_longest(header, row, fillvalue=()):
            runs += [*([run("\n")] if runs else []), *name, run(": "), *(cell or [run(DASH)])]
        yield from paragraph_parts(runs)


def as_preformatted(block: Json) -> Json:
    """Give a table block as lines of text: views have no tables."""
    rows = [[_cell_text(cell) for cell in row] for row in block["rows"]]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    is_right = [settings == _RIGHT for settings in block["column_settings"]]
    lines = (
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_right, strict=True)
        )
        for row in rows
    )
    return rich_text(preformatted("\n".join(line.rstrip() for line in lines)))


def _cell_text(cell: Json) -> str:
    if cell["type"] == "raw_text":
        return str(cell["text"])
    return "".join(one["text"] for one in cell["elements"][0]["elements"])
