"""The workspaces that Askaday serves, and how to speak to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from adapters.slack.connect.web_api import WebApi
from adapters.slack.wire import Json
from bot.errors import DeliveryError, Scope

PLATFORM = "slack"


def workspace_id(team: str) -> str:
    """Name a Slack team as the engine does."""
    return f"{PLATFORM}:{team}"


def team_of(workspace: str) -> str:
    """Give the Slack team of a workspace."""
    return workspace.removeprefix(f"{PLATFORM}:")


def workspace_of(body: Json) -> str:
    """Give the workspace in which somebody pressed something or sent a form.

    An app that an organization has installed may be told no team there, but always the person's own:
    https://docs.slack.dev/enterprise/developing-for-enterprise-orgs
    """
    team = body.get("team") or {}
    return workspace_id(str(team.get("id") or body["user"]["team_id"]))


@dataclass(frozen=True, slots=True)
class Installation:
    """Askaday in one workspace."""

    #: As the engine names it: "slack:T024BE7LD".
    workspace: str
    team: str
    enterprise: str | None
    bot_user: str
    bot_id: str
    #: Calls with the workspace's own token.
    api: WebApi
    #: Why Slack will give no token after this one; None: it will, or this one does not end.
    refused: DeliveryError | None = None


class Workspaces(Protocol):
    """Gives a way in with a token that is good now for each workspace in which Askaday is installed."""

    async def get(self, workspace: str) -> Installation:
        """Give the installation in a workspace.

        Raises:
            DeliveryError: there is none (permanent), or that cannot be found out now.
        """
        ...

    async def renewed(self, workspace: str, *, expired: str = "") -> Installation:
        """Give the installation in a workspace, once a renewal of its token that is under way has ended.

        `expired` is a token that has ended by Slack's word, whatever the clock says.

        Raises:
            DeliveryError: there is none (permanent), or that cannot be found out now.
        """
        ...

    async def named(self, workspace: str) -> Installation:
        """Say who Askaday is in a workspace: the token may have ended, which only who calls Slack has to mind.

        Raises:
            DeliveryError: it is not installed there (permanent), or that cannot be found out now.
        """
        ...

    async def all(self) -> Mapping[str, Installation]:
        """Give all installations by workspace.

        Raises:
            DeliveryError: Slack does not take a token, or does not answer.
        """
        ...

    async def forget(self, workspace: str) -> None:
        """Let go of a workspace that removed Askaday."""
        ...


class TokenWorkspaces:
    """Workspaces by their bot tokens: which one a token is for is asked of Slack, once."""

    def __init__(self, apis: Sequence[WebApi]) -> None:
        self._unknown = list(apis)
        self._known: dict[str, Installation] = {}

    async def get(self, workspace: str) -> Installation:
        """Give the installation in a workspace."""
        if workspace not in self._known:
            await self.all()
        if workspace not in self._known:
            said = f"Askaday is not installed in {workspace}."
            raise DeliveryError(said, permanent=True, scope=Scope.WORKSPACE)
        return self._known[workspace]

    async def renewed(self, workspace: str, *, expired: str = "") -> Installation:  # noqa: ARG002 - see `Workspaces`
        """Give the installation in a workspace: these tokens are never renewed."""
        return await self.get(workspace)

    async def named(self, workspace: str) -> Installation:
        """Say who Askaday is in a workspace."""
        return await self.get(workspace)

    async def all(self) -> Mapping[str, Installation]:
        """Give all installations.

        Raises:
            DeliveryError: Slack does not take a token, or does not answer.
        """
        while self._unknown:
            installation = await _identify(self._unknown[0])
            self._known[installation.workspace] = installation
            self._unknown = [api for api in self._unknown if api is not installation.api]
        return self._known

    async def forget(self, workspace: str) -> None:
        """Let go of a workspace; should its token be good again, it is found out when it is needed."""
        gone = self._known.pop(workspace, None)
        if gone is not None:
            self._unknown.append(gone.api)


async def _identify(api: WebApi) -> Installation:
    said = (await api.post_form("auth.test")).body
    team = str(said["team_id"])
    enterprise = said.get("enterprise_id")
    return Installation(workspace_id(team), team, enterprise, str(said["user_id"]), str(said["bot_id"]), api)
