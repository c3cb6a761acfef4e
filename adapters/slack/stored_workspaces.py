"""Workspaces that installed Askaday themselves: their tokens are kept encrypted, and renewed before they expire.

https://docs.slack.dev/authentication/using-token-rotation
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calls import answer
from adapters.slack.texts import Json
from adapters.slack.vault import Secret, Vault
from adapters.slack.workspaces import Installation, team_of, workspace_id
from bot.domain.installations import Installed
from bot.errors import DeliveryError
from bot.ports.clock import Clock
from bot.ports.store import Store

log = structlog.get_logger()

#: Tokens live for twelve hours; one is renewed while there is time left to try again.
_EARLY = timedelta(hours=2)
#: How many workspaces of an organization Slack lists at once.
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the app proves itself with."""

    client_id: str
    client_secret: str


class StoredWorkspaces:
    """Fulfils `Workspaces` out of the store."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        credentials: Credentials,
        clock: Clock,
        new_client: Callable[[str | None], AsyncWebClient],
    ) -> None:
        self._store = store
        self._vault = vault
        self._credentials = credentials
        self._clock = clock
        self._new_client = new_client
        self._renewing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def renew_keys(self) -> None:
        """Encrypt all secrets with the newest key.

        Raises:
            AskadayError: one of them cannot be decrypted.
        """
        for installed in await self._with_tokens():
            await self._save(replace(installed, secret=self._vault.renew(installed.secret)))

    async def _save(self, installed: Installed) -> None:
        await self._store.call(lambda tx: tx.installations.save(installed))

    async def get(self, workspace: str) -> Installation:
        """Give the installation in a workspace, its own or its organization's, with a token that is good now."""
        installed = await self._installed(workspace)
        if installed is None:
            raise DeliveryError(f"Askaday is not installed in {workspace}.", permanent=True)
        secret = await self._good(installed.workspace)
        return Installation(
            workspace,
            team_of(workspace),
            installed.enterprise or None,
            installed.bot_user,
            installed.bot_id,
            self._new_client(secret.token),
        )

    async def all(self) -> Mapping[str, Installation]:
        """Give all installations, those for organizations under the organization's own id."""
        return {one.workspace: await self.get(one.workspace) for one in await self._with_tokens()}

    async def _with_tokens(self) -> list[Installed]:
        """Give the installations with tokens of their own: not those that an organization has opened."""
        return [one for one in await self._store.call(lambda tx: tx.installations.all()) if one.secret]

    async def forget(self, workspace: str) -> None:
        """Let go of a workspace: the store has deleted it already."""
        self._renewing.pop(workspace, None)

    async def _installed(self, workspace: str) -> Installed | None:
        own = await self._store.call(lambda tx: tx.installations.get(workspace))
        if own is not None and not own.secret:
            return await self._store.call(lambda tx: tx.installations.get(workspace_id(own.enterprise)))
        return own or await self._opened_by(workspace)

    async def _opened_by(self, workspace: str) -> Installed | None:
        """Find the organization that has opened a workspace to Askaday, and keep which one that is."""
        for org in await self._with_tokens():
            if not org.is_org:
                continue
            secret = await self._good(org.workspace)
            if workspace in await self._listed(self._new_client(secret.token)):
                await self._save(replace(org, workspace=workspace, is_org=False, secret=""))
                return org
        return None

    async def _listed(self, client: AsyncWebClient) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        while True:
            page = await answer(client, "auth.teams.list", params={"limit": _PAGE, "cursor": cursor})
            found |= {workspace_id(str(team["id"])) for team in page.get("teams") or []}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return frozenset(found)

    async def _good(self, workspace: str) -> Secret:
        """Give the secret of an installation; one that ends soon is renewed first, once for all who wait for it."""
        async with self._renewing[workspace]:
            installed = await self._store.call(lambda tx: tx.installations.get(workspace))
            if installed is None:
                raise DeliveryError(f"Askaday is not installed in {workspace}.", permanent=True)
            secret = self._vault.open(installed.secret)
            if secret.expires_at is None or secret.expires_at - self._clock.now() > _EARLY:
                return secret
            return await self._renewed(installed, secret)

    async def _renewed(self, installed: Installed, secret: Secret) -> Secret:
        try:
            said = await self._refresh(secret)
        except DeliveryError as error:
            if secret.expires_at is not None and secret.expires_at > self._clock.now():
                log.warning("a token was not renewed yet", workspace=installed.workspace, error=str(error))
                return secret
            raise
        renewed = self.secret_of(said)
        # Kept before it is used: the refresh token it came from is worth nothing any more.
        await self._save(replace(installed, secret=self._vault.seal(renewed)))
        return renewed

    async def _refresh(self, secret: Secret) -> Json:
        return await answer(
            self._new_client(None),
            "oauth.v2.access",
            data={
                "client_id": self._credentials.client_id,
                "client_secret": self._credentials.client_secret,
                "grant_type": "refresh_token",
                "refresh_token": secret.refresh_token,
            },
        )

    def secret_of(self, said: Json) -> Secret:
        """Give the secret in an answer of `oauth.v2.access`."""
        lifetime = said.get("expires_in")
        expires_at = self._clock.now() + timedelta(seconds=int(lifetime)) if lifetime else None
        return Secret(str(said["access_token"]), str(said.get("refresh_token") or ""), expires_at)

    async def keep(self, installed: Installed, secret: Secret) -> None:
        """Keep an installation; one of the same workspace is replaced."""
        await self._save(replace(installed, secret=self._vault.seal(secret)))
