"""Calls of Slack's Web API: with the workspace's own token, at Slack's pace, never repeated by themselves."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from adapters.slack.connect.delivery_errors import EXPIRED, FINAL, Answer, code_of, limited
from adapters.slack.connect.limiter import Limiter
from adapters.slack.connect.web_api import WebApi
from adapters.slack.connect.workspaces import Installation, Workspaces
from adapters.slack.wire import Json
from bot.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls methods; raises nothing but `DeliveryError`."""

    workspaces: Workspaces
    limiter: Limiter

    async def write(self, workspace: str, method: str, arguments: Mapping[str, object]) -> Json:
        """Change something. A call that brought no answer may have had its effect."""
        return await self._call(workspace, method, lambda api: api.post(method, arguments))

    async def read(self, workspace: str, method: str, arguments: Mapping[str, object]) -> Json:
        """Ask for something; numbers and truths are written as Slack reads them in an address."""
        params = {name: _written(value) for name, value in arguments.items()}
        return await self._call(workspace, method, lambda api: api.get(method, params))

    async def download(self, workspace: str, url: str, most: int) -> bytes:
        """Fetch a file that somebody shared, as `WebApi.download` does."""
        installation = await self.workspaces.get(workspace)
        return await installation.api.download(url, most)

    async def _call(self, workspace: str, method: str, ask: Callable[[WebApi], Awaitable[Answer]]) -> Json:
        wait = self.limiter.wait(workspace, method)
        if wait:
            raise limited(wait)
        installation = await self.workspaces.get(workspace)
        try:
            return (await self._asked(installation, ask)).body
        except DeliveryError as error:
            if error.retry_after is not None:
                await self.limiter.hold(workspace, method, error.retry_after)
            raise

    async def _asked(self, installation: Installation, ask: Callable[[WebApi], Awaitable[Answer]]) -> Answer:
        try:
            return await ask(installation.api)
        except DeliveryError as error:
            if code_of(error) not in FINAL:
                raise
            # Slack ends a token while calls with it are under way, where another one was asked for twice.
            expired = installation.api.token if code_of(error) == EXPIRED else ""
            renewed = await self.workspaces.renewed(installation.workspace, expired=expired)
            if renewed.api.token == installation.api.token:
                raise
        return await ask(renewed.api)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
