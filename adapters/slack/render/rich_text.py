"""Rich text: runs of styled text, and the sections, lists, quotes and code blocks made of them.

Nothing in a run is interpreted: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Iterable, Sequence

from adapters.slack.render import limits
from adapters.slack.render.texts import escape, pieces
from adapters.slack.wire import Json


def run(text: str, *styles: str, url: str = "") -> Json:
    """Give a run; styles are "bold", "italic", "strike" and "code"."""
    made: Json = {"type": "link", "url": url, "text": text} if url else {"type": "text", "text": text}
    if styles:
        made["style"] = dict.fromkeys(styles, True)
    return made


def section(runs: Sequence[Json]) -> Json:
    """Give a paragraph."""
    return {"type": "rich_text_section", "elements": list(runs)}


def quote(runs: Sequence[Json]) -> Json:
    """Give a quoted paragraph."""
    return {"type": "rich_text_quote", "elements": list(runs)}


def preformatted(text: str, *, in_quote: bool = False) -> Json:
    """Give a block of code."""
    border = {"border": 1} if in_quote else {}
    return {"type": "rich_text_preformatted", "elements": [run(text)], **border}


def list_of_one(runs: Sequence[Json], indent: int, number: int | None, *, in_quote: bool = False) -> Json:
    """Give a list with one item; without a number it has a bullet."""
    made: Json = {
        "type": "rich_text_list",
        "style": "bullet" if number is None else "ordered",
        "indent": min(indent, limits.LIST_INDENT),
        "elements": [section(runs)],
    }
    # How many numbers were used up before: https://docs.slack.dev/reference/block-kit/block-elements/rich-text-list-element
    offset = {"offset": number - 1} if number is not None and number > 1 else {}
    return made | offset | ({"border": 1} if in_quote else {})


def rich_text(*elements: Json) -> Json:
    """Give the block."""
    return {"type": "rich_text", "elements": list(elements)}


def said(element: Json) -> str:
    """Give an element of a rich text block as escaped mrkdwn without styles."""
    if element["type"] != "rich_text_list":
        return said_runs(element["elements"])
    start = element.get("offset", 0) + 1
    margin = "  " * element["indent"]
    is_ordered = element["style"] == "ordered"
    return "\n".join(
        f"{margin}{f'{number}.' if is_ordered else '•'} {said_runs(item['elements'])}"
        for number, item in enumerate(element["elements"], start)
    )


def said_runs(runs: Iterable[Json]) -> str:
    """Give runs as escaped mrkdwn without styles."""
    return "".join(_said_run(one) for one in runs)


def _said_run(one: Json) -> str:
    text = escape(one["text"])
    return f"<{escape(one['url']).replace('|', '%7C')}|{text}>" if one["type"] == "link" else text


def cut(runs: Iterable[Json], limit: int = limits.PIECE) -> list[list[Json]]:
    """Divide runs into groups of at most `limit` characters each; a longer run is cut, a link stays whole."""
    groups: list[list[Json]] = [[]]
    used = 0
    for one in (part for whole in runs for part in _cut_run(whole, limit)):
        size = len(_said_run(one))
        if groups[-1] and used + size > limit:
            groups.append([])
            used = 0
        groups[-1].append(one)
        used += size
    return [group for group in groups if group]


def _cut_run(whole: Json, limit: int) -> list[Json]:
    if whole["type"] == "link":
        return [whole]
    return [{**whole, "text": piece} for piece in pieces(whole["text"], limit)] or [whole]
