"""Who takes part, as managers see it."""

from adapters.web.page import Page
from adapters.web.pages.asking import asked
from adapters.web.show.frame import Place, framed
from adapters.web.show.table import Column, table
from adapters.web.spreadsheet import rows_of
from adapters.web.visit import Visit
from bot.cards.statistics.people import LEVELS, PEOPLE_HEADER, absent_lines, person_row
from bot.cards.statistics.records import PEOPLE_COLUMNS, of_people
from bot.domain.statistics.people import KnowledgeLevel, Person
from bot.domain.text import listing

_ORDER = tuple(KnowledgeLevel)
_COLUMNS: tuple[Column[Person], ...] = (
    Column(PEOPLE_HEADER[0], lambda one: one.name),
    Column(PEOPLE_HEADER[1], lambda one: float(one.answered), is_number=True),
    Column(PEOPLE_HEADER[2], lambda one: one.rate if one.rounds else None, is_number=True),
    Column(PEOPLE_HEADER[3], lambda one: float(one.streak), is_number=True),
    Column(PEOPLE_HEADER[4], lambda one: one.last_seen),
    Column(PEOPLE_HEADER[5], lambda one: float(_ORDER.index(one.level))),
    Column(PEOPLE_HEADER[6], lambda one: listing(one.strong) or None),
    Column(PEOPLE_HEADER[7], lambda one: listing(one.weak) or None),
)
_SCORE: Column[Person] = Column("Score", lambda one: one.score, is_number=True)


async def people(visit: Visit) -> Page:
    """Show who takes part and how well they know what."""
    found = await visit.engine.desk.pages.people(visit.actor, asked(visit.query))
    has_score = found.people.has_scores
    columns = (*_COLUMNS, _SCORE) if has_score else _COLUMNS
    values = {
        "people": found.people,
        "table": table(
            "People", columns, found.people.lines, lambda one: person_row(one, has_score=has_score), visit.query
        ),
        "said": (*absent_lines(found.people), LEVELS),
    }
    place = Place("people", "People", "people.html.jinja", found.shown)
    return await framed(visit, place, values, lambda: rows_of(PEOPLE_COLUMNS, of_people(found.people)))
