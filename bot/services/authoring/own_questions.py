"""All that a team does with questions of its own, as one thing to hand around."""

from dataclasses import dataclass

from bot.ports.clock import Clock
from bot.ports.packs import PackSource
from bot.services.access.auditing import Auditing
from bot.services.authoring.approving import Approving
from bot.services.authoring.receiving import Receiving
from bot.services.authoring.suggesting import Suggesting
from bot.services.claims.deciding import Deciding
from bot.services.claims.marking import Marking
from bot.services.claims.waiting import WaitingForReview
from bot.services.flagging import Flagging
from bot.services.managing import Managing
from bot.services.rounds.voiding import Voiding


@dataclass(frozen=True, slots=True)
class OwnQuestions:
    """Suggesting, and deciding on what was suggested and answered."""

    suggesting: Suggesting
    approving: Approving
    waiting: WaitingForReview
    marking: Marking
    voiding: Voiding
    receiving: Receiving


def own_questions(
    packs: PackSource,
    clock: Clock,
    managing: Managing,
    auditing: Auditing,
    decided: tuple[Deciding, Flagging],
) -> OwnQuestions:
    """Put them together; `decided` is what else waits in the same queue."""
    suggesting = Suggesting(packs, clock)
    approving = Approving(packs, clock, suggesting, managing, auditing)
    return OwnQuestions(
        suggesting,
        approving,
        WaitingForReview(suggesting, *decided),
        Marking(),
        Voiding(clock),
        Receiving(packs, clock, auditing),
    )
