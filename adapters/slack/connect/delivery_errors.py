"""What Slack answers instead of doing what was asked, as `DeliveryError`."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import DeliveryError, Scope

#: What the SDK makes of an answer with status 200 that is no JSON object, as proxies give it: text, a list, bytes.
_UNREADABLE = (AttributeError, TypeError, ValueError)
#: What `AsyncWebClient` raises, beside `SlackApiError`, when a call brings no answer.
NO_ANSWER = (aiohttp.ClientError, asyncio.TimeoutError, OSError, SlackClientError, *_UNREADABLE)
#: Codes of Slack's that no further try changes: an app or its token is gone.
FINAL = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})

_REINSTALL = "install Askaday again and give it the new token"
#: Sentences for managers by Slack's code; none of these passes by itself.
_PERMANENT: Mapping[str, str] = {
    "channel_not_found": "Slack knows no such channel, or Askaday is not in it: invite it with /invite @Askaday",
    "not_in_channel": "Askaday is not in the channel: invite it with /invite @Askaday",
    "is_archived": "the channel is archived: bring it back, or choose another one",
    "restricted_action": "the workspace does not let Askaday post there: an administrator can allow it",
    "restricted_action_read_only_channel": "the channel is read-only: an administrator can let Askaday post",
    "restricted_action_thread_locked": "the thread is locked",
    "restricted_action_thread_only_channel": "the channel takes nothing but replies in threads",
    "restricted_action_non_threadable_channel": "the channel takes no replies in threads",
    "account_inactive": f"Askaday was removed from the workspace: {_REINSTALL}",
    "token_revoked": f"Askaday's token was revoked: {_REINSTALL}",
    "token_expired": f"Askaday's token has expired: {_REINSTALL}",
    "invalid_refresh_token": "Askaday's token has expired and cannot be renewed: install Askaday again",
    "invalid_client_id": "it does not know SLACK_CLIENT_ID: whoever runs Askaday can fix that",
    "bad_client_secret": "it does not accept SLACK_CLIENT_SECRET: whoever runs Askaday can fix that",
    "invalid_auth": f"Slack does not accept Askaday's token: {_REINSTALL}",
    "not_authed": f"Slack does not accept Askaday's token: {_REINSTALL}",
    "missing_scope": "Askaday lacks a permission: install it again with the manifest of `askaday slack manifest`",
    "team_access_not_granted": "the organization has not opened this workspace to Askaday: an administrator can",
    "message_not_found": "the message was deleted",
    "thread_not_found": "the thread was deleted",
    "cant_update_message": "the message cannot be changed",
    "edit_window_closed": "the workspace does not let messages of that age be changed",
    "user_not_found": "Slack knows no such member",
    "users_not_found": "Slack knows no such member",
    "user_disabled": "the member was deactivated",
    "user_not_in_channel": "the member is not in the channel",
    "cannot_dm_bot": "bots take no direct messages",
    "messages_tab_disabled": "Askaday's messages are turned off: turn on the Messages Tab in its settings",
    "trigger_expired": "that took Slack too long: please try again",
    "expired_trigger_id": "that took Slack too long: please try again",
    "trigger_exchanged": "that form is open already",
    "exchanged_trigger_id": "that form is open already",
}
#: What a refusal is about, by Slack's code; what is not named here is taken for the channel's.
_SCOPES: Mapping[str, Scope] = {
    **dict.fromkeys(
        (
            "account_inactive",
            "token_revoked",
            "token_expired",
            "invalid_refresh_token",
            "invalid_client_id",
            "bad_client_secret",
            "invalid_auth",
            "not_authed",
            "missing_scope",
            "team_access_not_granted",
            "no_permission",
            "access_denied",
            "org_login_required",
            "ekm_access_denied",
        ),
        Scope.WORKSPACE,
    ),
    **dict.fromkeys(
        ("thread_not_found", "restricted_action_thread_locked", "restricted_action_non_threadable_channel"),
        Scope.THREAD,
    ),
    **dict.fromkeys(
        (
            "invalid_blocks",
            "invalid_blocks_format",
            "msg_blocks_too_long",
            "msg_too_long",
            "no_text",
            "invalid_metadata_format",
            "invalid_metadata_schema",
            "metadata_too_large",
            "message_not_found",
            "cant_update_message",
            "edit_window_closed",
            "user_not_found",
            "users_not_found",
            "user_disabled",
            "user_not_in_channel",
            "cannot_dm_bot",
            "messages_tab_disabled",
        ),
        Scope.MESSAGE,
    ),
}
#: What Slack says of blocks that it does not take: https://docs.slack.dev/reference/methods/chat.postMessage#errors
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
#: Slack's own trouble; these may have taken effect all the same.
_TEMPORARY = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
    }
)
_SERVER_ERROR = 500


@contextmanager
def calling() -> Iterator[None]:
    """Turn what a call of the SDK raises into `DeliveryError`; nothing but the call may stand inside."""
    try:
        yield
    except SlackApiError as error:
        raise refusal(error) from error
    except NO_ANSWER as error:
        raise no_answer(error) from error


def body_of(answered: object) -> dict[str, Any]:
    """Give what Slack answered.

    Raises:
        DeliveryError: it is nothing that Slack would say.
    """
    body = getattr(answered, "data", None)
    if not isinstance(body, dict):
        raise DeliveryError(f"Slack did not answer (a body of {type(body).__name__}).", permanent=False)
    return body


def limited(retry_after: float) -> DeliveryError:
    """Say that Slack asked to wait so many seconds."""
    return DeliveryError("Slack asks to slow down.", permanent=False, retry_after=retry_after)


def no_answer(error: BaseException) -> DeliveryError:
    """Say that no answer came; what was asked may have been done."""
    return DeliveryError(f"Slack did not answer ({type(error).__name__}).", permanent=False)


def refusal(error: SlackApiError) -> DeliveryError:
    """Say what Slack's answer means."""
    # Of a body that cannot be read the SDK hands over the bare HTTP response.
    data = getattr(error.response, "data", None)
    status = int(getattr(error.response, "status_code", None) or getattr(error.response, "status", None) or 0)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    wait = _retry_after(error)
    if wait is not None:
        return limited(wait)
    if not code or status >= _SERVER_ERROR or code in _TEMPORARY:
        return DeliveryError(f"Slack has trouble ({code or f'HTTP {status}'}).", permanent=False)
    return DeliveryError(_sentence(code), permanent=True, scope=_SCOPES.get(code, Scope.CHANNEL))


def code_of(error: BaseException | None) -> str:
    """Give Slack's own code for what caused a `DeliveryError`; empty where there was none."""
    cause = error.__cause__ if error is not None else None
    data = getattr(cause.response, "data", None) if isinstance(cause, SlackApiError) else None
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def _sentence(code: str) -> str:
    known = _PERMANENT.get(code)
    return f"Slack refused: {known} ({code})." if known else f"Slack refused it ({code})."


def _retry_after(error: SlackApiError) -> float | None:
    headers = getattr(error.response, "headers", None) or {}
    text = next((str(value) for name, value in headers.items() if name.casefold() == "retry-after"), "")
    return float(text) if text.isdecimal() else None
