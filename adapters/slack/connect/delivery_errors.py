"""What Slack answers instead of doing what was asked, as `DeliveryError`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackClientError

from adapters.slack.wire import Json
from bot.errors import DeliveryError, Scope

#: What the SDK makes of an answer with status 200 that is no JSON object, as proxies give it: text, a list, bytes.
_UNREADABLE = (AttributeError, TypeError, ValueError)
#: What the SDK raises when a call brings no answer that it can read.
NO_ANSWER = (aiohttp.ClientError, OSError, SlackClientError, *_UNREADABLE)
#: The token has ended; the next one may be had.
EXPIRED = "token_expired"
#: Codes of Slack's that no further try changes: an app or its token is gone.
FINAL = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", EXPIRED})

#: A refresh token is worth nothing any more; most often it was used up, and the reply with the next one got lost.
NOT_RENEWED = "invalid_refresh_token"

#: Codes that refuse one method: the same token may still be good for others.
MAY_NOT = frozenset({"missing_scope", "no_permission", "access_denied", "ekm_access_denied"})

#: Codes that refuse all that is done in a channel.
NOT_THERE = frozenset({"channel_not_found", "not_in_channel", "is_archived"})

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
    NOT_RENEWED: "it no longer renews Askaday's token: install Askaday again",
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
            NOT_RENEWED,
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
#: Where Slack says what is wrong with blocks, a JSON pointer leads there.
_POINTER = re.compile(r"json-pointer:/blocks/(\d{1,3})\b")
_SERVER_ERROR = 500
_SLOWER = "Slack asks to slow down."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a call of Slack's Web API."""

    status: int
    #: Their names may be written in any case.
    headers: Mapping[str, str]
    #: Empty where it was no JSON object, as proxies give it.
    body: Json


class SlackRefusedError(DeliveryError):
    """Slack answered, and not that it has done what was asked."""

    def __init__(
        self,
        message: str,
        *,
        code: str,
        permanent: bool,
        retry_after: float | None = None,
        scope: Scope = Scope.CHANNEL,
        details: str = "",
    ) -> None:
        super().__init__(message, permanent=permanent, retry_after=retry_after, scope=scope)
        #: Slack's own; empty where it gave none.
        self.code = code
        #: What else it said, as it said it.
        self.details = details


def limited(retry_after: float) -> DeliveryError:
    """Say that Slack asked to wait so many seconds."""
    return DeliveryError(_SLOWER, permanent=False, retry_after=retry_after)


def no_answer(error: BaseException) -> DeliveryError:
    """Say that no answer came; what was asked may have been done."""
    return DeliveryError.unanswered("Slack", error)


def refusal(answer: Answer) -> SlackRefusedError:
    """Say what an answer means that is not the one asked for."""
    code = str(answer.body.get("error") or "")
    wait = _retry_after(answer.headers)
    if wait is not None:
        return SlackRefusedError(_SLOWER, code=code, permanent=False, retry_after=wait)
    if not code or answer.status >= _SERVER_ERROR or code in _TEMPORARY:
        trouble = code or f"HTTP {answer.status}"
        return SlackRefusedError(f"Slack has trouble ({trouble}).", code=code, permanent=False)
    metadata = answer.body.get("response_metadata") or {}
    details = " ".join(map(_told, [*(answer.body.get("errors") or ()), *(metadata.get("messages") or ())]))
    scope = _SCOPES.get(code, Scope.CHANNEL)
    return SlackRefusedError(_sentence(code), code=code, permanent=True, scope=scope, details=details)


def _told(one: object) -> str:
    """Give one of Slack's remarks: a sentence, or an object with a place and a sentence."""
    return f"{one.get('pointer')}: {one.get('message')}" if isinstance(one, dict) else str(one)


def named_blocks(error: BaseException, blocks: Sequence[object]) -> frozenset[int]:
    """Give the places, among those that were sent, of the blocks that Slack says it does not take."""
    found = _POINTER.findall(error.details) if isinstance(error, SlackRefusedError) else []
    return frozenset(place for place in map(int, found) if place < len(blocks))


def code_of(error: BaseException | None) -> str:
    """Give Slack's own code for why it refused; empty where there was none."""
    return error.code if isinstance(error, SlackRefusedError) else ""


def _sentence(code: str) -> str:
    known = _PERMANENT.get(code)
    return f"Slack refused: {known} ({code})." if known else f"Slack refused it ({code})."


def _retry_after(headers: Mapping[str, str]) -> float | None:
    text = headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None
