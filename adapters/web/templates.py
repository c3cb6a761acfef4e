"""Templates to HTML: whatever people typed is escaped, and a name that is not there fails."""

import re
from functools import cache
from pathlib import Path
from typing import NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.web.markdown import html_of, moment_in
from adapters.web.page import Page
from adapters.web.pressing import NOT_HERE
from adapters.web.visit import Visit
from bot.domain.card import Block
from bot.domain.text import count, percent

_FOLDER = Path(__file__).parent / "templates"


#: What turns the direction of all that is behind it: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _readable(value: object) -> object:
    """Let nothing that somebody typed turn around what stands beside it."""
    if not isinstance(value, str):
        return value
    cleaned = _TURNING.sub("", value)
    return Markup(cleaned) if isinstance(value, Markup) else cleaned  # noqa: S704 - it was markup before


def _percent(share: float | None) -> str:
    """Say a share; a number and its sign stay together."""
    return percent(share).replace(" ", "\N{NO-BREAK SPACE}")


def _not_drawn(block: Block) -> NoReturn:
    """Fail: a kind of block that the template of cards does not name would show nothing, or not what it says."""
    raise TypeError(f"no drawing for {type(block).__name__}")


@cache
def environment() -> Environment:
    """Give what keeps the templates: each is compiled once in a process, which costs more than showing a page."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_readable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"markdown": html_of, "moment": moment_in, "percent": _percent}
    made.globals |= {"count": count, "not_drawn": _not_drawn, "not_here": NOT_HERE}
    return made


def as_html(page: Page, visit: Visit | None = None) -> str:
    """Give a page as HTML; what a template of a visitor's page needs beside its values is `visit`."""
    values = {**page.values, "title": page.title, "visit": visit}
    return environment().get_template(page.template).render(values)
