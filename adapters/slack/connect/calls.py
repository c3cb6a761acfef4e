"""One call of Slack's Web API: with the workspace's own token, at Slack's pace, never repeated by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.connect.delivery_errors import body_of, calling, limited
from adapters.slack.connect.limiter import Limiter
from adapters.slack.connect.workspaces import Workspaces
from adapters.slack.wire import Json
from bot.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls methods; raises nothing but `DeliveryError`."""

    workspaces: Workspaces
    limiter: Limiter

    async def write(self, workspace: str, method: str, arguments: Mapping[str, object]) -> Json:
        """Change something. A call that brought no answer may have had its effect."""
        return await self._call(workspace, method, json=dict(arguments))

    async def read(self, workspace: str, method: str, arguments: Mapping[str, object]) -> Json:
        """Ask for something; numbers and truths are written as Slack reads them in an address."""
        params = {name: _written(value) for name, value in arguments.items()}
        return await self._call(workspace, method, http_verb="GET", params=params)

    async def _call(self, workspace: str, method: str, **how: object) -> Json:
        wait = self.limiter.wait(workspace, method)
        if wait:
            raise limited(wait)
        installation = await self.workspaces.get(workspace)
        try:
            return await answer(installation.client, method, **how)
        except DeliveryError as error:
            if error.retry_after is not None:
                self.limiter.hold(workspace, method, error.retry_after)
            raise


async def answer(client: AsyncWebClient, method: str, **how: object) -> Json:
    """Give what Slack answers.

    Raises:
        DeliveryError: it refuses, or does not answer.
    """
    with calling():
        said = await client.api_call(method, **how)  # type: ignore[arg-type]  # passed on as they came
    return body_of(said)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
