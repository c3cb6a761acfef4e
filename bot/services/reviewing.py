"""People's judgement over the automatic one: a reviewer's grade, the best answer, one's own result."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.answers import Answer, assemble
from bot.domain.cards import Card
from bot.domain.grading import Grade, Judgement, Source, effective
from bot.domain.members import Actor
from bot.domain.reveal_cards import best_answer_card, own_result_card
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series, may_review
from bot.domain.text import percent
from bot.errors import InputError, RefusedError, RightsError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.answering import revisions_of
from bot.services.owing import delivery_key, owe_note
from bot.services.reporting import shown_names
from bot.services.scoring import rescore


def require_reviewer(actor: Actor, series: Series) -> None:
    """Refuse who may not review.

    Raises:
        RightsError: the actor is neither reviewer nor manager of the series, nor administrator of the workspace.
    """
    if not may_review(actor, series.settings):
        raise RightsError(f"Only reviewers and managers of {series.name} may do this.")


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Lets people correct and complete what the grader said."""

    clock: Clock

    def grade(
        self, tx: Transaction, actor: Actor, series: Series, member: str, *, score: float, reason: str
    ) -> tuple[Round, Grade]:
        """Add a reviewer's grade to the latest closed round; points, boards and averages follow.

        Raises:
            InputError: the score is outside 0..1, or there is no reason.
            RefusedError: the member did not answer, or is the reviewer.
        """
        require_reviewer(actor, series)
        if not 0 <= score <= 1:
            raise InputError(f"A score lies between 0 and 100 %, not at {score:.0%}.", hint="For example `80%`.")
        if not reason.strip():
            raise InputError("A grade needs a reason.", hint="Add a sentence: the member reads it.")
        played, answer = self._answer_of(tx, actor, series, member)
        ledger = {name: list(entries) for name, entries in tx.grades.of_round(played.id).items()}
        earlier = effective(ledger.get(member, ()))
        findings = earlier.judgement.findings if earlier else ()
        judgement = Judgement(score, findings, reason.strip())
        added = Grade(played.id, answer.member, Source.REVIEWER, judgement, actor.member, self.clock.now())
        tx.grades.add([added])
        ledger.setdefault(member, []).append(added)
        tx.audit.add(series.workspace, actor.member, "grade", f"round {played.id}: {percent(score)}", self.clock.now())
        return rescore(tx, series, played, tx.answers.frozen(played.id), ledger), added

    def choose_best(self, tx: Transaction, actor: Actor, series: Series, member: str) -> Round:
        """Choose the best answer of the open round, if the member has answered it, else of the latest closed one.

        It takes the place of any chosen before. One of an open round is shown with the reveal, not earlier.

        Raises:
            RefusedError: the member did not answer, or is the reviewer.
        """
        require_reviewer(actor, series)
        running = _answered_and_open(tx, series, member, self.clock.now())
        if running is not None and member != actor.member:
            chosen = replace(running, best_member=member)
            tx.rounds.save(chosen)
            tx.audit.add(series.workspace, actor.member, "best", f"round {chosen.id}", self.clock.now())
            return chosen
        played, answer = self._answer_of(tx, actor, series, member)
        chosen = replace(played, best_member=answer.member)
        chosen = rescore(tx, series, chosen, tx.answers.frozen(played.id), tx.grades.of_round(played.id))
        names = shown_names(tx, series)
        now = self.clock.now()
        card = best_answer_card(chosen, answer, names.get(member, "A member"))
        key = delivery_key(series, "x", f"{chosen.id}-{now:%d%H%M%S}")
        owe_note(tx, series, card, key=key, now=now, round_id=chosen.id)
        tx.audit.add(series.workspace, actor.member, "best", f"round {chosen.id}", now)
        return chosen

    def own_result(self, tx: Transaction, actor: Actor, round_id: int) -> Card:
        """Show a member how they did in a closed round.

        Raises:
            RefusedError: the round has not closed, or they did not answer it.
        """
        played = tx.rounds.get(round_id)
        if played is None or played.workspace != actor.workspace:
            raise RefusedError("This question does not exist here.")
        if played.state is not RoundState.CLOSED:
            raise RefusedError("This question has not closed yet.", hint="Your result comes with the reveal.")
        answer = next((a for a in tx.answers.frozen(round_id) if a.member == actor.member), None)
        if answer is None:
            raise RefusedError("You did not answer this question.")
        grade = effective(tx.grades.of_round(round_id).get(actor.member, ()))
        return own_result_card(played, answer, grade, tx.standings.points_of(round_id).get(actor.member))

    def _answer_of(self, tx: Transaction, actor: Actor, series: Series, member: str) -> tuple[Round, Answer]:
        if member == actor.member:
            raise RefusedError("You cannot judge your own answer.", hint="Ask another reviewer.")
        closed = [r for r in tx.rounds.of_series(series.id) if r.state is RoundState.CLOSED]
        if not closed:
            raise RefusedError(f"No question of {series.name} has closed yet.")
        answer = next((a for a in tx.answers.frozen(closed[-1].id) if a.member == member), None)
        if answer is None:
            raise RefusedError("That member did not answer the last question.")
        return closed[-1], answer


def _answered_and_open(tx: Transaction, series: Series, member: str, now: datetime) -> Round | None:
    """Give the open round of the series that the member has answered."""
    running = [r for r in tx.rounds.open_in(series.workspace) if r.series_id == series.id]
    answered = [r for r in running if any(a.member == member for a in assemble(revisions_of(tx, r), now))]
    return answered[-1] if answered else None
