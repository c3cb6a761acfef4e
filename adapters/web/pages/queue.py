"""What waits for a reviewer."""

from adapters.web.page import Page
from adapters.web.show.frame import Place, framed
from adapters.web.show.table import linked, page_of
from adapters.web.visit import Visit
from bot.domain.text import count
from bot.engine import QueuePage


async def queue(visit: Visit) -> Page:
    """Show what waits for a decision, what waits longest first, each with the buttons that it has in chat."""
    found = await visit.engine.desk.pages.queue(visit.actor, page_of(visit.query))
    values = {
        "found": found,
        "before": linked(visit.query, page=str(found.page - 1)) if found.page > 1 else "",
        "behind": linked(visit.query, page=str(found.page + 1)) if found.page < found.pages else "",
    }
    about = f"{count(found.waiting, 'decision')} waiting for you" if found.waiting else ""
    place = Place("queue", "Review queue", "queue.html.jinja", about=about)
    return await framed(visit, place, values, lambda: _rows(found))


def _rows(found: QueuePage) -> list[list[str]]:
    return [["place", "series", "what"], *([str(one.place), one.series, one.card.title] for one in found.decisions)]
