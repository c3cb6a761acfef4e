"""What becomes of series when their channel or workspace goes, or comes back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import structlog

from bot.domain.notices import channel_gone_notice, words_hidden_notice
from bot.domain.series import AnswerMode, Series, SeriesState
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.managing import PAUSED_BY_MANAGER
from bot.services.opening import arm
from bot.services.owing import moment_code, tell_managers

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Follows what platforms say of channels and workspaces; the same thing said twice changes nothing.

    Nobody acts here whose right could be checked: it is the platform that says so, and no command leads here.
    """

    clock: Clock

    def channel_gone(self, tx: Transaction, workspace: str, channel: str, reason: str) -> list[Series]:
        """Pause the channel's series, tell their managers once, and give those that were active."""
        now = self.clock.now()
        paused = _pause(tx, _in_channel(tx, workspace, channel), reason)
        for series in paused:
            code = moment_code("g", series.id, now)
            tell_managers(tx, series, channel_gone_notice(series, reason), code=code, now=now)
        return paused

    def channel_back(self, tx: Transaction, workspace: str, channel: str) -> list[Series]:
        """Let the channel's series ask again, from the next slot on, but for those that a manager paused."""
        return self._resume(tx, _in_channel(tx, workspace, channel))

    def words_hidden(self, tx: Transaction, workspace: str, channel: str) -> list[Series]:
        """Let the channel's series take private answers alone: the platform does not show what people write there.

        Their managers are told, once, since a series that is sealed already stays as it is.
        """
        now = self.clock.now()
        open_ones = [one for one in _in_channel(tx, workspace, channel) if one.settings.answer_mode is AnswerMode.OPEN]
        for series in open_ones:
            settings = replace(series.settings, answer_mode=AnswerMode.SEALED)
            tx.series.set_settings(series.id, channel=series.channel, settings=settings)
            code = moment_code("h", series.id, now)
            tell_managers(tx, series, words_hidden_notice(series), code=code, now=now)
        return open_ones

    def workspace_paused(self, tx: Transaction, workspace: str, reason: str) -> list[Series]:
        """Pause all series of a workspace that cannot be reached, its managers neither."""
        return _pause(tx, tx.series.of_workspace(workspace), reason)

    def workspace_back(self, tx: Transaction, workspace: str) -> list[Series]:
        """Let the series of a workspace ask again, but for those that a manager paused."""
        return self._resume(tx, tx.series.of_workspace(workspace))

    def workspace_gone(self, tx: Transaction, workspace: str) -> int:
        """Delete all that is kept of a workspace, at once and for good, and give how many rows that were."""
        deleted = tx.purge(workspace)
        log.info("workspace deleted", workspace=workspace, rows=deleted)
        return deleted

    def _resume(self, tx: Transaction, possible: Iterable[Series]) -> list[Series]:
        resumed = []
        for series in possible:
            if series.state is SeriesState.PAUSED and series.pause_reason != PAUSED_BY_MANAGER:
                tx.series.set_state(series.id, SeriesState.ACTIVE, "")
                again = tx.series.get(series.id) or series
                arm(tx, again, self.clock.now())
                resumed.append(tx.series.get(series.id) or again)
        return resumed


def _in_channel(tx: Transaction, workspace: str, channel: str) -> list[Series]:
    return [series for series in tx.series.of_workspace(workspace) if series.channel == channel]


def _pause(tx: Transaction, possible: Iterable[Series], reason: str) -> list[Series]:
    paused = [series for series in possible if tx.series.set_state(series.id, SeriesState.PAUSED, reason)]
    for series in paused:
        tx.series.set_next(series.id, None, None)
    return paused
