"""What a page's address asks for."""

from collections.abc import Mapping

from adapters.web.show.table import page_of
from bot.engine import PageQuery


def asked(query: Mapping[str, str], series: str = "") -> PageQuery:
    """Read the filters of an address; a series that its path names is the one that is meant."""
    return PageQuery(series or query.get("series", ""), query.get("period", ""), query.get("topic", ""), page_of(query))
