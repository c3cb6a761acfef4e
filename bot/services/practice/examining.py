"""Exams: a run of private questions without feedback until the end."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.members import Actor
from bot.domain.practice.choice import choose
from bot.domain.practice.drills import Drill
from bot.domain.practice.exams import PAUSE, SIZES, Exam, ExamResult
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.practice.drilling import Drilling
from bot.services.practice.judging import DrillAnswering
from bot.services.practice.pool import Wanted, learner


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """The question of an exam that is to be answered now."""

    drill: Drill
    #: From 1 on.
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Examining:
    """Begins, goes on with and ends exams. A member has one at a time, and begins one an hour at most.

    Its questions do not count towards the drills of an hour: so one of ten is always possible.
    """

    drilling: Drilling
    answering: DrillAnswering
    clock: Clock

    def begin(self, tx: Transaction, actor: Actor, size: int, wanted: Wanted) -> ExamQuestion | ExamResult:
        """Begin an exam, or go on with the one that the member has left.

        Raises:
            InputError: an exam cannot have so many questions.
            RefusedError: the last one was begun within the hour, too few questions fit, or the actor left tracking.
        """
        if not tx.members.is_tracked(actor.workspace, actor.member):
            said = "You left tracking, and an exam has to keep your answers until its end."
            raise RefusedError(said, hint="`/aws-quiz` asks single questions, and keeps nothing of them.")
        now = self.clock.now()
        latest = tx.exams.latest(actor.workspace, actor.member)
        if latest is not None and latest.is_running(now):
            return self.go_on(tx, actor, latest.id)
        if size not in SIZES:
            raise InputError(
                f"An exam has {SIZES[0]} to {SIZES[-1]} questions, not {size}.", hint="For example `/aws-quiz exam 10`."
            )
        if latest is not None and now < latest.started_at + PAUSE:
            raise RefusedError("One exam an hour is enough.", hint="Practise what you missed: `/aws-quiz`.")
        fitting = len(self.drilling.pool.fitting(tx, actor.workspace, wanted, now))
        if fitting < SIZES[0]:
            raise RefusedError("There are too few such questions for an exam.", hint="Try another topic or level.")
        tx.members.seen(actor)
        size = min(size, fitting)
        exam = Exam(0, actor.workspace, actor.member, size, wanted.topic or "", wanted.level, now)
        return self.go_on(tx, actor, tx.exams.add(exam).id)

    def go_on(self, tx: Transaction, actor: Actor, exam_id: int) -> ExamQuestion | ExamResult:
        """Give the question that waits, else the next one, else the result.

        Raises:
            RefusedError: the exam is somebody else's.
        """
        exam, now = self._own(tx, actor, exam_id), self.clock.now()
        drills = tx.drills.of_exam(exam.id)
        waiting = next((drill for drill in drills if drill.finished_at is None), None)
        if waiting is not None:
            return ExamQuestion(waiting, len(drills), exam.size)
        asked = {drill.ref for drill in drills}
        wanted = Wanted(exam.topic or None, exam.level)
        left = [q for q in self.drilling.pool.fitting(tx, actor.workspace, wanted, now) if q.ref not in asked]
        if len(drills) >= exam.size or not left or not exam.is_running(now):
            return self._result(tx, exam, now)
        question = choose(left, learner(tx, actor), now, wanted.topic)
        drill = tx.drills.add(actor.workspace, actor.member, question, now, topic=exam.topic, exam_id=exam.id)
        return ExamQuestion(drill, len(drills) + 1, exam.size)

    def pass_over(self, tx: Transaction, actor: Actor, drill_id: int) -> ExamQuestion | ExamResult:
        """Leave a question of an exam unanswered, and give what comes next.

        Raises:
            RefusedError: it is not part of an exam, or somebody else's.
        """
        drill = self.drilling.own(tx, actor, drill_id)
        exam_id = _exam_of(drill)
        self.answering.leave(tx, drill)
        return self.go_on(tx, actor, exam_id)

    def end(self, tx: Transaction, actor: Actor, drill_id: int) -> ExamResult:
        """End the exam that a question is part of; what was not answered yet does not count.

        Raises:
            RefusedError: it is not part of an exam, or somebody else's.
        """
        drill = self.drilling.own(tx, actor, drill_id)
        return self._result(tx, self._own(tx, actor, _exam_of(drill)), self.clock.now())

    def _result(self, tx: Transaction, exam: Exam, now: datetime) -> ExamResult:
        tx.exams.finish(exam.id, now)
        drills = [drill for drill in tx.drills.of_exam(exam.id) if drill.finished_at is not None]
        return ExamResult(exam, drills)

    def _own(self, tx: Transaction, actor: Actor, exam_id: int) -> Exam:
        exam = tx.exams.get(exam_id)
        if exam is None or (exam.workspace, exam.member) != (actor.workspace, actor.member):
            raise RefusedError("This exam is not yours.", hint="Begin one of your own: `/aws-quiz exam`.")
        return exam


def _exam_of(drill: Drill) -> int:
    if drill.exam_id is None:
        raise RefusedError("This question is not part of an exam.", hint="`/aws-quiz exam` begins one.")
    return drill.exam_id
