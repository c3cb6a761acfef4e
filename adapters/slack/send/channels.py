"""Slack's channels: looked up by id, or listed page by page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.delivery_errors import code_of
from adapters.slack.connect.workspaces import team_of
from adapters.slack.wire import Json
from bot.errors import DeliveryError
from bot.ports.channels import Channel

#: What ids of channels look like; direct messages (D…) take no series: https://docs.slack.dev/reference/objects
_ID = re.compile(r"[CG][A-Z0-9]{2,}")
_KINDS = "public_channel,private_channel"
#: Slack recommends at most so many at once: https://docs.slack.dev/reference/methods/conversations.list
_PAGE = 200
#: What Slack says of a channel that Askaday does not see.
_UNSEEN = frozenset({"channel_not_found", "method_not_supported_for_channel_type"})


def is_channel_id(channel: str) -> bool:
    """Say whether it looks like the id of a channel."""
    return _ID.fullmatch(channel) is not None


@dataclass(frozen=True, slots=True)
class SlackChannels:
    """Asks Slack; raises nothing but `DeliveryError`."""

    calls: Calls

    async def find(self, workspace: str, channel: str) -> Channel | None:
        """Give a channel by its id, with what keeps Askaday from posting there."""
        if not is_channel_id(channel):
            return None
        try:
            said = await self.calls.read(workspace, "conversations.info", {"channel": channel})
        except DeliveryError as error:
            if code_of(error) in _UNSEEN:
                return None
            raise
        found = said.get("channel") or {}
        if found.get("is_im") or found.get("is_mpim"):
            return None
        bot = (await self.calls.workspaces.get(workspace)).bot_user
        return _channel(found, tuple(_lacking(found)), tuple(_doubtful(found, bot)))

    async def all(self, workspace: str) -> Sequence[Channel]:
        """Give the public channels, and the private ones that Askaday is in."""
        listed: list[Channel] = []
        place: dict[str, object] = {"types": _KINDS, "exclude_archived": True, "limit": _PAGE}
        while True:
            said = await self.calls.read(workspace, "conversations.list", place)
            listed += [_channel(one) for one in said.get("channels") or ()]
            cursor = (said.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return listed
            place["cursor"] = cursor

    async def uncallable(self, workspace: str, channel: str, group: str) -> str:
        """Look for a group among those of the workspace that are in use; without the scope, Slack does not tell."""
        del channel  # groups are called anywhere
        try:
            said = await self.calls.read(workspace, "usergroups.list", {"team_id": team_of(workspace)})
        except DeliveryError as error:
            if not error.permanent:
                raise
            return ""
        known = {str(one["id"]) for one in said.get("usergroups") or ()}
        return "" if group in known else "Slack has no such user group here, or it is disabled."


def _channel(said: Json, lacking: tuple[str, ...] = (), doubtful: tuple[str, ...] = ()) -> Channel:
    name = str(said.get("name") or said["id"])
    return Channel(str(said["id"]), name, bool(said.get("is_private")), lacking, doubtful)


def _lacking(said: Json) -> Iterator[str]:
    if said.get("is_archived"):
        yield "the channel is archived: bring it back, or choose another one"
    elif not said.get("is_member"):
        yield "Askaday is not in the channel: invite it there with /invite @Askaday"
    if said.get("is_read_only"):
        yield "the channel is read-only: an administrator can let Askaday post"
    if said.get("is_thread_only"):
        yield "the channel takes nothing but replies in threads"
    if said.get("is_non_threadable"):
        yield "the channel takes no replies in threads"


def _doubtful(said: Json, bot: str) -> Iterator[str]:
    """Say who alone may post; whether an app is among them, Slack does not say."""
    properties = said.get("properties") or {}
    for key, what in (("posting_restricted_to", "post"), ("threads_restricted_to", "reply in threads")):
        restricted = properties.get(key) or {}
        if restricted.get("type") and bot not in (restricted.get("user") or ()):
            yield f"not everybody may {what} there: in the channel's settings, let Askaday and those who answer do it"
