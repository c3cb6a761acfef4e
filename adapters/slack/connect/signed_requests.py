"""What is let in over HTTP: signed by Slack, in time, once, and of the form that Slack documents.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog
from slack_sdk.signature import SignatureVerifier

from adapters.slack.connect.request_shapes import misshapen
from bot.errors import StoreError
from bot.ports.store import Store, Transaction

log = structlog.get_logger()

T = TypeVar("T")

_TIMESTAMP, _SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
_DIGITS = re.compile(r"[0-9]{1,12}")
_HASH = re.compile(r"v0=[0-9a-f]{64}")
#: Seconds for which a signature is remembered: its time may be five minutes ahead, and is good for five minutes after.
_REMEMBERED = 600.0
#: How many are; ten minutes of 160 requests a second. Only Slack's own signatures get that far.
_MOST_REMEMBERED = 100_000
_OK, _REDIRECT, _BAD, _UNSIGNED, _BROKEN, _BUSY = 200, 300, 400, 401, 500, 503


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not let in."""

    status: int
    reason: str


class SignedRequests:
    """Judges requests."""

    def __init__(
        self, secret: str, store: Store | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Judge by the signing secret; the store tells of what other processes were sent, or one before this one."""
        self._store = store
        self._verifier = SignatureVerifier(secret)
        self._monotonic = monotonic
        #: What was answered to each signature and until when that is remembered, oldest first.
        self._known: OrderedDict[str, tuple[float, asyncio.Future[int]]] = OrderedDict()

    def refusal(self, headers: Mapping[str, str], body: bytes) -> Refusal | None:
        """Say why a request is not let in; None: it is."""
        timestamp, signature = headers.get(_TIMESTAMP, ""), headers.get(_SIGNATURE, "")
        # The library takes all that `int` takes for a number, and raises for the rest.
        if not _DIGITS.fullmatch(timestamp) or not _HASH.fullmatch(signature):
            return Refusal(_UNSIGNED, "it is not signed")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return Refusal(_BAD, "it is not UTF-8")
        if not self._verifier.is_valid(text, timestamp, signature):
            return Refusal(_UNSIGNED, "its signature is not Slack's, or too old")
        wrong = misshapen(text, headers.get("content-type", ""))
        return Refusal(_BAD, wrong) if wrong else None

    async def once(self, headers: Mapping[str, str], work: Callable[[], Awaitable[int]]) -> int | None:
        """Work on a request that was let in, unless it was before: then give the status it came to.

        What came to nothing may be sent again: Slack signs each of its own attempts anew, a proxy may not. `work` gives
        the status; None is given for what was worked on now.
        """
        signature = headers[_SIGNATURE]
        self._forget()
        known = self._known.get(signature)
        if known is not None:
            return await asyncio.shield(known[1])
        outcome: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._known[signature] = (self._monotonic() + _REMEMBERED, outcome)
        status, elsewhere = _BROKEN, None
        try:
            elsewhere = await self._seen_elsewhere(signature)
            status = elsewhere or await work()
        finally:
            outcome.set_result(status)
            came_to_something = _OK <= status < _REDIRECT
            if not came_to_something:
                self._known.pop(signature, None)
            if elsewhere is None:
                await self._tell(lambda tx: tx.limits.settle(signature, status if came_to_something else None))
        return elsewhere

    async def _seen_elsewhere(self, signature: str) -> int | None:
        """Give what another process answered; None: nobody was sent it before.

        Where that is still worked on, Slack is to try again: the process may die over it.
        """
        seen = await self._tell(lambda tx: tx.limits.see(signature, timedelta(seconds=_REMEMBERED)))
        return None if seen is None else seen or _BUSY

    async def _tell(self, work: Callable[[Transaction], T]) -> T | None:
        """Ask the store; without it nothing that is asked for can be done twice, or once."""
        if self._store is None:
            return None
        try:
            return await self._store.call(work)
        except StoreError as error:
            log.warning("it is not known whether a request was sent to another process", error=str(error))
            return None

    def _forget(self) -> None:
        now = self._monotonic()
        while self._known:
            signature, (until, _outcome) = next(iter(self._known.items()))
            if until > now and len(self._known) < _MOST_REMEMBERED:
                return
            del self._known[signature]
