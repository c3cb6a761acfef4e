"""Series: all that somebody runs, and one of them."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.web.page import Page
from adapters.web.pages.asking import asked
from adapters.web.show.frame import Place, address, framed
from adapters.web.show.setup_form import Sent, shown_form
from adapters.web.show.table import linked
from adapters.web.visit import Visit
from bot.engine import SeriesPage


async def every_series(visit: Visit) -> Page:
    """Show every series that somebody runs."""
    found = await visit.engine.desk.pages.all_series(visit.actor)
    values = {"found": found, "to": lambda name: address(visit.workspace, f"series/{name}")}
    place = Place("series", "Series", "all_series.html.jinja")
    return await framed(visit, place, values, lambda: [["series"], *([one.name] for one in found)])


async def series(visit: Visit, sent: Sent | None = None, wrong: Mapping[str, str] | None = None) -> Page:
    """Show how a series is set up, when it asks next, and what was changed.

    Args:
        visit: who looks.
        sent: the form of its settings as it was sent and refused; None: it shows what they are.
        wrong: what is wrong with it, by key of the setting.
    """
    found = await visit.engine.desk.pages.series(visit.actor, asked(visit.query, visit.place["name"]))
    name = found.shown.series
    values = {
        "found": found,
        "form": shown_form(found, sent, wrong),
        "before": linked(visit.query, page=str(found.page - 1)) if found.page > 1 else "",
        "behind": linked(visit.query, page=str(found.page + 1)) if found.has_more else "",
    }
    # Which series it is stands in the path.
    place = Place(f"series/{name}", name, "series.html.jinja", replace(found.shown, every=()))
    return await framed(visit, place, values, lambda: _rows(found))


def _rows(found: SeriesPage) -> list[list[str]]:
    return [["setting", "value"], *([line.setting.key, line.value] for line in found.settings)]
