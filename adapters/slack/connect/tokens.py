"""Tokens that expire: each is renewed before its end, once for all who wait for it.

A refresh token is good once, and for a short while after: whose reply was lost can ask again at once, and only then.
https://docs.slack.dev/authentication/using-token-rotation
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from adapters.slack.connect.vault import Secret, Vault
from adapters.slack.connect.web_api import WebApi
from bot.domain.installations import Installed
from bot.errors import AskadayError, DeliveryError, Scope, StoreError
from bot.ports.clock import Clock
from bot.ports.locks import Locks
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

#: Tokens live for twelve hours; one is renewed while there is time left to try again.
_EARLY = timedelta(hours=2)
#: How long nobody asks Slack again for a token that it did not renew; doubled each time.
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)
#: How often a renewal that brings no answer is asked for in a row: what was lost Slack soon gives no more.
_TRIES = 3
#: Seconds for which renewals hold up the end: as long as a reply of Slack's may take, and it comes once.
_ENDING = 30.0

#: Hears that Slack refused to renew a workspace's token, why, and when the one that is still good ends.
Tell = Callable[[str, DeliveryError, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the app proves itself with."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a token was not renewed, and when that is tried again."""

    error: DeliveryError
    #: By the monotonic clock.
    until: timedelta
    pause: timedelta


@dataclass(frozen=True, slots=True)
class _Unkept:
    """What Slack gave for a refresh token, which it does not do again, and the store has not taken yet."""

    came_from: str
    secret: Secret


class Tokens:
    """Gives tokens that are good now."""

    def __init__(
        self, store: Store, vault: Vault, credentials: Credentials, clock: Clock, opener: WebApi, *, locks: Locks
    ) -> None:
        """`opener` reaches Slack without a token; `locks` let one process at a time renew one."""
        self._store = store
        self._locks = locks
        self._vault = vault
        self._credentials = credentials
        self._clock = clock
        self._opener = opener
        self._under_way: dict[str, asyncio.Task[Secret]] = {}
        self._failures: dict[str, _Failure] = {}
        self._unkept: dict[str, _Unkept] = {}
        #: Tokens that have ended by Slack's word, by workspace: a clock that was ahead took them for good for longer.
        self._expired: dict[str, str] = {}
        self._tell: Tell | None = None
        self._is_over = False

    def on_refused(self, tell: Tell) -> None:
        """Have somebody told what Slack refused to renew, while there is a token to say so with."""
        self._tell = tell

    def refusal(self, workspace: str) -> DeliveryError | None:
        """Say why Slack does not renew the token of an installation; None: it does, or may do so at the next try."""
        failure = self._failures.get(workspace)
        return failure.error if failure is not None and failure.error.permanent else None

    async def token(self, workspace: str) -> str:
        """Give the token of an installation that has one of its own.

        Raises:
            DeliveryError: there is no such installation, or its token has ended and Slack does not renew it.
        """
        installed = await self._store.call(lambda tx: tx.installations.get(workspace))
        if installed is None:
            raise _not_installed(workspace)
        secret = self._vault.open(installed.secret)
        left = None if secret.expires_at is None else secret.expires_at - self._clock.now()
        if left is not None and secret.token == self._expired.get(workspace):
            left = timedelta()
        if left is None or (left > _EARLY and not self._has_next(workspace, secret)):
            # Another process may have renewed it, or somebody installed Askaday anew: what was refused before is over.
            self.forget(workspace)
            return secret.token
        failure = self._failures.get(workspace)
        rests = failure is not None and self._clock.monotonic() < failure.until
        if left > timedelta():
            # Nobody waits for what they do not need yet: a form has to be opened within three seconds.
            if not (rests or self._is_over):
                self._begin(installed, secret)
            return secret.token
        if failure is not None and rests:
            raise DeliveryError(str(failure.error), permanent=failure.error.permanent, scope=failure.error.scope)
        # Whoever waits may be given up: a refresh token is good once, so what comes for it is kept all the same.
        return (await asyncio.shield(self._begin(installed, secret))).token

    def ended(self, workspace: str, token: str) -> None:
        """Take Slack's word that a token has ended; that of one which is not used any more says nothing."""
        if token:
            self._expired[workspace] = token

    async def settled(self, workspace: str) -> None:
        """Wait until a renewal that is under way has ended, however it does."""
        if workspace in self._under_way:
            await asyncio.wait({self._under_way[workspace]})

    def forget(self, workspace: str) -> None:
        """Let go of what Slack refused an installation, or gave it: it has ended, or has a good token again."""
        self._failures.pop(workspace, None)
        self._unkept.pop(workspace, None)
        self._expired.pop(workspace, None)

    async def finish(self, patience: float = _ENDING) -> None:
        """Wait until the tokens that are being renewed are kept; from now on only those that have ended are renewed.

        What takes longer than so many seconds is given up: a database that does not answer may never do.
        """
        self._is_over = True
        try:
            async with asyncio.timeout(patience):
                await asyncio.gather(*self._under_way.values(), return_exceptions=True)
                for workspace in list(self._unkept):
                    await self._keep_at_last(workspace)
        except TimeoutError:
            log.warning("the end waits for tokens no longer", not_kept=sorted(self._unkept))

    async def _keep_at_last(self, workspace: str) -> None:
        """Keep what the store did not take, if it does so now: it ends with this process, and Slack gives it once."""
        try:
            installed = await self._store.call(lambda tx: tx.installations.get(workspace))
            secret = None if installed is None else self._vault.open(installed.secret)
            if installed is not None and secret is not None and self._has_next(workspace, secret):
                await self._begin(installed, secret)
        except AskadayError:
            said = "a token is not kept: once the old one ends, Askaday has to be installed there again"
            log.exception(said, workspace=workspace)

    def _begin(self, installed: Installed, secret: Secret) -> asyncio.Task[Secret]:
        """Renew a token, once for all who want it; `finish` waits for that."""
        workspace = installed.workspace
        if workspace not in self._under_way:
            task = asyncio.create_task(self._renew(installed, secret))
            self._under_way[workspace] = task
            task.add_done_callback(partial(self._ended, workspace))
        return self._under_way[workspace]

    def _ended(self, workspace: str, renewal: asyncio.Task[Secret]) -> None:
        del self._under_way[workspace]
        error = None if renewal.cancelled() else renewal.exception()
        # Perhaps nobody waited for it; what Slack refused is in the log.
        if error is not None and not isinstance(error, DeliveryError):
            log.error("a token could not be kept", workspace=workspace, exc_info=error)

    async def _renew(self, installed: Installed, secret: Secret) -> Secret:
        """Renew a token, unless another process has done so: a refresh token is good once."""
        lock = await self._locks.acquire(f"token of {installed.workspace}")
        try:
            now = await self._store.call(lambda tx: tx.installations.get(installed.workspace))
            if now is None:
                raise _not_installed(installed.workspace)
            renewed = self._vault.open(now.secret) if now.secret else secret
            if renewed.token == secret.token:
                return await self._renew_alone(installed, secret)
            self.forget(installed.workspace)
            return renewed
        finally:
            await lock.release()

    async def _renew_alone(self, installed: Installed, secret: Secret) -> Secret:
        workspace = installed.workspace
        try:
            await self._require_room(workspace)
            if not self._has_next(workspace, secret):
                self._unkept[workspace] = _Unkept(secret.refresh_token, await self._refresh(secret))
        except DeliveryError as error:
            before = self._failures.get(workspace)
            if before is None:
                log.warning("a token was not renewed", workspace=workspace, error=str(error))
            pause = min(before.pause * 2, _LONGEST_PAUSE) if before else _FIRST_PAUSE
            self._failures[workspace] = _Failure(error, self._clock.monotonic() + pause, pause)
            if error.permanent:
                await self._tell_refused(workspace, error, secret)
            raise
        # Kept before it is used: the refresh token it came from is worth nothing any more.
        renewed = replace(installed, secret=self._vault.seal(self._unkept[workspace].secret))
        kept = await self._store.call(_keep, renewed)
        self.forget(workspace)
        if kept is None:
            raise _not_installed(workspace)
        return self._vault.open(kept.secret)

    def _has_next(self, workspace: str, secret: Secret) -> bool:
        """Say whether Slack has given what comes after a secret: it is to be kept, whatever is said of the old one."""
        unkept = self._unkept.get(workspace)
        return unkept is not None and unkept.came_from == secret.refresh_token

    async def _require_room(self, workspace: str) -> None:
        """Ask Slack for nothing that cannot be kept, on a full disk or by `askaday doctor`: the token would be lost."""
        try:
            await self._store.call(_keep_as_it_is, workspace)
        except StoreError as error:
            said = (
                "Askaday's token is not renewed: only a running Askaday does that, where its database can be written."
            )
            raise DeliveryError(said, permanent=False, scope=Scope.WORKSPACE) from error

    async def _tell_refused(self, workspace: str, error: DeliveryError, secret: Secret) -> None:
        """Have it told, at each refusal: who was told is told no more, and what the store did not take comes later."""
        if self._tell is None or secret.expires_at is None or secret.expires_at <= self._clock.now():
            return
        try:
            await self._tell(workspace, error, secret.expires_at)
        except StoreError as lost:
            log.warning("nobody was told that a token is not renewed", workspace=workspace, error=str(lost))

    async def _refresh(self, secret: Secret) -> Secret:
        for _ in range(_TRIES - 1):
            try:
                return await self._refresh_once(secret)
            except DeliveryError as error:
                if error.permanent or error.retry_after is not None:
                    raise
        return await self._refresh_once(secret)

    async def _refresh_once(self, secret: Secret) -> Secret:
        proof = {"client_id": self._credentials.client_id, "client_secret": self._credentials.client_secret}
        asked = {"grant_type": "refresh_token", "refresh_token": secret.refresh_token}
        said = (await self._opener.post_form("oauth.v2.access", {**proof, **asked})).body
        lifetime = said.get("expires_in")
        expires_at = self._clock.now() + timedelta(seconds=int(lifetime)) if lifetime else None
        return Secret(str(said["access_token"]), str(said.get("refresh_token") or ""), expires_at)


def _keep_as_it_is(tx: Transaction, workspace: str) -> None:
    now = tx.installations.get(workspace)
    if now is not None:
        tx.installations.save(now)


def _keep(tx: Transaction, renewed: Installed) -> Installed | None:
    """Keep a secret, unless its installation has ended meanwhile (None), or has been replaced by another one."""
    now = tx.installations.get(renewed.workspace)
    if now is None or now.installed_at != renewed.installed_at:
        return now
    tx.installations.save(renewed)
    return renewed


def _not_installed(workspace: str) -> DeliveryError:
    return DeliveryError(f"Askaday is not installed in {workspace}.", permanent=True, scope=Scope.WORKSPACE)
