"""A member's own page."""

from adapters.web.page import Page
from adapters.web.pages.asking import asked
from adapters.web.show.frame import Place, framed
from adapters.web.visit import Visit
from bot.cards.statistics.people import person_pairs


async def own(visit: Visit) -> Page:
    """Show a member what there is of them: their figures, their practice, and what managers see."""
    found = await visit.engine.desk.pages.own(visit.actor, asked(visit.query))
    pairs = person_pairs(found.person, has_score=True) if found.person else ()
    place = Place("me", "You", "own.html.jinja", found.shown, about=visit.actor.name)
    topics = [(one.topic, one.level.value, one.answers) for one in found.topics]
    values = {"found": found, "topic_rows": topics}
    return await framed(visit, place, values, lambda: [["what", "of you"], *map(list, pairs)])
