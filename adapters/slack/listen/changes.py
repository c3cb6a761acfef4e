"""What becomes of series when channels and workspaces come and go. Handling an event twice comes to the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from adapters.slack.connect.calls import Calls
from adapters.slack.connect.members import Members
from adapters.slack.connect.stored_workspaces import reached_through
from adapters.slack.connect.workspaces import workspace_id
from adapters.slack.wire import Json
from bot.domain.series import ChannelLoss
from bot.engine import Engine
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class Changes:
    """Follows what Slack says of channels and workspaces."""

    engine: Engine
    calls: Calls
    members: Members

    async def joined(self, workspace: str, event: Json) -> None:
        """Welcome whoever invited Askaday, and let what waited for it go on; tell other people who join how it goes."""
        if await self._is_bot(workspace, event):
            await self.engine.call(self._arrive, workspace, event)
        elif not await self.members.is_bot(workspace, event["user"]):
            meeting = self.engine.services.meeting
            await self.engine.call(meeting.joined, workspace, event["channel"], event["user"])

    async def left(self, workspace: str, event: Json) -> None:
        """Pause what can no longer be asked; of somebody else, forget that they invited Askaday there."""
        if await self._is_bot(workspace, event):
            await self._gone(workspace, event, ChannelLoss.REMOVED)
        else:
            forget = self.engine.services.lifecycle.member_left
            await self.engine.call(forget, workspace, event["channel"], event["user"])
            await self.engine.call(self.engine.services.meeting.left, workspace, event["user"])

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
        return bool(event["user"] == (await self.calls.workspaces.named(workspace)).bot_user)

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
