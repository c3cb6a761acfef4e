"""Where somebody is led who has signed in."""

from adapters.web.page import Page
from adapters.web.pages.overview import overview
from adapters.web.pages.own import own
from adapters.web.visit import Visit


async def home(visit: Visit) -> Page:
    """Show managers their series, and everybody else themselves."""
    rights = await visit.engine.desk.pages.rights(visit.actor)
    return await (overview(visit) if rights.manages else own(visit))
