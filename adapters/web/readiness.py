"""`/readyz`: whether people can be served now, which is more than being alive."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.engine import Connection, Engine
from bot.errors import StoreError

READY_PATH = "/readyz"
#: Seconds after which a store that has not answered does not.
_PATIENCE = 5


class Readiness:
    """Asks the store and the platforms."""

    def __init__(self, engine: Engine, platforms: Mapping[str, Connection]) -> None:
        self._engine = engine
        self._platforms = platforms

    @property
    def route(self) -> Route:
        """Give where it is said."""
        return Route(READY_PATH, self._answer, methods=["GET"])

    async def _answer(self, _request: Request) -> Response:
        missing = [] if await self._store_answers() else ["the store does not answer"]
        for name, platform in self._platforms.items():
            if not await platform.is_connected():
                missing.append(f"{name} is not connected")
        if missing:
            return PlainTextResponse("\n".join(missing), HTTPStatus.SERVICE_UNAVAILABLE)
        return PlainTextResponse("ok")

    async def _store_answers(self) -> bool:
        try:
            await asyncio.wait_for(self._engine.store.call(lambda _tx: None), _PATIENCE)
        except (StoreError, TimeoutError):
            return False
        return True
