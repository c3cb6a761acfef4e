"""What stands around every page: where it leads, what can be chosen, and where its CSV is."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from adapters.web.page import Page, Rows
from adapters.web.show.table import linked
from adapters.web.visit import Visit
from bot.domain.calendar.periods import ALL_TIME, NAMED_PERIODS, period_title
from bot.engine import ShownOnPage

#: What ids of workspaces have beside letters and digits.
_SAFE = ":@"


@dataclass(frozen=True, slots=True)
class Way:
    """A page that can be gone to."""

    label: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: what it is called in the address, and what can be chosen."""

    name: str
    label: str
    #: Values with what they are called; the chosen one is among them.
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Place:
    """Which page it is, for its frame."""

    #: Below the workspace, as "people".
    path: str
    title: str
    template: str
    shown: ShownOnPage | None = None
    #: What is said under the title.
    about: str = ""


def address(workspace: str, path: str) -> str:
    """Give the address of a page of a workspace."""
    return f"/w/{quote(workspace, safe=_SAFE)}/{quote(path, safe='/-._~')}"


async def framed(visit: Visit, place: Place, values: Mapping[str, object], rows: Rows | None = None) -> Page:
    """Put a page into its frame."""
    rights = await visit.engine.desk.pages.rights(visit.actor)
    here = address(visit.workspace, place.path)
    of_managers = (("Overview", "overview"), ("Questions", "questions"), ("People", "people"))
    ways = [
        *(of_managers if rights.manages else ()),
        *((("Review queue", "queue"),) if rights.reviews else ()),
        *((("Series", "series"),) if rights.manages else ()),
        ("You", "me"),
    ]
    first = place.path.partition("/")[0]
    frame = {
        "navigation": [Way(label, address(visit.workspace, path), path == first) for label, path in ways],
        "here": here,
        "back": here + linked(visit.query),
        "choices": _choices(place.shown) if place.shown else (),
        "sort": visit.query.get("sort", ""),
        "csv": f"{here}.csv{linked(visit.query)}" if rows is not None else "",
        "about": place.about,
    }
    return Page(place.title, place.template, {**frame, **values}, rows)


def _choices(shown: ShownOnPage) -> tuple[Choice, ...]:
    found = []
    if len(shown.every) > 1:
        found.append(Choice("series", "Series", tuple((name, name) for name in shown.every), shown.series))
    if shown.period:
        named = tuple((one, f"{one[0].upper()}{one[1:]}") for one in NAMED_PERIODS if one != ALL_TIME)
        every = ((ALL_TIME, period_title(ALL_TIME)),) if shown.period != ALL_TIME else ()
        options = ((shown.period, period_title(shown.period)), *named, *every)
        found.append(Choice("period", "Period", options, shown.period))
    if shown.topics:
        topics = sorted({*shown.topics, *filter(None, (shown.topic,))})
        options = (("", "All topics"), *((one, one) for one in topics))
        found.append(Choice("topic", "Topic", options, shown.topic))
    return tuple(found)
