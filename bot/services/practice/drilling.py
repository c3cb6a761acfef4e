"""Private questions on demand: which one a member gets, and what they may do with it before and after the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.judging.options import options_for, toggled
from bot.domain.members import Actor
from bot.domain.practice.choice import choose
from bot.domain.practice.drills import Drill, Sureness
from bot.domain.question import Choice, Level
from bot.domain.text import count
from bot.errors import RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.practice.pool import DrillPool, Wanted, learner, open_refs

LEVELS = tuple(Level)


def harder(level: Level, step: int) -> Level:
    """Give the level a step above (or below, if negative), within the levels there are."""
    return LEVELS[max(0, min(len(LEVELS) - 1, LEVELS.index(level) + step))]


@dataclass(frozen=True, slots=True)
class Drilling:
    """Asks members private questions; nothing of them is shown to anybody else."""

    pool: DrillPool
    clock: Clock
    #: How many drills a member may start within an hour; those of an exam are not counted.
    per_hour: int = 10

    def ask(self, tx: Transaction, actor: Actor, wanted: Wanted) -> Drill:
        """Ask what the member should practise next; never the question of an open round.

        Raises:
            RefusedError: too many within the hour, or no question fits.
        """
        now = self.clock.now()
        known = learner(tx, actor)
        recent = [drill for drill in known.asked if drill.asked_at > now - timedelta(hours=1) and not drill.is_exam]
        if len(recent) >= self.per_hour:
            raise RefusedError(
                f"That was {count(self.per_hour, 'question')} within an hour.",
                hint="Come back later: spacing helps memory.",
            )
        fitting = self.pool.fitting(tx, actor.workspace, wanted, now)
        if not fitting:
            raise RefusedError("There is no such question for you now.", hint="Try another topic or level.")
        if tx.members.is_tracked(actor.workspace, actor.member):
            tx.members.seen(actor)
        else:
            # Of who left tracking there is nothing by which to choose: what was asked before is known to nobody.
            known = replace(known, seed=f"{known.seed} {now.isoformat()}")
            if (left := tx.drills.current(actor.workspace, actor.member)) is not None:
                tx.drills.forget(left.id)
        question = choose(fitting, known, now, wanted.topic)
        return tx.drills.add(actor.workspace, actor.member, question, now, topic=wanted.topic or "")

    def ask_again(self, tx: Transaction, actor: Actor, step: int) -> Drill:
        """Ask the next question on the same topic, a step harder or easier than the last one; 0 takes any level."""
        last = tx.drills.latest(actor.workspace, actor.member)
        if last is None:
            return self.ask(tx, actor, Wanted())
        level = None if step == 0 else harder(last.question.level, step)
        return self.ask(tx, actor, Wanted(last.topic or None, level))

    def own(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give one of the member's own drills.

        Raises:
            RefusedError: there is none of that number, or it is somebody else's.
        """
        drill = tx.drills.get(drill_id)
        if drill is None or (drill.workspace, drill.member) != (actor.workspace, actor.member):
            raise RefusedError("This question is not yours.", hint="Ask for one of your own.")
        return drill

    def own_unasked(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give one of the member's own drills, if no series is asking its question now.

        Raises:
            RefusedError: a series is, so that its model answer must not be shown; or it is not theirs, see `own`.
        """
        drill = self.own(tx, actor, drill_id)
        if drill.ref in open_refs(tx, actor.workspace):
            said = "This question is being asked in a channel right now; come back after its reveal."
            raise RefusedError(said)
        return drill

    def unfinished(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give one of the member's own drills that can be answered now.

        Raises:
            RefusedError: it is finished, or see `own_unasked`.
        """
        drill = self.own_unasked(tx, actor, drill_id)
        if drill.finished_at is not None:
            raise RefusedError("This question is finished.", hint="Press Next for another one.")
        return drill

    def told(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give one of the member's own drills whose model answer they may see.

        Raises:
            RefusedError: it is part of an exam that is not over, or see `own_unasked`.
        """
        drill = self.own_unasked(tx, actor, drill_id)
        exam = tx.exams.get(drill.exam_id) if drill.exam_id else None
        if exam is not None and exam.is_running(self.clock.now()):
            raise RefusedError("An exam gives no feedback until its end.", hint="Answer or pass, or end the exam.")
        return drill

    def to_share(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give one of the member's own drills, answered, for others to see.

        Raises:
            RefusedError: it has no answer, or may not be told, see `told`.
        """
        drill = self.told(tx, actor, drill_id)
        if drill.judgement is None:
            raise RefusedError("There is no answer of yours to share.", hint="Answer the question first.")
        return drill

    def hint(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Take the hint; it costs a part of the score unless the drill is finished.

        Raises:
            RefusedError: it is part of a running exam, or may not be told, see `told`.
        """
        drill = self.told(tx, actor, drill_id)
        if not drill.question.hint or drill.finished_at is not None:
            return drill
        hinted = replace(drill, is_hinted=True)
        tx.drills.save(hinted)
        return hinted

    def say_sureness(self, tx: Transaction, actor: Actor, drill_id: int, sureness: Sureness) -> Drill:
        """Keep how sure the member is of the answer that they are about to give.

        Raises:
            RefusedError: the drill cannot be answered, see `unfinished`.
        """
        said = replace(self.unfinished(tx, actor, drill_id), sureness=sureness)
        tx.drills.save(said)
        return said

    def choices(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Let the member choose instead of writing.

        Raises:
            RefusedError: the question has no choices, or cannot be answered, see `unfinished`.
        """
        drill = self.unfinished(tx, actor, drill_id)
        if not drill.question.choices:
            raise RefusedError("This question has no choices.", hint="Answer in your own words.")
        chosen = replace(drill, picked=drill.picked or "")
        tx.drills.save(chosen)
        return chosen

    def toggle(self, tx: Transaction, actor: Actor, drill_id: int, letter: str) -> Drill:
        """Pick one of several right choices, or take it back.

        Raises:
            RefusedError: there is no such choice, or see `choices`.
        """
        drill = self.choices(tx, actor, drill_id)
        picked = replace(drill, picked=toggled(drill.picked or "", letter))
        tx.drills.save(picked)
        return picked


def options_of(drill: Drill) -> Sequence[Choice]:
    """Give the choices in the order in which the member sees them, this time and every time."""
    return options_for(drill.question, drill.workspace, drill.member)
