"""Inline Markdown (emphasis, code, links) as runs of rich text."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from adapters.slack.render.rich_text import run
from adapters.slack.wire import Json

_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
_SCHEMES = ("https://", "http://", "mailto:")
#: Longer addresses, and texts of links, are spelled out: a link cannot be cut.
_LONGEST_LINK = 800


def inline_runs(tokens: Sequence[Token]) -> list[Json]:
    """Give the runs of a paragraph, a heading or a cell."""
    merged: list[Json] = []
    for one in _runs(tokens):
        if merged and _alike(merged[-1], one):
            merged[-1] = {**one, "text": merged[-1]["text"] + one["text"]}
        else:
            merged.append(one)
    return merged


def _alike(first: Json, second: Json) -> bool:
    return {**first, "text": ""} == {**second, "text": ""}


def _runs(tokens: Sequence[Token]) -> Iterator[Json]:
    styles: list[str] = []
    url = ""
    for token in tokens:
        name, _, end = token.type.rpartition("_")
        if name in _STYLES:
            styles = [*styles, _STYLES[name]] if end == "open" else styles[:-1]
        elif token.type == "link_open":
            url = str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            url = ""
        else:
            yield from _leaf(token, styles, url)


def _leaf(token: Token, styles: Sequence[str], url: str) -> Iterator[Json]:
    if token.type == "code_inline":
        yield from _linked(token.content, url, *styles, "code")
    elif token.type == "image":
        yield from _linked(token.content or "image", str(token.attrs.get("src", "")), *styles)
    elif token.type in {"softbreak", "hardbreak"}:
        yield run(" " if token.type == "softbreak" else "\n", *styles)
    elif token.content:
        yield from _linked(token.content, url, *styles)


def _linked(text: str, url: str, *styles: str) -> Iterator[Json]:
    if not url:
        yield run(text, *styles)
    elif url.startswith(_SCHEMES) and max(len(url), len(text)) <= _LONGEST_LINK:
        yield run(text, *styles, url=url)
    else:
        yield run(f"{text} ({url})", *styles)
