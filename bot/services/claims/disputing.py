"""Taking what members say against their grades: that they said a point, or that the whole is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.claims import claimed_notice, disputed_notice
from bot.domain.answers import Answer
from bot.domain.calendar.localtime import local_day
from bot.domain.grading import Grade, Source, effective, is_full
from bot.domain.judging.claims import Claim, claimable, nearest_sentence
from bot.domain.judging.options import judged_quick
from bot.domain.members import Actor
from bot.domain.practice.drills import Drill
from bot.domain.question import Question
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.claims.deciding import figures_of
from bot.services.claims.recalling import recall_drill, recall_round
from bot.services.deliveries.owing import tell_members
from bot.services.practice.drilling import Drilling
from bot.services.rounds.judging import BY_CHOICE
from bot.services.rounds.revealing import is_revealed

_RIGHT = "You chose right, which has earned all that a choice can earn: words earn the rest."
_FULL = "Your answer has the full score already, so there is nothing to dispute."


@dataclass(frozen=True, slots=True)
class Disputing:
    """Takes members' doubts about their own grades."""

    clock: Clock
    drilling: Drilling

    def dispute(self, tx: Transaction, actor: Actor, round_id: int, reason: str) -> Claim:
        """Keep a member's doubt about their whole grade and tell reviewers and managers, once.

        Raises:
            InputError: there is no reason.
            RefusedError: the round has not closed, they did not answer it, or a doubt of theirs waits already.
        """
        if not reason.strip():
            raise InputError("A dispute needs a reason.", hint="Say which key point you met, and in which words.")
        played, series, _ = _answered(tx, actor, round_id)
        grade = effective(tx.grades.of_round(round_id).get(actor.member, ()))
        if is_full(grade):
            raise RefusedError(_FULL)
        if grade is not None and _is_right_choice(played, grade):
            raise RefusedError(_RIGHT)
        now, ref = self.clock.now(), played.question.ref if played.question else ""
        tx.members.seen(actor)
        claim = Claim(0, actor.workspace, actor.member, now, ref, series.id, played.id, reason=reason.strip())
        added = tx.claims.add(claim)
        if added is None:
            raise RefusedError("You have disputed this grade already.", hint="A reviewer will decide.")
        notice = disputed_notice(series, figures_of(tx, added, played))
        judges = _judges(series, actor.member)
        tell_members(tx, series, judges, notice, code=f"q{added.id}", now=now, round_id=played.id)
        return added

    def of_round(self, tx: Transaction, actor: Actor, round_id: int) -> tuple[Question, tuple[int, ...]]:
        """Give a round's question and the places of the points that the member may claim.

        Raises:
            RefusedError: the round has not closed, or they did not answer it.
        """
        played, _, _ = _answered(tx, actor, round_id)
        if played.question is None:
            raise RefusedError("This question was withdrawn.")
        grade = effective(tx.grades.of_round(round_id).get(actor.member, ()))
        return played.question, may_claim(played, grade, tx.claims.of_round(round_id, actor.member))

    def claim_in_round(self, tx: Transaction, actor: Actor, round_id: int, place: int) -> None:
        """Take "I said that" of one key point: it counts in the member's practice at once; once more changes nothing.

        Raises:
            InputError: the question has no such point.
            RefusedError: there is nothing to claim, see `of_round`.
        """
        question, places = self.of_round(tx, actor, round_id)
        played, series, answer = _answered(tx, actor, round_id)
        now = self.clock.now()
        if not _is_new(question, places, place, tx.claims.of_round(round_id, actor.member)):
            return
        point = question.key_points[place]
        grade = effective(tx.grades.of_round(round_id).get(actor.member, ()))
        sentence = nearest_sentence(answer.text, point, grade.judgement if grade else None)
        tx.members.seen(actor)
        claim = Claim(0, actor.workspace, actor.member, now, question.ref, series.id, played.id)
        tx.claims.add(replace(claim, point=point.text, sentence=sentence))
        recall_round(tx, played, actor.member, tx.grades.of_round(played.id).get(actor.member, ()), now)
        _tell(tx, series, actor, now)

    def of_drill(self, tx: Transaction, actor: Actor, drill_id: int) -> tuple[Question, tuple[int, ...]]:
        """Give a drill's question and the places of the points that the member may claim.

        Raises:
            RefusedError: it has no answer, its follow-up waits, or it may not be told, see `Drilling.told`.
        """
        drill = self._finished(tx, actor, drill_id)
        return drill.question, claimable(drill.question, drill.judgement, tx.claims.of_drill(drill.id))

    def claim_in_drill(self, tx: Transaction, actor: Actor, drill_id: int, place: int) -> None:
        """Take "I said that" of one key point of a drill, as `claim_in_round` does.

        Raises:
            InputError: the question has no such point.
            RefusedError: see `of_drill`.
        """
        drill = self._finished(tx, actor, drill_id)
        before, now = tx.claims.of_drill(drill.id), self.clock.now()
        question, places = drill.question, claimable(drill.question, drill.judgement, before)
        if not _is_new(question, places, place, before):
            return
        point = question.key_points[place]
        sentence = nearest_sentence(f"{drill.answer}\n{drill.probe_answer or ''}", point, drill.judgement)
        tx.members.seen(actor)
        claim = Claim(0, actor.workspace, actor.member, now, drill.ref, drill_id=drill.id)
        tx.claims.add(replace(claim, point=point.text, sentence=sentence))
        recall_drill(tx, drill, before, now)
        for series in tx.series.of_workspace(actor.workspace):
            if question.pack in series.settings.packs:
                _tell(tx, series, actor, now)

    def _finished(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        drill = self.drilling.told(tx, actor, drill_id)
        if drill.judgement is None or drill.finished_at is None or drill.open_probe:
            raise RefusedError("There is no result to claim anything of.", hint="Answer the question first.")
        return drill


def may_claim(played: Round, grade: Grade | None, claims: Sequence[Claim]) -> tuple[int, ...]:
    """Give the places of the points of a round that may be claimed; what a reviewer has graded whole is theirs."""
    if grade is None or played.question is None or played.void:
        return ()
    is_reviewers = grade.source is Source.REVIEWER and not any(claim.accepted for claim in claims if claim.point)
    return () if is_reviewers else claimable(played.question, grade.judgement, claims)


def _is_new(question: Question, places: tuple[int, ...], place: int, claims: Sequence[Claim]) -> bool:
    """Say whether a point can be claimed; False: it was claimed already.

    Raises:
        InputError: the question has no such point.
        RefusedError: the point counts already, or a reviewer has decided.
    """
    if not 0 <= place < len(question.key_points):
        raise InputError("This button is from an older version.", hint="Use the newest card instead.")
    if place in places:
        return True
    if any(claim.point == question.key_points[place].text for claim in claims):
        return False
    raise RefusedError("There is nothing to claim: this point counts already, or a reviewer has decided.")


def _answered(tx: Transaction, actor: Actor, round_id: int) -> tuple[Round, Series, Answer]:
    played = tx.rounds.get(round_id)
    series = tx.series.get(played.series_id) if played else None
    if played is None or series is None or played.workspace != actor.workspace:
        raise RefusedError("This question does not exist here.")
    if played.state is RoundState.CLOSED and not is_revealed(tx, played):
        raise RefusedError("This question is not revealed yet.", hint="Your result comes with the reveal.")
    if played.state is not RoundState.CLOSED:
        raise RefusedError("This question has not closed yet.", hint="Your result comes with the reveal.")
    answer = next((answer for answer in tx.answers.frozen(round_id) if answer.member == actor.member), None)
    if answer is None:
        raise RefusedError("You did not answer this question.")
    return played, series, answer


def _is_right_choice(played: Round, grade: Grade) -> bool:
    """Say whether a grade is of a choice that has all that a choice can have."""
    if grade.by != BY_CHOICE or played.question is None or played.choosing is None:
        return False
    right = tuple(place for place, choice in enumerate(played.question.choices) if choice.right)
    best = judged_quick(played.question, right, could_be_words=played.choosing.takes_words).score
    return grade.judgement.score is not None and best is not None and grade.judgement.score >= best


def _judges(series: Series, claimant: str) -> frozenset[str]:
    return (series.settings.managers | series.settings.reviewers) - {claimant}


def _tell(tx: Transaction, series: Series, actor: Actor, now: datetime) -> None:
    """Tell reviewers once a day that claims wait, however many there are."""
    day = local_day(now, series.settings.schedule.zone)
    code = f"claims {day.isoformat()}"
    tell_members(tx, series, _judges(series, actor.member), claimed_notice(series), code=code, now=now)
