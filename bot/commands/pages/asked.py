"""What a page is asked for, and which series that is: an address is typed by anybody, so each right is checked here."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.members import Actor
from bot.domain.series import Series
from bot.errors import RefusedError, RightsError
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class PageQuery:
    """What stands in a page's address; empty: it is left open."""

    #: A series' name.
    series: str = ""
    #: As `parse_period` takes it.
    period: str = ""
    topic: str = ""
    #: Of what is shown by pages, counted from 1.
    page: int = 1


@dataclass(frozen=True, slots=True)
class ShownOnPage:
    """What of it is shown, and what else can be chosen."""

    series: str
    #: A key of `domain/calendar/periods.py`; empty: the page shows no period.
    period: str
    #: Names of the series that may be chosen, and topics.
    every: tuple[str, ...]
    topic: str = ""
    topics: tuple[str, ...] = ()


def chosen(
    tx: Transaction, actor: Actor, name: str, may: Callable[[Series], bool], who: str
) -> tuple[Series, tuple[str, ...]]:
    """Give the series of a name, without one the first, and the names of all that may be chosen.

    Args:
        tx: the transaction.
        actor: who asks.
        name: as it stands in the address.
        may: says whether they may see a series there.
        who: says in a sentence who may.

    Raises:
        RefusedError: there is no series of that name in their workspace.
        RightsError: there is, and it is not for them; or none is.
    """
    everywhere = tx.series.of_workspace(actor.workspace)
    possible = [one for one in everywhere if may(one)]
    if not name and possible:
        return possible[0], tuple(one.name for one in possible)
    found = next((one for one in everywhere if one.name.casefold() == name.casefold()), None)
    if name and found is None:
        raise RefusedError("This series does not exist here.")
    if found is None or found not in possible:
        raise RightsError(who)
    return found, tuple(one.name for one in possible)
