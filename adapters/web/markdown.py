"""Trusted Markdown and instants as HTML: HTML in it is shown as written, and nothing is fetched from elsewhere."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markupsafe import Markup

# The library follows no `javascript:` and no `data:`; a picture would come from another server.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"]).disable("image")
#: Headings within a text stand below those of the page.
_BELOW = {"h1": "h4", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h6", "h6": "h6"}


def html_of(markdown: str) -> Markup:
    """Give Markdown as HTML."""
    tokens = _PARSER.parse(markdown)
    for token in tokens:
        token.tag = _BELOW.get(token.tag, token.tag)
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}))  # noqa: S704 - it escapes all that is not its own


def moment_in(at: datetime, zone: str) -> str:
    """Say an instant in a zone: "Tuesday 3 June, 09:00 (Europe/Berlin)"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B, %H:%M} ({zone})"
