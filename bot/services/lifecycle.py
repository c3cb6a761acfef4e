"""What becomes of series when their channel or workspace goes, or comes back."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.cards.notices.greetings import welcome_card
from bot.cards.notices.outages import channel_gone_notice, token_notice, words_hidden_notice
from bot.domain.members import ITSELF, WhoSetsUp, is_group_id, platform_of
from bot.domain.rounds import Round
from bot.domain.series import AnswerMode, ChannelLoss, PausedFor, Series
from bot.domain.target import Target
from bot.errors import Scope
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.access.auditing import Auditing
from bot.services.deliveries.holding import pause, wake
from bot.services.deliveries.owing import moment_code, owe_at_once, tell_managers

log = structlog.get_logger()

#: After these somebody has to invite Askaday anew, and that counts.
_ENDING = frozenset({ChannelLoss.REMOVED, ChannelLoss.DELETED})


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Follows what platforms say of channels and workspaces; the same thing said twice changes nothing.

    Nobody acts here whose right could be checked: it is the platform that says so, and no command leads here.
    """

    clock: Clock
    auditing: Auditing

    def channel_gone(self, tx: Transaction, workspace: str, channel: str, loss: ChannelLoss) -> list[Series]:
        """Pause the channel's series, tell their managers once, and give those that were active."""
        now = self.clock.now()
        if loss in _ENDING:
            tx.access.uninvited(workspace, channel)
        possible = _in_channel(tx, workspace, channel)
        paused = [series for series in possible if pause(tx, series, loss.value, PausedFor.CHANNEL, now)]
        for series in paused:
            code = moment_code("g", series.id, now)
            tell_managers(tx, series, channel_gone_notice(series, loss), code=code, now=now)
        return paused

    def channel_back(self, tx: Transaction, workspace: str, channel: str) -> list[Series]:
        """Send what waited for the channel, and let series that were paused for it ask again from the next slot on."""
        return wake(tx, workspace, Scope.CHANNEL, self.clock.now(), channel=channel)

    def arrived(
        self, tx: Transaction, workspace: str, member: str, channel: str, *, code: str, server: str = ""
    ) -> None:
        """Owe a welcome to who invited Askaday, once for each code.

        Args:
            tx: the transaction.
            workspace: where Askaday was invited to.
            member: who invited it.
            channel: where to; empty: to the whole server, whose name is `server`.
            code: says which invitation it was.
            server: what people call the workspace.
        """
        now = self.clock.now()
        if channel:
            self._may_set_up(tx, workspace, channel, member, may=True)
            tx.access.invited(workspace, channel, member, now)
        card = welcome_card(channel, server, may_set_up=tx.access.who_sets_up(workspace) is WhoSetsUp.INVITERS)
        owe_at_once(tx, workspace, member, card, code=code, now=now)

    def member_left(self, tx: Transaction, workspace: str, channel: str, member: str) -> None:
        """Forget that somebody who left a channel had invited Askaday to it."""
        self._may_set_up(tx, workspace, channel, member, may=False)
        tx.access.uninvited(workspace, channel, member)

    def _may_set_up(self, tx: Transaction, workspace: str, channel: str, member: str, *, may: bool) -> None:
        """Keep in the audit that an invitation gives somebody a right, or that it is over."""
        had = member in tx.access.inviters(workspace, channel)
        if had is may:
            return
        action, key, said = ("invited" if may else "invitation over"), "may set up", ("no", "yes")
        before, after = {key: said[had]}, {key: said[may]}
        tx.audit.add(workspace, member, action, channel, self.clock.now(), before=before, after=after)

    def words_hidden(self, tx: Transaction, workspace: str, channel: str) -> list[Series]:
        """Let the channel's series take private answers alone: the platform does not show what people write there.

        Their managers are told, once, since a series that is sealed already stays as it is.
        """
        now = self.clock.now()
        open_ones = [one for one in _in_channel(tx, workspace, channel) if one.settings.answer_mode is AnswerMode.OPEN]
        for series in open_ones:
            settings = replace(series.settings, answer_mode=AnswerMode.SEALED)
            tx.series.set_settings(series.id, channel=series.channel, settings=settings)
            self.auditing.changed(tx, ITSELF, "setup", series, tx.series.get(series.id) or series)
            code = moment_code("h", series.id, now)
            tell_managers(tx, series, words_hidden_notice(series), code=code, now=now)
        return open_ones

    def workspace_paused(self, tx: Transaction, workspace: str, reason: str) -> list[Series]:
        """Pause all series of a workspace that cannot be reached, its managers neither."""
        possible, now = tx.series.of_workspace(workspace), self.clock.now()
        return [series for series in possible if pause(tx, series, reason, PausedFor.WORKSPACE, now)]

    def token_ends(self, tx: Transaction, workspace: str, reason: str, ends_at: datetime) -> None:
        """Tell those who manage a workspace's series, once, that Askaday will soon be unable to post there, and why."""
        now, told = self.clock.now(), set[str]()
        for series in tx.series.of_workspace(workspace):
            card = token_notice(reason, ends_at, series.settings.schedule.zone)
            for member in sorted(series.settings.managers - told):
                if not is_group_id(member):
                    owe_at_once(tx, workspace, member, card, code=f"token {ends_at.isoformat()} {member}", now=now)
            told |= series.settings.managers

    def left_meanwhile(self, tx: Transaction, platform: str, present: Collection[str], reason: str) -> list[Series]:
        """Pause the series of all workspaces of a platform that are not among those in which Askaday is."""
        absent = [workspace for workspace in self.workspaces_of(tx, platform) if workspace not in present]
        return [series for workspace in absent for series in self.workspace_paused(tx, workspace, reason)]

    def workspace_back(self, tx: Transaction, workspace: str) -> list[Series]:
        """Send what waited for the workspace, and let the series that were paused for it ask again."""
        return wake(tx, workspace, Scope.WORKSPACE, self.clock.now())

    def workspace_gone(self, tx: Transaction, workspace: str) -> int:
        """Delete all that is kept of a workspace, at once and for good, and give how many rows that were."""
        deleted = tx.upkeep.purge(workspace)
        log.info("workspace deleted", workspace=workspace, rows=deleted)
        return deleted

    def workspaces_of(self, tx: Transaction, platform: str) -> list[str]:
        """Give the workspaces of a platform that have series."""
        return sorted({one.workspace for one in tx.series.all() if platform_of(one.workspace) == platform})

    def channels_of(self, tx: Transaction, workspace: str) -> set[str]:
        """Give the channels of a workspace that have series."""
        return {series.channel for series in tx.series.of_workspace(workspace)}

    def open_rounds_of(self, tx: Transaction, platform: str) -> list[Round]:
        """Give the open rounds of all workspaces of a platform."""
        return [played for workspace in self.workspaces_of(tx, platform) for played in tx.rounds.open_in(workspace)]

    def workspace_of(self, tx: Transaction, target: str) -> str:
        """Give the workspace of what a button is about; empty: of nothing there is."""
        about = Target.read(target)
        drill = tx.drills.get
        tables = {
            "round": tx.rounds.get,
            "why": tx.rounds.get,
            "series": tx.series.get,
            "away": tx.series.get,
            "stats": tx.series.get,
            "audit": tx.series.get,
            "wording": tx.wordings.get,
            "claim": tx.claims.get,
            "suggestion": tx.suggestions.get,
            "pack": tx.own_packs.offered,
            "nudge": tx.nudges.get,
            "drill": drill,
            "probe": drill,
        }
        kept = tables.get(about.kind)
        found = kept(about.number) if kept and about.number is not None else None
        return found.workspace if found else ""


def _in_channel(tx: Transaction, workspace: str, channel: str) -> list[Series]:
    return [series for series in tx.series.of_workspace(workspace) if series.channel == channel]
