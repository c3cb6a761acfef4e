"""The pages as a connection: people come by it, and nothing can be sent through it."""

import asyncio
from collections.abc import Sequence

from starlette.routing import BaseRoute

from adapters.web.site import Site
from bot.engine import Engine
from bot.errors import AskadayError
from bot.ports.drawing import Drawing


class WebConnection:
    """The pages; the one HTTP server serves them."""

    #: It is no platform.
    messenger = None

    def __init__(self, address: str, drawing: Drawing) -> None:
        """Serve at a public address, such as https://askaday.example.com."""
        self._address = address
        self._drawing = drawing
        #: What is served, once it has started; the last of it takes every path that is nobody else's.
        self.routes: Sequence[BaseRoute] = ()

    async def start(self, engine: Engine) -> None:
        """Be ready for browsers."""
        self.routes = Site(engine, self._drawing, self._address).routes

    async def gone(self) -> AskadayError:
        """Wait for ever: nobody can take the pages away."""
        await asyncio.Event().wait()
        return AskadayError()

    async def stop(self) -> None:
        """Do nothing: the server has finished what was under way."""

    async def close(self) -> None:
        """Do nothing: it holds nothing."""
