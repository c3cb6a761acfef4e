"""What members may decide about their own data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.members import Actor
from bot.domain.series import SeriesSettings
from bot.ports.clock import Clock
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class Privacy:
    """Hides, shows, exports and erases a member's data, for that member alone."""

    clock: Clock

    def set_on_board(self, tx: Transaction, actor: Actor, *, on_board: bool) -> None:
        """Let the member appear on boards and in reveals, or not; their own figures stay theirs to see."""
        tx.members.seen(actor)
        tx.members.set_on_board(actor.workspace, actor.member, on_board=on_board)

    def export(self, tx: Transaction, actor: Actor) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of the member."""
        return tx.members.export(actor.workspace, actor.member)

    def erase(self, tx: Transaction, actor: Actor) -> int:
        """Delete all that is kept of the member, their roles too, for good, and give how many rows that were.

        What they posted earlier stays out when its thread is read back; what they write later counts.
        """
        for series in tx.series.of_workspace(actor.workspace):
            settings = _without(series.settings, actor.member)
            if settings != series.settings:
                tx.series.set_settings(series.id, channel=series.channel, settings=settings)
        return tx.members.erase(actor.workspace, actor.member, self.clock.now())


def _without(settings: SeriesSettings, member: str) -> SeriesSettings:
    return replace(
        settings,
        managers=settings.managers - {member},
        reviewers=settings.reviewers - {member},
        excluded=settings.excluded - {member},
    )
