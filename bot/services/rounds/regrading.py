"""Grading a closed round again, on request: with what its rubric was taught since, by the grader as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.answers import Answer
from bot.domain.grading import Grade, Judgement, Source, effective
from bot.domain.members import Actor
from bot.domain.question import Question
from bot.domain.rounds import Round
from bot.domain.series import PARTICIPATION, Series
from bot.domain.text import listing
from bot.errors import RefusedError
from bot.ports.clock import Clock
from bot.ports.grader import Grader
from bot.ports.store import Store, Transaction
from bot.services.access.auditing import judged as audited
from bot.services.claims.recalling import recall_round
from bot.services.claims.teaching import as_graded
from bot.services.reviewing import closed_round
from bot.services.rights import require_reviewer
from bot.services.rounds.correcting import rescore_revealed
from bot.services.rounds.judging import BY_CHOICE, Judging, grader_of


@dataclass(frozen=True, slots=True)
class Regraded:
    """What came of grading a round again."""

    played: Round
    #: How many answers were graded again.
    answers: int
    #: How many scores count that are higher than before, and lower.
    higher: int
    lower: int


@dataclass(frozen=True, slots=True)
class _Material:
    played: Round
    series: Series
    question: Question
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Regrading:
    """Grades closed rounds again; grades that reviewers gave go on counting."""

    store: Store
    clock: Clock
    graders: Mapping[str, Grader]
    judging: Judging = field(default_factory=Judging)

    async def grade_again(self, actor: Actor, series: Series, number: int | None = None) -> Regraded:
        """Grade the latest closed round of a series again, or that of the number; points and boards follow.

        Raises:
            RightsError: the actor may not review, or not any more once it is graded.
            RefusedError: there is no such round, or nothing in it is graded.
        """
        material = await self.store.call(self._load, actor, series, number)
        played, question = material.played, material.question
        grader = grader_of(self.graders, material.series)
        judged = await self.judging.judge_round(played, question, grader, material.answers)
        self.judging.forget(played.id)
        return await self.store.call(self._settle, actor, material, judged, grader.name)

    def _load(self, tx: Transaction, actor: Actor, series: Series, number: int | None) -> _Material:
        require_reviewer(actor, series)
        played = closed_round(tx, series, number)
        if played.question is None or grader_of(self.graders, series).name == PARTICIPATION:
            raise RefusedError("Nothing is graded there.")
        question = as_graded(tx, played.workspace, played.question)
        return _Material(played, series, question, tuple(tx.answers.frozen(played.id)))

    def _settle(
        self, tx: Transaction, actor: Actor, material: _Material, judged: Mapping[str, Judgement], grader: str
    ) -> Regraded:
        # Grading took a while: who asked for it may have lost the right since.
        series = tx.series.get(material.series.id) or material.series
        require_reviewer(actor, series)
        # What was erased meanwhile is gone, and stays so.
        played, answers = tx.rounds.get(material.played.id) or material.played, tx.answers.frozen(material.played.id)
        ledger = {member: list(grades) for member, grades in tx.grades.of_round(played.id).items()}
        now, again, moved, graders = self.clock.now(), 0, [], set()
        for answer in answers:
            grades = ledger.get(answer.member, [])
            judgement = judged.get(answer.member)
            if judgement is None or not _is_graders(grades):
                continue
            again += 1
            graders.add(_latest(grades).by)
            before = effective(grades)
            if _latest(grades).judgement != judgement:
                grades.append(Grade(played.id, answer.member, Source.AUTO, judgement, grader, now))
                tx.grades.add(grades[-1:])
                moved.append((answer.member, _difference(before, effective(grades))))
        rescore_revealed(tx, series, played, answers, ledger, now=now)
        for member, _ in moved:
            recall_round(tx, played, member, ledger[member], now)
        differences = [difference for _, difference in moved]
        regraded = Regraded(played, again, sum(one > 0 for one in differences), sum(one < 0 for one in differences))
        was = {"grader": listing(sorted(graders))}
        became = {"grader": grader, "higher": str(regraded.higher), "lower": str(regraded.lower)}
        audited(tx, actor, played, "regrade", now, before=was, after=became)
        return regraded


def _automatic(grades: Sequence[Grade]) -> list[Grade]:
    return [grade for grade in grades if grade.source is Source.AUTO]


def _latest(grades: Sequence[Grade]) -> Grade:
    return _automatic(grades)[-1]


def _is_graders(grades: Sequence[Grade]) -> bool:
    """Say whether a grader judged the answer: a choice it did not, and what was left to reviewers is theirs."""
    automatic = _automatic(grades)
    return bool(automatic) and automatic[-1].by != BY_CHOICE and not automatic[-1].judgement.problem


def _difference(before: Grade | None, after: Grade | None) -> float:
    scores = [(one.judgement.score if one else None) or 0.0 for one in (before, after)]
    return scores[1] - scores[0]
