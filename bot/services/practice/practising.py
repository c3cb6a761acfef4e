"""A member's own practice, in figures. Nothing here writes."""

from dataclasses import dataclass

from bot.domain.members import Actor
from bot.domain.practice.figures import PracticeFigures, calibrations, mastery_by_topic
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.practice.pool import DrillPool


@dataclass(frozen=True, slots=True)
class Practising:
    """Says what is due for a member and what they know."""

    pool: DrillPool
    clock: Clock

    def figures(self, tx: Transaction, actor: Actor) -> PracticeFigures:
        """Give a member's practice, shown to nobody else."""
        now = self.clock.now()
        memories = tx.memories.of_member(actor.workspace, actor.member)
        questions = self.pool.questions(tx, actor.workspace)
        return PracticeFigures(
            due=len(self.pool.due(tx, actor.workspace, actor.member, now)),
            mastery=mastery_by_topic(questions, memories, now),
            calibration=calibrations(tx.drills.surenesses(actor.workspace, actor.member)),
        )
