"""The pages there are, each below the address of its workspace, and as CSV under its path with `.csv` behind it."""

from collections.abc import Awaitable, Callable, Mapping

from adapters.web.page import Page
from adapters.web.pages.overview import overview
from adapters.web.visit import Visit

View = Callable[[Visit], Awaitable[Page]]
#: By path below `/w/{workspace}/`; a name in braces is a part of the path that a view finds in `Visit.place`.
PAGES: Mapping[str, View] = {
    "overview": overview,
}
#: Where somebody is led who has signed in.
FIRST = "overview"
