"""The rules of tables of data and of charts, which Slack's published types say little or nothing of.

Sources: docs.slack.dev/reference/block-kit/blocks/data-table-block and …/data-visualization-block.
"""

from collections.abc import Iterator
from typing import Any

from tests.servers.fake_slack.content import block_limits as limits
from tests.servers.fake_slack.records import Json

CHARTS = frozenset({"bar", "line", "area"})


def table_problems(block: Json, pointer: str) -> Iterator[str]:
    """Say what is wrong with a table of data."""
    rows = block.get("rows") or []
    if not block.get("caption"):
        yield f"missing required field: caption [json-pointer:{pointer}]"
    if len({len(row) for row in rows}) > 1:
        yield f"all rows must have the same number of cells [json-pointer:{pointer}/rows]"
    if any(cell.get("type") == "rich_text" for cell in rows[0]):
        yield f"rich_text is not allowed in header cells [json-pointer:{pointer}/rows/0]"
    cells = [cell for row in rows for cell in row]
    if any(cell.get("text") == "" for cell in cells):
        yield f"must be more than 0 characters [json-pointer:{pointer}/rows]"
    if any(cell["type"] == "raw_number" and not _is_number(cell.get("value")) for cell in cells):
        yield f"must be a number [json-pointer:{pointer}/rows]"
    if sum(len(cell.get("text") or "") for cell in cells) > limits.CELLS_CHARACTERS:
        yield f"no more than {limits.CELLS_CHARACTERS} characters allowed [json-pointer:{pointer}/rows]"
    if not 1 <= block.get("page_size", 5) <= limits.PAGE_ROWS:
        yield f"must be 1 to {limits.PAGE_ROWS} [json-pointer:{pointer}/page_size]"
    if not 0 <= block.get("row_header_column_index", 0) < len(rows[0]):
        yield f"no such column [json-pointer:{pointer}/row_header_column_index]"


def chart_problems(block: Json, pointer: str) -> Iterator[str]:
    """Say what is wrong with a chart."""
    if set(block) - {"type", "block_id", "title", "chart"}:
        yield f"unknown fields [json-pointer:{pointer}]"
    if not isinstance(block.get("title"), str) or not block["title"].strip():
        yield f"missing required field: title [json-pointer:{pointer}]"
    chart = block.get("chart")
    kind = chart.get("type") if isinstance(chart, dict) else None
    if not isinstance(chart, dict) or kind not in CHARTS | {"pie"}:
        yield f"unsupported type: {kind} [json-pointer:{pointer}/chart/type]"
    elif kind == "pie":
        yield from _points(chart.get("segments") or [], None, f"{pointer}/chart/segments")
    else:
        yield from _axes(chart, f"{pointer}/chart")


def _axes(chart: Json, pointer: str) -> Iterator[str]:
    categories = (chart.get("axis_config") or {}).get("categories") or []
    if not 1 <= len(categories) <= limits.CATEGORIES or len(set(categories)) < len(categories):
        yield f"must be 1 to {limits.CATEGORIES} different categories [json-pointer:{pointer}/axis_config]"
    if any(not 1 <= len(one) <= limits.CATEGORY for one in categories):
        yield f"must be 1 to {limits.CATEGORY} characters [json-pointer:{pointer}/axis_config/categories]"
    names = [one.get("name") for one in chart.get("series") or []]
    if not names or not all(names) or len(set(names)) < len(names):
        yield f"series need unique names [json-pointer:{pointer}/series]"
    for index, one in enumerate(chart.get("series") or []):
        yield from _points(one.get("data") or [], categories, f"{pointer}/series/{index}/data")


def _points(points: list[Json], categories: list[str] | None, pointer: str) -> Iterator[str]:
    if categories is not None and [point.get("label") for point in points] != categories:
        yield f"labels must match the categories [json-pointer:{pointer}]"
    if any(not point.get("label") or not _is_number(point.get("value")) for point in points):
        yield f"each needs a label and a number [json-pointer:{pointer}]"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
