"""Blocks and views as HTML that resembles Slack, for people who look at them in a browser; everything is escaped."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape

from adapters.slack.operate.figures import chart_html, data_table_html
from adapters.slack.wire import Json

_DATE = re.compile(r"&lt;!date\^\d+\^[^|]*\|(.*?)&gt;")
_STYLES = {"code": "code", "bold": "b", "italic": "i", "strike": "s"}
#: How Slack numbers and marks lists, by indentation.
_NUMBERS = ("1", "a", "i")
_BULLETS = ("disc", "circle", "square")


def blocks_html(blocks: Iterable[Json]) -> str:
    """Give blocks of a message or a view as HTML."""
    return "\n".join(f'<div class="block {block["type"]}">{_BLOCKS[block["type"]](block)}</div>' for block in blocks)


def modal_html(view: Json) -> str:
    """Give a modal as HTML."""
    submit = f'<span class="button primary">{_text(view["submit"])}</span>' if "submit" in view else ""
    buttons = f'<footer><span class="button">{_text(view["close"])}</span> {submit}</footer>'
    title = f"<header>{_text(view['title'])}<span>✕</span></header>"
    return f'<section class="modal">{title}<div>{blocks_html(view["blocks"])}</div>{buttons}</section>'


def _text(text: Json) -> str:
    shown = escape(text["text"])
    if text["type"] == "mrkdwn":
        shown = _DATE.sub(r"<time>\1</time>", escape(unescape(text["text"])))
    return shown.replace("\n", "<br>")


def _header(block: Json) -> str:
    return f"<h3>{_text(block['text'])}</h3>"


def _section(block: Json) -> str:
    return "".join(f"<div>{_text(one)}</div>" for one in block["fields"])


def _context(block: Json) -> str:
    return "".join(f"<span>{_text(one)}</span>" for one in block["elements"])


def _actions(block: Json) -> str:
    return "".join(_pressable(one) for one in block["elements"])


def _pressable(element: Json) -> str:
    """Give a button, a menu behind three dots, or a list; menus with what is in them, as a title over them."""
    entries = escape(" · ".join(option["text"]["text"] for option in element.get("options", ())))
    if element["type"] == "overflow":
        return f'<span class="button more" title="{entries}">⋯</span>'
    if element["type"] == "static_select":
        return f'<span class="button list" title="{entries}">{_text(element["placeholder"])}<i>⌄</i></span>'
    return f'<span class="button {element.get("style", "")}">{_text(element["text"])}</span>'


def _context_actions(block: Json) -> str:
    thumbs = (element[f"{which}_button"] for element in block["elements"] for which in ("positive", "negative"))
    return "".join(
        f'<span class="thumb" title="{escape(one["accessibility_label"])}">{_text(one["text"])}</span>'
        for one in thumbs
    )


def _table(block: Json) -> str:
    settings = block["column_settings"]
    rows = "".join(
        f"<tr>{''.join(_cell(cell, column) for cell, column in zip(row, settings, strict=True))}</tr>"
        for row in block["rows"]
    )
    return f"<table>{rows}</table>"


def _cell(cell: Json, settings: Json) -> str:
    shown = escape(cell["text"]) if cell["type"] == "raw_text" else _rich_text(cell)
    return f'<td class="{settings.get("align", "left")}">{shown}</td>'


def _rich_text(block: Json) -> str:
    return "".join(map(_element, block["elements"]))


def _element(element: Json) -> str:
    kind = element["type"]
    if kind == "rich_text_list":
        return _list(element)
    tag = {"rich_text_section": "p", "rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}[kind]
    return f"<{tag}{_border(element)}>{''.join(map(_run, element['elements']))}</{tag}>"


def _border(element: Json) -> str:
    return ' class="bordered"' if element.get("border") else ""


def _list(element: Json) -> str:
    depth = element["indent"]
    style = f'style="margin-left:{depth * 28}px;list-style-type:{_BULLETS[depth % 3]}"'
    opening, closing = f"<ul{_border(element)} {style}>", "</ul>"
    if element["style"] == "ordered":
        start, style = element.get("offset", 0) + 1, f'style="margin-left:{depth * 28}px"'
        opening, closing = f'<ol{_border(element)} type="{_NUMBERS[depth % 3]}" start="{start}" {style}>', "</ol>"
    items = (f"<li>{''.join(map(_run, item['elements']))}</li>" for item in element["elements"])
    return f"{opening}{''.join(items)}{closing}"


def _run(one: Json) -> str:
    shown = escape(one["text"])
    for name, tag in _STYLES.items():
        if one.get("style", {}).get(name):
            shown = f"<{tag}>{shown}</{tag}>"
    return f'<a href="{escape(one["url"])}">{shown}</a>' if one["type"] == "link" else shown


def _input(block: Json) -> str:
    optional = " <small>(optional)</small>" if block["optional"] else ""
    hint = f"<small>{_text(block['hint'])}</small>" if "hint" in block else ""
    return f"<label>{_text(block['label'])}{optional}</label>{_field(block['element'])}{hint}"


def _field(element: Json) -> str:
    kind = element["type"]
    if kind in {"checkboxes", "radio_buttons"}:
        return _choices(element)
    box = "area" if element.get("multiline") else "box"
    return f'<div class="{box}">{escape(", ".join(_chosen(element)))}</div>'


def _chosen(element: Json) -> list[str]:
    """Give what is filled in."""
    options = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    values = [element[key] for key in ("initial_value", "initial_time", "initial_conversation") if key in element]
    return [*(option["text"]["text"] for option in options), *values, *element.get("initial_users", [])]


def _choices(element: Json) -> str:
    chosen = set(_chosen(element))
    marks = ("☑", "☐") if element["type"] == "checkboxes" else ("◉", "○")
    return "".join(
        f"<div>{marks[option['text']['text'] not in chosen]} {_text(option['text'])}</div>"
        for option in element["options"]
    )


_BLOCKS: Mapping[str, Callable[[Json], str]] = {
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "data_table": data_table_html,
    "data_visualization": chart_html,
    "divider": lambda _: "<hr>",
    "header": _header,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
