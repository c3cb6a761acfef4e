"""People's judgement over the automatic one: a reviewer's grade, the best answer, one's own result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.reveal import best_answer_card, own_result_card
from bot.domain.answers import Answer, taking_part
from bot.domain.card import Card
from bot.domain.grading import Grade, Judgement, Source, effective, is_full
from bot.domain.judging.claims import Claim
from bot.domain.judging.options import judged_quick
from bot.domain.members import Actor
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series
from bot.domain.text import listing, percent
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.access.auditing import judged
from bot.services.claims.deciding import Decision, concerns, settle, waiting_doubt
from bot.services.claims.disputing import may_claim
from bot.services.claims.recalling import recall_round
from bot.services.deliveries.owing import delivery_key, moment_code, owe_note
from bot.services.reporting import shown_names
from bot.services.rights import require_reviewer
from bot.services.rounds.answering import answers_of
from bot.services.rounds.correcting import rescore_revealed
from bot.services.rounds.publishing import closed_round_of


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade that a reviewer gave."""

    played: Round
    grade: Grade
    #: The score that counted before, 0..1; None: there was none.
    before: float | None


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Lets people correct and complete what the grader said."""

    clock: Clock

    def grade(
        self,
        tx: Transaction,
        actor: Actor,
        series: Series,
        member: str,
        *,
        score: float,
        reason: str,
        number: int | None = None,
    ) -> Graded:
        """Add a reviewer's grade to the latest closed round, or to that of the number; points and boards follow.

        The member's dispute of that round, if one waits, is settled by it.

        Raises:
            InputError: the score is outside 0..1, or there is no reason.
            RefusedError: the member did not answer, or is the reviewer, or there is no such round.
        """
        require_reviewer(actor, series)
        if not 0 <= score <= 1:
            raise InputError("A grade lies between 0 and 100 %.", hint="For example `80%`.")
        if not reason.strip():
            raise InputError("A grade needs a reason.", hint="Add a sentence: the member reads it.")
        now = self.clock.now()
        played, answer = self._answer_of(tx, actor, series, member, number)
        ledger = {name: list(entries) for name, entries in tx.grades.of_round(played.id).items()}
        earlier = effective(ledger.get(member, ()))
        findings = earlier.judgement.findings if earlier else ()
        judgement = Judgement(score, findings, reason.strip())
        added = Grade(played.id, answer.member, Source.REVIEWER, judgement, actor.member, now)
        tx.grades.add([added])
        ledger.setdefault(member, []).append(added)
        was, is_now = (percent(one) for one in (earlier.judgement.score if earlier else None, score))
        of = {"member": member}
        judged(tx, actor, played, "grade", now, before={**of, "grade": was}, after={**of, "grade": is_now})
        earned = _points(tx, played, member)
        rescored = rescore_revealed(tx, series, played, tx.answers.frozen(played.id), ledger, now=now)
        dispute = waiting_doubt(tx.claims.of_round(played.id, member))
        if dispute is not None:
            is_raised = score > ((earlier.judgement.score if earlier else None) or 0)
            after = _points(tx, played, member)
            decision = Decision(actor, reason.strip(), earned, after, is_accepted=is_raised, at=now)
            settle(tx, series, dispute, played, decision)
        recall_round(tx, rescored, member, ledger[member], now)
        return Graded(rescored, added, earlier.judgement.score if earlier else None)

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
            _keep_best(tx, actor, running, chosen, self.clock.now())
            return chosen
        played, _ = self._answer_of(tx, actor, series, member)
        return self.choose_best_of(tx, actor, series, played, member)

    def choose_best_of(self, tx: Transaction, actor: Actor, series: Series, closed: Round, member: str) -> Round:
        """Choose the best answer of a closed round, in the place of any chosen before.

        Raises:
            RightsError: the actor may not review the series.
            RefusedError: the member did not answer, or is the reviewer, or the question was voided.
        """
        require_reviewer(actor, series)
        played, answer = self._answer_of(tx, actor, series, member, closed.id)
        chosen = replace(played, best_member=answer.member)
        names, now = shown_names(tx, series), self.clock.now()
        ledger = tx.grades.of_round(played.id)
        chosen = rescore_revealed(tx, series, chosen, tx.answers.frozen(played.id), ledger, now=now)
        card = best_answer_card(chosen, answer, names.get(member, "A member"))
        key = delivery_key(series, "x", moment_code("", chosen.id, now))
        owe_note(tx, series, card, key=key, now=now, round_id=chosen.id)
        _keep_best(tx, actor, played, chosen, now)
        return chosen

    def keep(
        self, tx: Transaction, actor: Actor, series: Series, member: str, *, reason: str, number: int | None = None
    ) -> Claim:
        """Settle a member's doubt about their whole grade and leave that as it is.

        Raises:
            InputError: there is no reason, or several of their disputes wait and no round is named.
            RefusedError: none waits, or the member is the reviewer.
        """
        require_reviewer(actor, series)
        found = [
            claim
            for claim in tx.claims.waiting(series.workspace)
            if claim.member == member
            and not claim.point
            and concerns(series, claim)
            and number in {None, claim.round_id}
        ]
        if not reason.strip():
            raise InputError("A decision needs a reason.", hint="Add a sentence: the member reads it.")
        _refuse_own(actor, member)
        if not found:
            raise RefusedError("That member has no dispute that waits.", hint="`/qotd disputes` shows what waits.")
        if len(found) > 1:
            numbers = listing([str(claim.round_id) for claim in found], "or")
            raise InputError("Several of their disputes wait.", hint=f"Add `round=NUMBER`: {numbers}.")
        [dispute] = found
        played = closed_round(tx, series, dispute.round_id)
        now, points = self.clock.now(), _points(tx, played, member)
        decision = Decision(actor, reason.strip(), points, points, is_accepted=False, at=now)
        settle(tx, series, dispute, played, decision)
        of = {"member": member}
        before, after = {**of, "dispute": "waits"}, {**of, "dispute": "grade kept"}
        judged(tx, actor, played, "disputes keep", now, before=before, after=after)
        return dispute

    def own_result(self, tx: Transaction, actor: Actor, round_id: int) -> Card:
        """Show a member how they did in a closed round.

        Raises:
            RefusedError: the round has not closed, or they did not answer it.
        """
        played = closed_round_of(tx, actor, round_id, comes="Your result comes with the reveal.")
        answer = next((a for a in tx.answers.frozen(round_id) if a.member == actor.member), None)
        if answer is None:
            raise RefusedError("You did not answer this question.")
        grade = effective(tx.grades.of_round(round_id).get(actor.member, ()))
        claims = tx.claims.of_round(round_id, actor.member)
        return own_result_card(
            played,
            answer,
            grade,
            tx.standings.points_of(round_id).get(actor.member),
            claims=claims,
            may_claim=bool(may_claim(played, grade, claims)),
            may_dispute=_may_dispute(grade, claims) and not _is_right_choice(played, answer) and not played.void,
            is_disputed=waiting_doubt(claims) is not None,
            rate=tx.claims.rate(actor.workspace, actor.member),
        )

    def _answer_of(
        self, tx: Transaction, actor: Actor, series: Series, member: str, number: int | None = None
    ) -> tuple[Round, Answer]:
        _refuse_own(actor, member)
        played = closed_round(tx, series, number)
        if played.void:
            raise RefusedError("This question was voided: nothing in it counts.")
        answer = next((a for a in taking_part(tx.answers.frozen(played.id)) if a.member == member), None)
        if answer is None:
            which = "the last question" if number is None else f"the question of round {number}"
            raise RefusedError(f"That member did not answer {which}.")
        return played, answer


def _is_right_choice(played: Round, answer: Answer) -> bool:
    """Say whether everything right was chosen, and nothing else: what it lacks of a full score no reviewer gives."""
    if answer.picked is None or played.question is None:
        return False
    return judged_quick(played.question, answer.picked, could_be_words=False).score == 1


def closed_round(tx: Transaction, series: Series, number: int | None) -> Round:
    """Give the closed round of a series that has the number; without one, the latest.

    Raises:
        RefusedError: there is none.
    """
    if number is not None:
        played = tx.rounds.get(number)
        if played is None or played.series_id != series.id or played.state is not RoundState.CLOSED:
            raise RefusedError(
                f"{series.name} has no closed round {number}.", hint="`/qotd disputes` names those that wait."
            )
        return played
    closed = tx.rounds.latest(series.id, RoundState.CLOSED)
    if closed is None:
        raise RefusedError(f"No question of {series.name} has closed yet.")
    return closed


def _keep_best(tx: Transaction, actor: Actor, before: Round, after: Round, now: datetime) -> None:
    was, chosen = ({"best answer": [one.best_member] if one.best_member else []} for one in (before, after))
    judged(tx, actor, after, "best", now, before=was, after=chosen)


def _points(tx: Transaction, played: Round, member: str) -> int | None:
    earned = tx.standings.points_of(played.id).get(member)
    return earned.points if earned else None


def _may_dispute(grade: Grade | None, claims: Sequence[Claim]) -> bool:
    """Say whether a button for a doubt about the whole stands there: where there is no point that could be claimed."""
    if grade is None or grade.judgement.findings or any(not claim.point for claim in claims):
        return False
    # What a reviewer has decided, or is asked to, is theirs.
    return not is_full(grade) and grade.source is not Source.REVIEWER and not grade.judgement.problem


def _refuse_own(actor: Actor, member: str) -> None:
    if member == actor.member:
        raise RefusedError("You cannot judge your own answer.", hint="Ask another reviewer.")


def _answered_and_open(tx: Transaction, series: Series, member: str, now: datetime) -> Round | None:
    """Give the open round of the series that the member has answered."""
    running = [r for r in tx.rounds.open_in(series.workspace) if r.series_id == series.id]
    answered = [r for r in running if _has_answered(tx, r, member, now)]
    return answered[-1] if answered else None


def _has_answered(tx: Transaction, played: Round, member: str, now: datetime) -> bool:
    return any(answer.member == member for answer in taking_part(answers_of(tx, played, now)))
