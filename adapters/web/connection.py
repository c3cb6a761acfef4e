"""The pages as a connection: people come by it, and nothing can be sent through it."""

import asyncio
from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from adapters.web.metrics import Metrics
from adapters.web.readiness import Readiness
from adapters.web.site import Site
from bot.engine import Connection, Engine
from bot.errors import AskadayError
from bot.ports.drawing import Drawing


class WebConnection:
    """The pages; the one HTTP server serves them."""

    #: It is no platform.
    messenger = None

    def __init__(
        self,
        address: str,
        drawing: Drawing,
        platforms: Mapping[str, Connection] | None = None,
        metrics_token: str = "",
        *,
        is_shared: bool = False,
    ) -> None:
        """Serve at a public address, such as https://askaday.example.com; without a token there are no metrics.

        `is_shared`: other processes may show the same pages.
        """
        self._is_shared = is_shared
        self._address = address
        self._drawing = drawing
        self._platforms = platforms or {}
        self._metrics_token = metrics_token
        #: What is served, once it has started; the last of it takes every path that is nobody else's.
        self.routes: Sequence[BaseRoute] = ()

    async def open(self, engine: Engine) -> None:
        """Do nothing: nothing can be sent through it."""

    async def start(self, engine: Engine) -> None:
        """Be ready for browsers."""
        shared = engine.store if self._is_shared else None
        metrics = [Metrics(engine, self._metrics_token, shared).route] if self._metrics_token else []
        ready = Readiness(engine, self._platforms).route
        self.routes = (ready, *metrics, *Site(engine, self._drawing, self._address, shared).routes)

    async def is_connected(self) -> bool:
        """Say yes: nothing has to come about."""
        return True

    async def gone(self) -> AskadayError:
        """Wait for ever: nobody can take the pages away."""
        await asyncio.Event().wait()
        return AskadayError()

    async def stop(self) -> None:
        """Do nothing: the server has finished what was under way."""

    async def close(self) -> None:
        """Do nothing: it holds nothing."""
