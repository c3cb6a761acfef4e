"""Doubting a grade, and telling the member what became of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards.dispute import DisputeFigures, decided_card, disputed_notice
from bot.domain.doubts import Dispute
from bot.domain.grading import Grade, effective, is_full
from bot.domain.members import GONE, Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.deliveries.owing import tell_members


@dataclass(frozen=True, slots=True)
class Disputing:
    """Takes members' doubts about their own grades."""

    clock: Clock

    def dispute(self, tx: Transaction, actor: Actor, round_id: int, reason: str) -> Dispute:
        """Keep a member's doubt about their grade and tell reviewers and managers, once.

        Raises:
            InputError: there is no reason.
            RefusedError: the round has not closed, they did not answer it, or their dispute waits already.
        """
        if not reason.strip():
            raise InputError("A dispute needs a reason.", hint="Say which key point you met, and in which words.")
        played = tx.rounds.get(round_id)
        series = tx.series.get(played.series_id) if played else None
        if played is None or series is None or played.workspace != actor.workspace:
            raise RefusedError("This question does not exist here.")
        if played.state is not RoundState.CLOSED:
            raise RefusedError("This question has not closed yet.", hint="Your result comes with the reveal.")
        if all(answer.member != actor.member for answer in tx.answers.frozen(round_id)):
            raise RefusedError("You did not answer this question.")
        if is_full(effective(tx.grades.of_round(round_id).get(actor.member, ()))):
            raise RefusedError("Your answer has the full score already, so there is nothing to dispute.")
        now = self.clock.now()
        tx.members.seen(actor)
        added = tx.disputes.add(played, actor.member, reason.strip(), now)
        if added is None:
            raise RefusedError("You have disputed this grade already.", hint="A reviewer will decide.")
        notice = disputed_notice(series, figures_of(tx, added, played))
        judges = (series.settings.managers | series.settings.reviewers) - {actor.member}
        tell_members(tx, series, judges, notice, code=f"q{added.id}", now=now, round_id=played.id)
        return added


def figures_of(tx: Transaction, dispute: Dispute, played: Round) -> DisputeFigures:
    """Give a dispute with the answer and the grade that counts."""
    member = tx.members.get(dispute.workspace, dispute.member)
    answer = next((a for a in tx.answers.frozen(played.id) if a.member == dispute.member), None)
    grade = effective(tx.grades.of_round(played.id).get(dispute.member, ()))
    return DisputeFigures(dispute, played, member.name if member else GONE, answer, grade)


def settle(
    tx: Transaction,
    series: Series,
    figures: DisputeFigures,
    reviewer: Actor,
    reason: str,
    *,
    before: Grade | None,
    now: datetime,
) -> None:
    """Settle a dispute and tell the member what was decided and why; `figures` hold the grade that counts now."""
    dispute, played = figures.dispute, figures.played
    tx.disputes.decide(dispute.id, reason, reviewer.member, now)
    card = decided_card(played, before, figures.grade, reason)
    told = frozenset({dispute.member})
    tell_members(tx, series, told, card, code=f"v{dispute.id}", now=now, round_id=played.id)
