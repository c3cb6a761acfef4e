"""Which day it is for a member."""

from bot.domain.series import Series
from bot.ports.store import Transaction


def zone_of_member(tx: Transaction, workspace: str, member: str, series: Series | None = None) -> str:
    """Give the zone that says which day it is for a member: their own if they named one, else that of a series."""
    nudge = tx.nudges.of_member(workspace, member)
    if nudge is not None:
        return nudge.zone
    everywhere = [series] if series else tx.series.of_workspace(workspace)
    return everywhere[0].settings.schedule.zone if everywhere else "UTC"
