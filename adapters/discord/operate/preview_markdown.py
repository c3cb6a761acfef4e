"""Discord's Markdown as HTML, for the preview: no more of it than Askaday sends; everything is escaped.

https://docs.discord.com/developers/reference#message-formatting and
https://support.discord.com/hc/en-us/articles/210298617
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

#: What is more than text; in text every line break counts. Unlike in CommonMark, a quote ends with its last ">".
_BLOCK = re.compile(
    r"^```[\w+.#-]*\n(?P<code>.*?)\n```(?:\n|\Z)"
    r"|^(?P<level>\#{1,3})\ +(?P<heading>[^\n]+)(?:\n|\Z)"
    r"|^-\#\ +(?P<small>[^\n]+)(?:\n|\Z)"
    r"|(?P<quote>(?:^>\ [^\n]*(?:\n|\Z))+)"
    r"|(?P<list>^(?:[-*]|\d+\.)\ [^\n]*(?:\n+(?:\ +|[-*]\ |\d+\.\ )[^\n]+)*)(?:\n+|\Z)",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_ITEM = re.compile(
    r"^(?P<indent> *)(?P<mark>[-*]|\d+\.) (?P<text>.*?)(?=\n *(?:[-*]|\d+\.) |\Z)", re.MULTILINE | re.DOTALL
)
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
#: Spaces by which a list inside of another is indented.
_INDENT = 2
#: The same in pixels.
_STEP = 24

_PLAIN = re.compile(r"(?:(?!https?://|\|\|)[^\\`*_~<\[\]])+")
_ADDRESS = re.compile(r"<(https?://[^\s<>]+)>|(https?://[^\s<]*[^\s<.,:;\"')\]])")
_TIME = re.compile(r"<t:(-?\d+)(?::([tTdDfFR]))?>")
_MENTION = re.compile(r"<([@#])[!&]?\d+>")
_SPOILER = re.compile(r"\|\|(.+?)\|\|", re.DOTALL)
_UNITS = {"year": 31_536_000, "month": 2_592_000, "day": 86_400, "hour": 3_600, "minute": 60}


def markdown_html(text: str, now: datetime) -> str:
    """Give a text as HTML.

    Args:
        text: what is sent to Discord.
        now: when it is read, for times that say how far away they are.
    """
    shown, end = "", 0
    for found in _BLOCK.finditer(text):
        shown += _inline(text[end : found.start()], now) + _block(found, now)
        end = found.end()
    return shown + _inline(text[end:], now)


def _block(found: re.Match[str], now: datetime) -> str:
    if found["heading"]:
        tag = f"h{len(found['level']) + 2}"
        return f"<{tag}>{_inline(found['heading'], now)}</{tag}>"
    if found["small"]:
        return f"<small>{_inline(found['small'], now)}</small>"
    if found["quote"]:
        return f"<blockquote>{markdown_html(_QUOTED.sub('', found['quote'].rstrip()), now)}</blockquote>"
    if found["list"]:
        return "".join(_item(item, now) for item in _ITEM.finditer(found["list"]))
    return f"<pre><code>{escape(found['code'])}</code></pre>"


def _item(item: re.Match[str], now: datetime) -> str:
    depth = len(item["indent"]) // _INDENT
    mark = "•◦▪"[min(depth, 2)] if item["mark"] in "-*" else item["mark"]
    inside = item["text"].replace(f"\n{' ' * (len(item['indent']) + _INDENT)}", "\n")
    style = f'style="margin-left:{_STEP * depth}px"'
    return f'<div class="item" {style}><span>{mark}</span><div>{markdown_html(inside, now)}</div></div>'


def _inline(text: str, now: datetime) -> str:
    rendered: str = _PARSER.renderInline(text, {"now": now})
    return rendered


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["backticks", "emphasis", "escape", "link", "strikethrough"])
    parser.inline.ruler.at("text", _text)
    for name, rule in (("spoiler", _spoiler), ("address", _address), ("time", _time), ("mention", _mention)):
        parser.inline.ruler.after("text", name, rule)
    return parser


def _text(state: StateInline, silent: bool) -> bool:
    found = _PLAIN.match(state.src, state.pos, state.posMax)
    if found and not silent:
        state.pending += found[0]
    return _moved(state, found)


def _moved(state: StateInline, found: re.Match[str] | None) -> bool:
    if found:
        state.pos = found.end()
    return found is not None


def _address(state: StateInline, silent: bool) -> bool:
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    if found and not silent:
        address = found[1] or found[2]
        _push(state, "a", address, {"href": address})
    return _moved(state, found)


def _time(state: StateInline, silent: bool) -> bool:
    found = _TIME.match(state.src, state.pos, state.posMax)
    if found and not silent:
        at = datetime.fromtimestamp(int(found[1]), UTC)
        is_relative = found[2] == "R"
        _push(state, "time", _distance(at - state.env["now"]) if is_relative else f"{at.day} {at:%B %Y at %H:%M}")
    return _moved(state, found)


def _distance(ahead: timedelta) -> str:
    seconds = abs(ahead.total_seconds())
    unit, size = next(((unit, size) for unit, size in _UNITS.items() if seconds >= size), ("second", 1))
    number = round(seconds / size)
    told = f"{number} {unit}{'s' * (number != 1)}"
    return f"in {told}" if ahead > timedelta() else f"{told} ago"


def _mention(state: StateInline, silent: bool) -> bool:
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if found and not silent:
        _push(state, "span", f"{found[1]}{'member' if found[1] == '@' else 'channel'}", {"class": "mention"})
    return _moved(state, found)


def _spoiler(state: StateInline, silent: bool) -> bool:
    found = _SPOILER.match(state.src, state.pos, state.posMax)
    if found and not silent:
        end = state.posMax
        state.push("spoiler_open", "span", 1).attrs = {"class": "spoiler"}
        state.pos, state.posMax = found.span(1)
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push("spoiler_close", "span", -1)
    return _moved(state, found)


def _push(state: StateInline, tag: str, shown: str, attrs: Mapping[str, str | int | float] | None = None) -> None:
    state.push(f"{tag}_open", tag, 1).attrs = dict(attrs or {})
    state.push("text", "", 0).content = shown
    state.push(f"{tag}_close", tag, -1)


_PARSER = _parser()
