"""The pages there are, each below the address of its workspace, and as CSV under its path with `.csv` behind it."""

from collections.abc import Awaitable, Callable, Mapping

from adapters.web.page import Page
from adapters.web.pages.home import home
from adapters.web.pages.overview import overview
from adapters.web.pages.own import own
from adapters.web.pages.people import people
from adapters.web.pages.questions import question, questions
from adapters.web.pages.queue import queue
from adapters.web.pages.series import every_series, series
from adapters.web.visit import Visit

View = Callable[[Visit], Awaitable[Page]]
#: By path below `/w/{workspace}/`; a name in braces is a part of the path that a view finds in `Visit.place`.
PAGES: Mapping[str, View] = {
    "home": home,
    "overview": overview,
    "questions": questions,
    "questions/{pack}/{id}": question,
    "people": people,
    "queue": queue,
    "series": every_series,
    # People name their series: a name may have slashes.
    "series/{name:path}": series,
    "me": own,
}
#: Where somebody is led who has signed in.
FIRST = "home"
