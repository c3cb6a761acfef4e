"""Trusted Markdown and instants as HTML: HTML in it is shown as written, and nothing is fetched from elsewhere."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markupsafe import Markup

# The library follows no `javascript:` and no `data:`; a picture would come from another server.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"]).disable("image")


def html_of(markdown: str) -> Markup:
    """Give Markdown as HTML."""
    return Markup(_PARSER.render(markdown))  # noqa: S704 - the parser escapes all that is not its own


def moment_in(at: datetime, zone: str) -> str:
    """Say an instant in a zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
