"""What members may decide about their own data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.members import Actor
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class Privacy:
    """Hides, shows, exports and erases a member's data, for that member alone."""

    def set_on_board(self, tx: Transaction, actor: Actor, *, on_board: bool) -> None:
        """Let the member appear on boards and in reveals, or not; their own figures stay theirs to see."""
        tx.members.seen(actor)
        tx.members.set_on_board(actor.workspace, actor.member, on_board=on_board)

    def export(self, tx: Transaction, actor: Actor) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of the member."""
        return tx.members.export(actor.workspace, actor.member)

    def erase(self, tx: Transaction, actor: Actor) -> int:
        """Delete all that is kept of the member, for good, and give how many rows that were."""
        return tx.members.erase(actor.workspace, actor.member)
