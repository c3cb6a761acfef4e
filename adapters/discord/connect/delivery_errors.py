"""What Discord answers instead of doing what was asked, as `DeliveryError`."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import DeliveryError, Scope

#: What discord.py raises when a request brings no answer; none of these is one of its own exceptions.
NO_ANSWER = (aiohttp.ClientError, OSError, asyncio.TimeoutError)
#: All that a request raises.
FAILURES = (discord.HTTPException, discord.RateLimited, *NO_ANSWER)

#: A thread was created for the message already: https://docs.discord.com/developers/topics/opcodes-and-status-codes
THREAD_EXISTS = 160004
UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE = 10003, 10004, 10008
UNKNOWN_MEMBER, UNKNOWN_USER = 10007, 10013
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
THREAD_ARCHIVED = 50083
#: What was sent is not as Discord wants it; which part is in the text.
INVALID = 50035
_SERVER_ERROR, _TOO_MANY = 500, 429
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 401, 403, 404
#: Sentences for managers by Discord's code; none of these passes by itself.
_PERMANENT: Mapping[int, str] = {
    UNKNOWN_CHANNEL: "the channel or thread was deleted, or Askaday does not see it",
    10004: "Askaday is not in the server",
    UNKNOWN_MESSAGE: "the message was deleted",
    UNKNOWN_USER: "Discord knows no such member",
    50001: "Askaday does not see the channel: give its role View Channel there",
    50007: "the member takes no direct messages from Askaday",
    50008: "the channel takes no messages",
    50013: "Askaday lacks a permission there: run `askaday doctor`, or invite it again with `askaday discord invite`",
    THREAD_ARCHIVED: "the thread is archived",
    40067: "posts of this forum need a tag: take that off the forum, or choose another channel",
    160005: "the thread is locked",
    160006: "the server has as many open threads as Discord allows: archive some",
}

#: What a refusal is about, by Discord's code; others are told by the status.
_SCOPES: Mapping[int, Scope] = {
    10004: Scope.WORKSPACE,
    40001: Scope.WORKSPACE,
    50014: Scope.WORKSPACE,
    THREAD_ARCHIVED: Scope.THREAD,
    160005: Scope.THREAD,
    UNKNOWN_MESSAGE: Scope.MESSAGE,
    UNKNOWN_USER: Scope.MESSAGE,
    50007: Scope.MESSAGE,
    INVALID: Scope.MESSAGE,
    50008: Scope.CHANNEL,
    40067: Scope.CHANNEL,
    160006: Scope.CHANNEL,
}
_STATUSES = {_UNAUTHORIZED: Scope.WORKSPACE, _FORBIDDEN: Scope.CHANNEL, _NOT_FOUND: Scope.CHANNEL}


@contextmanager
def delivering() -> Iterator[None]:
    """Turn what a request raises into `DeliveryError`."""
    try:
        yield
    except FAILURES as error:
        raise delivery_error(error) from error


def delivery_error(error: Exception) -> DeliveryError:
    """Say what a request raised, which is one of `FAILURES`."""
    if isinstance(error, discord.RateLimited):
        return DeliveryError("Discord asks to slow down.", permanent=False, retry_after=error.retry_after)
    if isinstance(error, discord.HTTPException):
        return _refusal(error)
    return DeliveryError.unanswered("Discord", error)


def _refusal(error: discord.HTTPException) -> DeliveryError:
    if error.status == _TOO_MANY or error.status >= _SERVER_ERROR:
        told = f"Discord has trouble (HTTP {error.status})."
        return DeliveryError(told, permanent=False, retry_after=_asked_to_wait(error))
    known = _PERMANENT.get(error.code)
    told = f"Discord refused: {known} ({error.code})." if known else f"Discord refused it ({error.code}): {error.text}"
    scope = _SCOPES.get(error.code) or _STATUSES.get(error.status, Scope.MESSAGE)
    return DeliveryError(told, permanent=True, scope=scope)


def _asked_to_wait(error: discord.HTTPException) -> float | None:
    """Give the seconds to wait that a header names alone: the edge answers so, and asking on prolongs its ban."""
    asked = error.response.headers.get("Retry-After", "")
    # The header may also be a date.
    return float(asked) if asked.isascii() and asked.isdigit() else None


def code_of(error: BaseException | None) -> int:
    """Give Discord's own code for what caused a `DeliveryError`; 0 where there was none."""
    cause = error.__cause__ if error is not None else None
    return cause.code if isinstance(cause, discord.HTTPException) else 0
