"""What a team knows and how it takes part."""

from adapters.web.page import Page
from adapters.web.visit import Visit


async def overview(visit: Visit) -> Page:
    """Show the series of the workspace."""
    series = await visit.engine.call(lambda tx: [one.name for one in tx.series.of_workspace(visit.workspace)])
    return Page("Overview", "overview.html.jinja", {"series": series}, [["series"], *([name] for name in series)])
