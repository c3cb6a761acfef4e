"""What reviewers decide teaches the grader of their workspace: sentences of answers become a part of its rubrics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.grading import Finding, Judgement, Source, effective
from bot.domain.judging.claims import Claim, folded, nearest_sentence, unmet
from bot.domain.judging.wordings import MOST_OF_POINT, Offer, Saying, Wording, laid_over
from bot.domain.members import Actor
from bot.domain.question import Question
from bot.domain.rounds import Round, RoundState
from bot.domain.series import Series, may_review
from bot.domain.text import one_line
from bot.errors import RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.practice.pool import open_refs
from bot.services.rights import require_reviewer


def as_graded(tx: Transaction, workspace: str, question: Question) -> Question:
    """Give a question as it is graded in a workspace: with what was accepted there as further wordings."""
    return laid_over(question, tx.wordings.of_question(workspace, question.ref))


@dataclass(frozen=True, slots=True)
class Teaching:
    """Adds sentences to rubrics, shows what was added, and takes it back: for reviewers."""

    clock: Clock

    def add_claimed(self, tx: Transaction, actor: Actor, claims: Iterable[Claim]) -> int:
        """Make what was claimed, and accepted, further wordings of its points; give how many are new."""
        said = (
            Wording(
                0, claim.workspace, claim.ref, claim.point, claim.sentence, Saying.WORDING, claim.member, "", claim.at
            )
            for claim in claims
        )
        return sum(self._add(tx, actor, one) is not None for one in said)

    def offer(self, tx: Transaction, played: Round, member: str, before: float | None, after: float) -> Offer | None:
        """Give what a grade that a reviewer raised or lowered could teach; None: there is nothing.

        Of a raised one that are the sentences nearest to the points that were not found; of a lowered one the words
        that were taken for a point.
        """
        answer = next((one for one in tx.answers.frozen(played.id) if one.member == member), None)
        automatic = effective(
            [one for one in tx.grades.of_round(played.id).get(member, ()) if one.source is Source.AUTO]
        )
        question = played.question
        if answer is None or automatic is None or question is None or before is None or after == before:
            return None
        if question.ref in open_refs(tx, played.workspace):  # a point is part of a model answer
            return None
        saying = Saying.WORDING if after > before else Saying.CONTRARY
        found = _sentences(question, automatic.judgement, answer.text, saying)
        return Offer(played.id, member, saying, found, question) if found else None

    def add_offered(
        self, tx: Transaction, actor: Actor, round_id: int, member: str, *, place: int, saying: Saying
    ) -> Wording | None:
        """Add what `offer` gave for a point; None: it is there already, or the point has `MOST_OF_POINT`.

        Raises:
            RefusedError: it is not offered any more, the answer is the reviewer's own, or the question is being asked
                again.
            RightsError: the actor may not review.
        """
        played, _ = self._reviewed(tx, actor, round_id)
        if member == actor.member:
            raise RefusedError("You cannot judge your own answer.", hint="Ask another reviewer.")
        answer = next((one for one in tx.answers.frozen(round_id) if one.member == member), None)
        grades = tx.grades.of_round(round_id).get(member, ())
        automatic = effective([one for one in grades if one.source is Source.AUTO])
        question = played.question
        if answer is None or automatic is None or question is None:
            raise RefusedError("This answer is gone.")
        if question.ref in open_refs(tx, actor.workspace):
            raise RefusedError("This question is being asked again.", hint="Add it after its reveal.")
        sentences = dict(_sentences(question, automatic.judgement, answer.text, saying))
        if place not in sentences:
            raise RefusedError("This is not offered any more.", hint="`/qotd wordings` shows what was added.")
        point, at = question.key_points[place].text, self.clock.now()
        said = Wording(0, actor.workspace, question.ref, point, sentences[place], saying, member, "", at)
        return self._add(tx, actor, said)

    def taught(self, tx: Transaction, actor: Actor, series: Series) -> Sequence[Wording]:
        """Give what was added to the rubrics of a series' packs, newest first; not of what is being asked just now.

        Raises:
            RightsError: the actor may not review.
        """
        require_reviewer(actor, series)
        hidden, every = open_refs(tx, series.workspace), tx.wordings.of_workspace(series.workspace)
        return [one for one in reversed(every) if _is_of(series, one.ref) and one.ref not in hidden]

    def take_back(self, tx: Transaction, actor: Actor, wording_id: int) -> Wording:
        """Take a sentence out of its rubric.

        Raises:
            RefusedError: it is gone.
            RightsError: the actor reviews no series that asks questions of its pack.
        """
        wording = tx.wordings.get(wording_id)
        if wording is None or wording.workspace != actor.workspace:
            raise RefusedError("This was taken back already.", hint="`/qotd wordings` shows what there is.")
        possible = [one for one in tx.series.of_workspace(actor.workspace) if _is_of(one, wording.ref)]
        if not any(may_review(actor, one.settings) for one in possible):
            raise RefusedError("Only reviewers of a series that asks this question may do that.")
        tx.wordings.remove(wording_id)
        _note(tx, actor, "wordings remove", wording.ref, self.clock.now())
        return wording

    def _reviewed(self, tx: Transaction, actor: Actor, round_id: int) -> tuple[Round, Series]:
        played = tx.rounds.get(round_id)
        series = tx.series.get(played.series_id) if played else None
        if played is None or series is None or played.workspace != actor.workspace:
            raise RefusedError("This question does not exist here.")
        require_reviewer(actor, series)
        if played.state is not RoundState.CLOSED:
            raise RefusedError("This question has not closed yet.")
        return played, series

    def _add(self, tx: Transaction, actor: Actor, said: Wording) -> Wording | None:
        """Keep a sentence under the reviewer's name; None: it is there, or there are as many as are kept."""
        text, now = one_line(said.text), self.clock.now()
        there = {
            folded(one.text)
            for one in tx.wordings.of_question(said.workspace, said.ref)
            if (one.point, one.saying) == (said.point, said.saying)
        }
        if not text or len(there | {folded(text)}) > MOST_OF_POINT:
            return None
        added = tx.wordings.add(replace(said, text=text, added_by=actor.member, at=now))
        if added is not None:
            _note(tx, actor, "wordings add", said.ref, now)
        return added


def _sentences(question: Question, judgement: Judgement, text: str, saying: Saying) -> tuple[tuple[int, str], ...]:
    """Give by points what an answer could say of them: of those not found, or the words that were taken for one."""
    if saying is Saying.WORDING:
        return tuple(
            (place, nearest_sentence(text, question.key_points[place], judgement))
            for place in unmet(question, judgement)
        )
    pairs = zip(question.key_points, judgement.findings, strict=False)
    return tuple(
        (place, found.evidence)
        for place, (_, found) in enumerate(pairs)
        if found.finding is not Finding.NOT_FOUND and found.evidence
    )


def _note(tx: Transaction, actor: Actor, action: str, ref: str, now: datetime) -> None:
    """Keep what somebody did to a rubric, by the series that ask its question, without anybody's words."""
    is_now = sum(one.ref == ref for one in tx.wordings.of_workspace(actor.workspace))
    was = is_now - 1 if action == "wordings add" else is_now + 1
    before, after, by = {"wordings": str(was)}, {"wordings": str(is_now)}, actor.member
    for series in tx.series.of_workspace(actor.workspace):
        if _is_of(series, ref):
            tx.audit.add(series.workspace, by, action, ref, now, series_id=series.id, before=before, after=after)


def _is_of(series: Series, ref: str) -> bool:
    return ref.partition("/")[0] in series.settings.packs
