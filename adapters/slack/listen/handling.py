"""What events that were kept come to. Handling one twice comes to the same."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.members import Members
from adapters.slack.connect.stored_workspaces import reached_through
from adapters.slack.connect.workspaces import workspace_id
from adapters.slack.read.incoming import reply_of, sender_through_app
from adapters.slack.read.unescaping import mentioned
from adapters.slack.wire import Json
from bot.domain.answers import Inbound
from bot.domain.series import ChannelLoss
from bot.engine import Background, Engine
from bot.ports.store import Transaction

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class EventHandler:
    """Handles events."""

    engine: Engine
    calls: Calls
    members: Members
    #: Does what nobody waits for.
    background: Background
    #: The emoji that acknowledges a reply; empty: none.
    reaction: str = ""

    async def handle(self, workspace: str, body: str) -> None:
        """Handle an event as `listeners.events` wrote it."""
        kept = json.loads(body)
        event = kept["event"]
        said = {**event, "event_id": kept["id"], "event_time": kept.get("at")}
        await _HANDLERS[event["type"]](self, workspace, said)

    async def message(self, workspace: str, event: Json) -> None:
        """Record what happened to a reply, and acknowledge a new one.

        Nothing here waits for Slack but the names of whom a text mentions, and whether who posted through an app is a
        person: the next reply waits for this one.
        """
        said = str((event.get("message") or event).get("text") or "")
        reply = reply_of(event, await self.members.names(workspace, mentioned(said)))
        if reply is None:
            return
        sender = sender_through_app(event)
        if sender and await self.members.is_bot(workspace, sender):
            return
        revision = reply.revision
        member = revision.member or ""
        actor = self.members.known(workspace, member)
        inbound = Inbound(workspace, reply.channel, reply.thread, revision, actor)
        recorded = await self.engine.call(self.engine.services.answering.record, inbound)
        if member and actor is None and (recorded.is_new or recorded.round_id is not None):
            self.background.start(workspace, partial(self._name, inbound, member))
        if recorded.is_fresh_answer:
            self._react(workspace, reply.channel, revision.message)

    def _react(self, workspace: str, channel: str, message: str) -> None:
        if self.reaction:
            # Of an event that is handled again it is there already, and refused.
            arguments = {"channel": channel, "timestamp": message, "name": self.reaction}
            self.background.start(workspace, partial(self.calls.write, workspace, "reactions.add", arguments))

    async def _name(self, inbound: Inbound, member: str) -> None:
        """Find out who wrote something that is kept already; should the process end before, the close finds out."""
        named = replace(inbound, actor=await self.members.author(inbound.workspace, member))
        await self.engine.call(self.engine.services.answering.name, named)

    async def joined(self, workspace: str, event: Json) -> None:
        """Welcome whoever invited Askaday, and let what waited for it go on."""
        if await self._is_bot(workspace, event):
            await self.engine.call(self._arrive, workspace, event)

    async def left(self, workspace: str, event: Json) -> None:
        """Pause what can no longer be asked."""
        if await self._is_bot(workspace, event):
            await self._gone(workspace, event, ChannelLoss.REMOVED)

    async def removed(self, workspace: str, event: Json) -> None:
        """Pause what can no longer be asked."""
        await self._gone(workspace, event, ChannelLoss.REMOVED)

    async def archived(self, workspace: str, event: Json) -> None:
        """Pause what can no longer be asked."""
        await self._gone(workspace, event, ChannelLoss.ARCHIVED)

    async def deleted(self, workspace: str, event: Json) -> None:
        """Pause what can no longer be asked."""
        await self._gone(workspace, event, ChannelLoss.DELETED)

    async def back(self, workspace: str, event: Json) -> None:
        """Let what waited for the channel go on."""
        await self.engine.call(self.engine.services.lifecycle.channel_back, workspace, event["channel"])

    async def uninstalled(self, workspace: str, event: Json) -> None:
        """Delete all that is kept of the workspace, or of all those that an organization had opened."""
        for gone in await self.engine.call(_ended, workspace, event):
            await self._forget(gone)

    async def _forget(self, workspace: str) -> None:
        await self.engine.call(self.engine.services.lifecycle.workspace_gone, workspace)
        await self.calls.workspaces.forget(workspace)

    async def closed_to(self, _workspace: str, event: Json) -> None:
        """Delete all that is kept of workspaces that an organization has closed to Askaday."""
        for team in event.get("team_ids") or ():
            await self._forget(workspace_id(str(team)))

    async def revoked(self, workspace: str, event: Json) -> None:
        """Pause everything once the bot's own token is worth nothing, and keep it no longer."""
        if (event.get("tokens") or {}).get("bot"):
            await self.engine.call(self._revoke, workspace, event)
            await self.calls.workspaces.forget(workspace)

    def _revoke(self, tx: Transaction, workspace: str, event: Json) -> None:
        ended = _ended(tx, workspace, event)
        for one in ended:
            self.engine.services.lifecycle.workspace_paused(tx, one, "Askaday's token was revoked")
        # What an organization had opened is remembered: should it remove Askaday, all of that is deleted.
        if ended:
            tx.installations.remove(workspace)

    async def _is_bot(self, workspace: str, event: Json) -> bool:
        return bool(event["user"] == (await self.calls.workspaces.get(workspace)).bot_user)

    async def _gone(self, workspace: str, event: Json, loss: ChannelLoss) -> None:
        await self.engine.call(self.engine.services.lifecycle.channel_gone, workspace, event["channel"], loss)

    def _arrive(self, tx: Transaction, workspace: str, event: Json) -> None:
        lifecycle, channel = self.engine.services.lifecycle, event["channel"]
        lifecycle.channel_back(tx, workspace, channel)
        if event.get("inviter"):
            lifecycle.arrived(tx, workspace, event["inviter"], channel, code=event["event_id"])


def _ended(tx: Transaction, workspace: str, event: Json) -> list[str]:
    """Give the workspaces that an event of an installation's end is about: none if it was installed again since."""
    installed = tx.installations.get(workspace)
    if installed is not None and event["event_time"] is not None:
        # The event's time is in whole seconds.
        said_at = datetime.fromtimestamp(event["event_time"], UTC) + timedelta(seconds=1)
        if said_at <= installed.installed_at:
            return []
    return reached_through(tx, workspace)


_Handler = Callable[[EventHandler, str, Json], Awaitable[None]]
_HANDLERS: Mapping[str, _Handler] = {
    "message": EventHandler.message,
    "member_joined_channel": EventHandler.joined,
    "member_left_channel": EventHandler.left,
    "channel_left": EventHandler.removed,
    "group_left": EventHandler.removed,
    "channel_archive": EventHandler.archived,
    "group_archive": EventHandler.archived,
    "channel_unarchive": EventHandler.back,
    "group_unarchive": EventHandler.back,
    "channel_deleted": EventHandler.deleted,
    "group_deleted": EventHandler.deleted,
    "app_uninstalled": EventHandler.uninstalled,
    "team_access_revoked": EventHandler.closed_to,
    "tokens_revoked": EventHandler.revoked,
}
#: The types of events that are kept and handled.
HANDLED = frozenset(_HANDLERS)
