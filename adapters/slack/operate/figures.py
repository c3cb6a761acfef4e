"""Tables of data and charts as HTML that resembles Slack's; everything is escaped."""

from html import escape

from adapters.slack.wire import Json


def data_table_html(block: Json) -> str:
    """Give a table of data: its header can be pressed to sort, numbers stand to the right."""
    header, *rows = block["rows"]
    lead = block["row_header_column_index"]
    numeric = {place for row in rows for place, cell in enumerate(row) if cell["type"] == "raw_number"}
    sides = ["right" if place in numeric else "left" for place in range(len(header))]
    names = "".join(f'<th class="{side}">{escape(cell["text"])}</th>' for cell, side in zip(header, sides, strict=True))
    lines = "".join(f"<tr>{_row(row, sides, lead)}</tr>" for row in rows[: block["page_size"]])
    pages = -(-len(rows) // block["page_size"])
    more = f'<div class="pages">1 of {pages}</div>' if pages > 1 else ""
    # Only a screen reader gets the caption.
    return f'<table class="data" aria-label="{escape(block["caption"])}"><tr>{names}</tr>{lines}</table>{more}'


def _row(row: list[Json], sides: list[str], lead: int) -> str:
    return "".join(
        f'<td class="{side}{" lead" if place == lead else ""}">{escape(cell["text"])}</td>'
        for place, (cell, side) in enumerate(zip(row, sides, strict=True))
    )


def chart_html(block: Json) -> str:
    """Give a chart of bars, those of one category beside each other, with what they stand for below."""
    series = block["chart"]["series"]
    highest = max([point["value"] for one in series for point in one["data"]] + [1])
    groups = "".join(
        f'<div class="group"><div class="bars">{_bars(series, place, highest)}</div>'
        f"<span>{escape(category)}</span></div>"
        for place, category in enumerate(block["chart"]["axis_config"]["categories"])
    )
    names = "".join(
        f'<span><i class="bar s{number}"></i>{escape(one["name"])}</span>' for number, one in enumerate(series)
    )
    return f'<b>{escape(block["title"])}</b><div class="plot">{groups}</div><div class="legend">{names}</div>'


def _bars(series: list[Json], place: int, highest: float) -> str:
    return "".join(
        f'<div class="column"><small>{one["data"][place]["value"]}</small>'
        f'<i class="bar s{number}" style="height:{round(90 * one["data"][place]["value"] / highest)}px"></i></div>'
        for number, one in enumerate(series)
    )
