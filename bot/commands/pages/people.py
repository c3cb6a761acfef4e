"""Who takes part and how well they know what, as managers see it."""

from dataclasses import dataclass, replace

from bot.commands.pages.asked import PageQuery, ShownOnPage
from bot.commands.pages.overview import managed
from bot.domain.members import Actor
from bot.domain.statistics.people import People
from bot.ports.store import Transaction
from bot.services.services import Services

_PERIOD = "month"


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of a series; with a topic, those whose level in it is known."""

    shown: ShownOnPage
    people: People


def people(tx: Transaction, services: Services, actor: Actor, asked: PageQuery) -> PeoplePage:
    """Give everybody who ever took part in a series.

    Raises:
        InputError: the period is not understood.
        RefusedError: there is no such series here.
        RightsError: the actor may not manage it.
    """
    series, scope, every = managed(tx, actor, asked)
    found = services.statistics.people(tx, scope, asked.period or _PERIOD)
    topics = tuple(sorted({one.topic for line in found.lines for one in line.topics}))
    if asked.topic:
        said = tuple(line for line in found.lines if asked.topic in {one.topic for one in line.topics})
        found = replace(found, lines=said)
    return PeoplePage(ShownOnPage(series.name, found.period, every, asked.topic, topics), found)
