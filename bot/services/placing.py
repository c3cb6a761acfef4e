"""Finding the channel that was meant, and what keeps Askaday from asking in it; the platform is asked each time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import structlog

from bot.domain.members import platform_of
from bot.domain.text import listing, straightened
from bot.errors import DeliveryError, InputError, RefusedError
from bot.ports.channels import Channel
from bot.ports.messenger import Messenger

log = structlog.get_logger()

# Slack: <#C1|general>; Discord: <#1>: https://docs.discord.com/developers/reference#message-formatting
_MENTION = re.compile(r"<#([^|>]+)(?:\|([^>]*))?>")
# https://x.slack.com/archives/C1/p17, https://app.slack.com/client/T1/C1, https://discord.com/channels/1/2/3, in
# Slack's brackets or without.
_LINK = re.compile(
    r"<?https://(?:[\w-]+\.)*(?:slack\.com/(?:archives|client/\w+)/(\w+)|discord(?:app)?\.com/channels/\d+/(\d+))[^>]*>?"
)
_NAMED = 5


def channel_said(text: str) -> str:
    """Give the id of a channel that is mentioned or linked to; what else was said stays, without its #."""
    said = text.strip()
    if mentioned := _MENTION.fullmatch(said):
        return mentioned[1]
    if linked := _LINK.fullmatch(said):
        return linked[1] or linked[2]
    return straightened(said).removeprefix("#").strip()


@dataclass(frozen=True, slots=True)
class Placing:
    """Asks platforms about their channels."""

    messengers: Mapping[str, Messenger]

    async def resolve(self, workspace: str, text: str) -> str:
        """Give the id of the channel that is meant by an id, a mention, a link or a name.

        Raises:
            InputError: Askaday sees none of that name, or several.
            DeliveryError: the platform does not answer.
        """
        messenger = self._messenger(workspace)
        said = channel_said(text)
        if messenger is None:
            return said
        found = await messenger.channels.find(workspace, said)
        if found is not None:
            return found.id
        everywhere = await messenger.channels.all(workspace)
        named = [one for one in everywhere if one.name.casefold() == said.casefold()]
        if len(named) == 1:
            return named[0].id
        if named:
            raise InputError(f"there are several channels called {said!r}; paste the link of the one you mean.")
        mention = _MENTION.fullmatch(text.strip())
        shown = (mention[2] if mention else "") or said
        raise InputError(f"Askaday sees no channel {shown!r}.", hint=_nearest(said, everywhere))

    async def look_at(self, workspace: str, channel: str) -> Channel | None:
        """Give a series' channel, with what keeps Askaday from asking there; None: it is not known.

        A platform that does not answer keeps nobody from anything.
        """
        messenger = self._messenger(workspace)
        try:
            return await messenger.channels.find(workspace, channel) if messenger else None
        except DeliveryError as error:
            log.warning("a channel could not be looked at", workspace=workspace, error=str(error))
            return None

    async def check_askable(self, workspace: str, channel: str) -> None:
        """Refuse to ask where it cannot be posted.

        Raises:
            RefusedError: something is lacking; all of it is said.
        """
        found = await self.look_at(workspace, channel)
        if found is not None and found.lacking:
            raise RefusedError(f"Nothing can be asked in #{found.name}: {'; '.join(found.lacking)}.")

    async def is_unfit(self, workspace: str, channel: str) -> bool:
        """Say whether the platform answers that no series can ask in that place."""
        messenger = self._messenger(workspace)
        if messenger is None:
            return False
        try:
            return await messenger.channels.find(workspace, channel) is None
        except DeliveryError:
            return False

    async def uncallable(self, workspace: str, channel: str, group: str) -> str:
        """Say what keeps Askaday from calling a group in a channel; empty: nothing that is known."""
        messenger = self._messenger(workspace)
        try:
            return await messenger.channels.uncallable(workspace, channel, group) if messenger else ""
        except DeliveryError as error:
            log.warning("a group could not be looked up", workspace=workspace, error=str(error))
            return ""

    def _messenger(self, workspace: str) -> Messenger | None:
        return self.messengers.get(platform_of(workspace))


def _nearest(said: str, everywhere: Sequence[Channel]) -> str:
    """Name channels that may be meant; of private ones not everybody may know."""
    names = {one.name.casefold(): f"#{one.name}" for one in everywhere if not one.is_private}
    close = [names[name] for name in get_close_matches(said.casefold(), names, n=3)]
    if close:
        return f"Did you mean {listing(close, 'or')}?"
    if not names:
        return "Invite Askaday to the channel first."
    return f"Invite Askaday there first, or choose among {listing(list(names.values())[:_NAMED])}."
