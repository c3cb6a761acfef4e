"""What members may decide about their own data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.members import Actor, platform_of
from bot.domain.series import SeriesSettings
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.access.auditing import Auditing
from bot.services.deliveries.restating import restate, traces_of


@dataclass(frozen=True, slots=True)
class Privacy:
    """Hides, shows, exports and erases a member's data, for that member alone."""

    clock: Clock
    auditing: Auditing

    def set_on_board(self, tx: Transaction, actor: Actor, *, on_board: bool) -> None:
        """Let the member appear on boards and in reveals, or not; their own figures stay theirs to see."""
        tx.members.seen(actor)
        tx.members.set_on_board(actor.workspace, actor.member, on_board=on_board)

    def export(self, tx: Transaction, actor: Actor) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of the member, by table, from all places in which they are that person."""
        found: dict[str, list[Mapping[str, object]]] = {}
        for workspace in _places(tx, actor):
            for table, rows in tx.members.export(workspace, actor.member).items():
                found.setdefault(table, []).extend(rows)
        return found

    def erase(self, tx: Transaction, actor: Actor) -> int:
        """Delete all that is kept of the member, their roles too, for good, and give how many rows that were.

        What they posted earlier stays out when its thread is read back, and out of messages that are still to be sent;
        what they write later counts.
        """
        places = _places(tx, actor)
        for series in [one for workspace in places for one in tx.series.of_workspace(workspace)]:
            settings = _without(series.settings, actor.member)
            if settings != series.settings:
                tx.series.set_settings(series.id, channel=series.channel, settings=settings)
                # Who it was is erased with the rest.
                self.auditing.changed(tx, actor.member, "erased", series, tx.series.get(series.id) or series)
        now = self.clock.now()
        traces = {workspace: traces_of(tx.members.export(workspace, actor.member)) for workspace in places}
        erased = sum(tx.members.erase(workspace, actor.member, now) for workspace in places)
        for workspace in places:
            restate(tx, workspace, traces[workspace])
        return erased


def _places(tx: Transaction, actor: Actor) -> Sequence[str]:
    """Give the workspaces in which the actor is this person: where they are now, and all others if ids say so much."""
    if not actor.is_same_everywhere:
        return (actor.workspace,)
    platform = platform_of(actor.workspace)
    known = set(tx.members.places(platform, actor.member))
    in_charge = {one.workspace for one in tx.series.all() if _names(one.settings, actor.member)}
    own = {workspace for workspace in in_charge if platform_of(workspace) == platform}
    return sorted({actor.workspace} | known | own)


def _names(settings: SeriesSettings, member: str) -> bool:
    return member in settings.managers | settings.reviewers | settings.excluded


def _without(settings: SeriesSettings, member: str) -> SeriesSettings:
    return replace(
        settings,
        managers=settings.managers - {member},
        reviewers=settings.reviewers - {member},
        excluded=settings.excluded - {member},
    )
