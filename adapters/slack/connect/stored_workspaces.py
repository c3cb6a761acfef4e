"""Workspaces that installed Askaday themselves, and those that an organization has opened to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import structlog

from adapters.slack.connect.tokens import Credentials, Tell, Tokens
from adapters.slack.connect.vault import Secret, Vault
from adapters.slack.connect.web_api import WebApi
from adapters.slack.connect.workspaces import Installation, team_of, workspace_id
from bot.domain.installations import Installed
from bot.errors import DeliveryError, Scope, StoreError
from bot.ports.clock import Clock
from bot.ports.locks import Locks
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

#: How many workspaces of an organization Slack lists at once.
_PAGE = 100


class StoredWorkspaces:
    """Fulfils `Workspaces` out of the store, where tokens are kept encrypted."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        credentials: Credentials,
        clock: Clock,
        opener: WebApi,
        *,
        locks: Locks,
    ) -> None:
        """`opener` reaches Slack without a token; `locks` let one process at a time renew one."""
        self._store = store
        self._vault = vault
        self._opener = opener
        self._tokens = Tokens(store, vault, credentials, clock, opener, locks=locks)

    async def renew_keys(self) -> None:
        """Encrypt all secrets with the newest key.

        Raises:
            AskadayError: one of them cannot be decrypted.
        """
        # In one transaction: a token may be renewed at the same time.
        await self._store.call(self._renew_keys)

    def _renew_keys(self, tx: Transaction) -> None:
        for installed in with_tokens(tx):
            tx.installations.save(replace(installed, secret=self._vault.renew(installed.secret)))

    async def keep(self, installed: Installed, secret: Secret) -> None:
        """Keep an installation; one of the same workspace is replaced."""
        sealed = replace(installed, secret=self._vault.seal(secret))
        await self._store.call(lambda tx: tx.installations.save(sealed))

    async def get(self, workspace: str) -> Installation:
        """Give the installation in a workspace, its own or its organization's, with a token that is good now."""
        installed = await self._found(workspace)
        with _needing_the_store():
            token = await self._tokens.token(installed.workspace)
        return self._reached(workspace, installed, token)

    async def renewed(self, workspace: str, *, expired: str = "") -> Installation:
        """Give the installation in a workspace with the token that a renewal under way brings."""
        own = (await self._found(workspace)).workspace
        await self._tokens.settled(own)
        self._tokens.ended(own, expired)
        return await self.get(workspace)

    async def named(self, workspace: str) -> Installation:
        """Give the installation in a workspace with the token that it was left with, which may have ended."""
        installed = await self._found(workspace)
        return self._reached(workspace, installed, self._vault.open(installed.secret).token)

    async def all(self) -> Mapping[str, Installation]:
        """Give all installations, those for organizations under the organization's own id too.

        One whose token has ended and is not renewed keeps it: what is wrong with it hides none of the others.
        """
        with _needing_the_store():
            known = await self._store.call(lambda tx: [one.workspace for one in tx.installations.all()])
        return {workspace: await self._as_it_stands(workspace) for workspace in known}

    async def _as_it_stands(self, workspace: str) -> Installation:
        try:
            await self.get(workspace)
            # What Slack refuses is known once it was asked for the next token.
            return await self.renewed(workspace)
        except DeliveryError as error:
            found = await self.named(workspace)
            return replace(found, refused=found.refused or error)

    async def _found(self, workspace: str) -> Installed:
        with _needing_the_store():
            installed = await self._store.call(_installed, workspace) or await self._opened_by(workspace)
        if installed is None:
            said = f"Askaday is not installed in {workspace}."
            raise DeliveryError(said, permanent=True, scope=Scope.WORKSPACE)
        return installed

    def _reached(self, workspace: str, installed: Installed, token: str) -> Installation:
        return Installation(
            workspace,
            team_of(workspace),
            installed.enterprise or None,
            installed.bot_user,
            installed.bot_id,
            self._opener.bearing(token),
            self._tokens.refusal(installed.workspace),
        )

    def on_refused(self, tell: Tell) -> None:
        """Have somebody told what Slack refused to renew, while there is a token to say so with."""
        self._tokens.on_refused(tell)

    async def forget(self, workspace: str) -> None:
        """Let go of a workspace: the store has deleted it already."""
        self._tokens.forget(workspace)

    async def finish(self) -> None:
        """Wait until the tokens that are being renewed are kept."""
        await self._tokens.finish()

    async def _opened_by(self, workspace: str) -> Installed | None:
        """Find the organization that has opened a workspace to Askaday, and keep which one that is."""
        for org in await self._store.call(with_tokens):
            if org.is_org and await self._has_opened(org, workspace):
                return await self._store.call(_opened, org, workspace)
        return None

    async def _has_opened(self, org: Installed, workspace: str) -> bool:
        try:
            api = self._opener.bearing(await self._tokens.token(org.workspace))
            return workspace in await _listed(api)
        except DeliveryError as error:
            if not error.permanent:
                raise
            # What is wrong with one organization is no matter of the others.
            log.warning("an organization was not asked", organization=org.workspace, error=str(error))
            return False


@contextmanager
def _needing_the_store() -> Iterator[None]:
    """Say of the store's trouble what holds for who wants to call Slack: that it was not to be, and may be later."""
    try:
        yield
    except StoreError as error:
        said = f"Askaday's token cannot be had: {error}"
        raise DeliveryError(said, permanent=False, scope=Scope.WORKSPACE) from error


async def _listed(api: WebApi) -> frozenset[str]:
    found: set[str] = set()
    cursor = ""
    while True:
        page = (await api.get("auth.teams.list", {"limit": str(_PAGE), "cursor": cursor})).body
        found |= {workspace_id(str(team["id"])) for team in page.get("teams") or []}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return frozenset(found)


def with_tokens(tx: Transaction) -> list[Installed]:
    """Give the installations with tokens of their own: not those that an organization has opened."""
    return [one for one in tx.installations.all() if one.secret]


def reached_through(tx: Transaction, workspace: str) -> list[str]:
    """Give the workspaces that an installation reaches: those that its organization has opened, and itself."""
    opened = [one for one in tx.installations.all() if not one.secret and one.enterprise == team_of(workspace)]
    return [*(one.workspace for one in opened), workspace]


def _installed(tx: Transaction, workspace: str) -> Installed | None:
    own = tx.installations.get(workspace)
    if own is None or own.secret:
        return own
    return tx.installations.get(workspace_id(own.enterprise))


def _opened(tx: Transaction, org: Installed, workspace: str) -> Installed | None:
    """Keep that an organization, if it is still there, has opened a workspace."""
    if tx.installations.get(org.workspace) is None:
        return None
    tx.installations.save(replace(org, workspace=workspace, is_org=False, secret=""))
    return org
