"""Answers to private questions: judged, remembered, and worth points where a series says so."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.calendar.localtime import local_day
from bot.domain.grading import Judgement
from bot.domain.judging.options import judged, letters_of, picked_texts
from bot.domain.members import Actor
from bot.domain.practice.drills import Drill, Sureness, after_hint, rating_of
from bot.domain.practice.memory import Rating, Review
from bot.domain.practice.probes import probe_of, probe_question, with_probe
from bot.domain.question import Question
from bot.domain.scoring import DrillPoints, share_of
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.grader import Grader
from bot.ports.store import Store, Transaction
from bot.services.claims.teaching import as_graded
from bot.services.practice.drilling import Drilling, options_of
from bot.services.practice.remembering import drill_origin, remember
from bot.services.rights import require_tracked
from bot.services.rounds.judging import judged as judged_by

_UNGRADED = "It could not be graded: compare it with the model answer yourself."


@dataclass(frozen=True, slots=True)
class Answered:
    """A finished drill and what follows from it."""

    drill: Drill
    #: As it counts; None where nothing could be said of it.
    rating: Rating | None = None
    #: When the question comes back (UTC).
    due_at: datetime | None = None
    #: False: its author left tracking, and nothing of it is stored.
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class DrillAnswering:
    """Takes answers to drills."""

    store: Store
    clock: Clock
    grader: Grader
    drilling: Drilling

    async def answer(self, actor: Actor, drill_id: int, text: str, sureness: Sureness | None = None) -> Answered:
        """Grade the member's answer and finish the drill.

        Args:
            actor: who answers.
            drill_id: what they answer.
            text: their answer.
            sureness: how sure they said with it they are; None: what they said before it counts.

        Raises:
            InputError: the answer is empty.
            RefusedError: the drill is finished or somebody else's, or a series is asking its question now.
        """
        if not text.strip():
            raise InputError("The answer is empty.", hint="Write at least a few words, or ask to show the answer.")
        asked = await self.store.call(lambda tx: _as_graded(tx, self.drilling.unfinished(tx, actor, drill_id)))
        judgement = await asyncio.to_thread(judged_by, self.grader, asked, text)
        if judgement.problem:
            judgement = replace(judgement, reason=_UNGRADED)

        def answered(tx: Transaction) -> Answered:
            drill = self.drilling.unfinished(tx, actor, drill_id)
            drill = replace(drill, picked=None, sureness=sureness or drill.sureness)
            tx.drills.save(drill)
            return _probed(tx, self._finish(tx, drill, text, judgement), judgement)

        return await self.store.call(answered)

    async def answer_probe(self, actor: Actor, drill_id: int, text: str) -> Answered:
        """Grade what came back to a follow-up, against its key point alone; it counts half for that.

        Raises:
            InputError: the answer is empty.
            RefusedError: no follow-up waits, the drill is somebody else's, or a series is asking its question now.
        """
        if not text.strip():
            raise InputError("The answer is empty.", hint="Write a few words, or press Skip.")

        def probed(tx: Transaction) -> Question:
            drill = self.probing(tx, actor, drill_id)
            return probe_question(_as_graded(tx, drill), drill.probe or 0)

        asked = await self.store.call(probed)
        added = await asyncio.to_thread(judged_by, self.grader, asked, text)

        def answered(tx: Transaction) -> Answered:
            return self._end_probe(tx, self.probing(tx, actor, drill_id), text, added)

        return await self.store.call(answered)

    def probing(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give one of the member's own drills whose follow-up waits.

        Raises:
            RefusedError: none waits, they have left tracking meanwhile, or see `Drilling.own_unasked`.
        """
        require_tracked(tx, actor)
        drill = self.drilling.own_unasked(tx, actor, drill_id)
        if not drill.open_probe:
            raise RefusedError("This follow-up is over.", hint="Press Next for another question.")
        return drill

    def _end_probe(self, tx: Transaction, drill: Drill, text: str, added: Judgement) -> Answered:
        before = drill.judgement or Judgement(0.0, (), "")
        counted = with_probe(drill.question, before, drill.probe or 0, added, is_hinted=drill.is_hinted)
        tx.drills.end_probe(drill.id, text, counted)
        ended = replace(drill, probe_answer=text, judgement=counted)
        rating, at = rating_of(counted.score, drill.sureness), drill.finished_at or self.clock.now()
        review = Review(drill.ref, drill_origin(drill.id), rating, at)
        memory = remember(tx, drill.workspace, drill.member, review, self.clock.now())
        earn_more(tx, drill, before.score or 0.0, counted.score or 0.0, at)
        return Answered(ended, rating, memory.due_at)

    def choose(self, tx: Transaction, actor: Actor, drill_id: int, picked: str) -> Answered:
        """Judge what the member picked, by letters, and finish the drill.

        Raises:
            InputError: nothing is picked, or there is no such choice.
            RefusedError: there are no choices, or the drill is finished or somebody else's.
        """
        drill = replace(self.drilling.choices(tx, actor, drill_id), picked=picked)
        options = options_of(drill)
        if not picked or not set(picked) <= set(letters_of(options)):
            said = f"{picked.upper()} is no choice here." if picked else "Nothing is picked."
            raise InputError(said, hint=f"The choices are {', '.join(letters_of(options).upper())}.")
        tx.drills.save(drill)
        return self._finish(tx, drill, picked_texts(options, picked), judged(options, picked))

    def give_up(self, tx: Transaction, actor: Actor, drill_id: int) -> Answered:
        """Finish a drill without an answer; one that is finished is given as it is.

        Raises:
            RefusedError: it is somebody else's, or a series is asking its question now.
        """
        return self.leave(tx, self.drilling.own_unasked(tx, actor, drill_id))

    def leave(self, tx: Transaction, drill: Drill) -> Answered:
        """Finish a drill without an answer; one that is finished is given as it is, its follow-up passed over."""
        if drill.open_probe:
            tx.drills.end_probe(drill.id, "", drill.judgement)
        return self._as_kept(tx, drill) if drill.finished_at else self._finish(tx, drill, "", None)

    def rate(self, tx: Transaction, actor: Actor, drill_id: int, rating: Rating) -> Answered:
        """Correct how well the member recalled something: they know better than any grade.

        Raises:
            RefusedError: the drill has no answer, they have left tracking meanwhile, or it may not be told, see
                `Drilling.told`.
        """
        require_tracked(tx, actor)
        drill = self.drilling.told(tx, actor, drill_id)
        if drill.judgement is None or drill.finished_at is None:
            raise RefusedError("There is no answer to rate.", hint="Answer the question first.")
        review = Review(drill.ref, drill_origin(drill.id), rating, drill.finished_at)
        memory = remember(tx, actor.workspace, actor.member, review, self.clock.now())
        return Answered(drill, rating, memory.due_at)

    def _finish(self, tx: Transaction, drill: Drill, answer: str, judgement: Judgement | None) -> Answered:
        now = self.clock.now()
        counted = _with_hint(judgement) if judgement and drill.is_hinted else judgement
        if not tx.members.is_tracked(drill.workspace, drill.member):
            tx.drills.forget(drill.id)
            return Answered(replace(drill, answer=answer, judgement=counted, finished_at=now), is_kept=False)
        tx.drills.finish(drill.id, answer, counted, now)
        finished = replace(drill, answer=answer, judgement=counted, finished_at=now)
        if counted is not None and counted.score is None:
            return Answered(finished)
        score = counted.score if counted else None
        rating = rating_of(score, drill.sureness, by_choices=drill.picked is not None)
        review = Review(drill.ref, drill_origin(drill.id), rating, now)
        memory = remember(tx, drill.workspace, drill.member, review, now)
        if score is not None:
            _earn(tx, drill, score, now)
        return Answered(finished, rating, memory.due_at)

    def _as_kept(self, tx: Transaction, drill: Drill) -> Answered:
        log = tx.memories.log(drill.workspace, drill.member, drill.ref)
        reviews = [review for review in log if review.origin == drill_origin(drill.id)]
        memory = tx.memories.of_member(drill.workspace, drill.member).get(drill.ref)
        if not reviews or memory is None:
            return Answered(drill)
        return Answered(drill, reviews[-1].rating, memory.due_at)


def _as_graded(tx: Transaction, drill: Drill) -> Question:
    return as_graded(tx, drill.workspace, drill.question)


def _with_hint(judgement: Judgement) -> Judgement:
    score = judgement.score
    return judgement if score is None else replace(judgement, score=after_hint(score))


def _probed(tx: Transaction, answered: Answered, judgement: Judgement) -> Answered:
    """Ask for a key point that the answer left out; never in an exam."""
    drill = answered.drill
    is_alone = drill.exam_id is None and answered.is_kept
    probe = None if not is_alone else probe_of(drill.question, judgement)
    if probe is None:
        return answered
    tx.drills.ask_probe(drill.id, probe)
    return replace(answered, drill=replace(drill, probe=probe))


def _earn(tx: Transaction, drill: Drill, score: float, at: datetime) -> None:
    """Add what a drill earns."""
    for earned in _earned(tx, drill, score, at):
        if earned.points:
            tx.standings.add_drill_points(earned)


def earn_more(tx: Transaction, drill: Drill, before: float, after: float, at: datetime) -> None:
    """Raise what a drill has earned to what it earns with its follow-up."""
    for earned, more in zip(_earned(tx, drill, before, at), _earned(tx, drill, after, at), strict=True):
        if earned.points:
            tx.standings.change_drill_points(earned, more.points)
        elif more.points:
            tx.standings.add_drill_points(more)


def _earned(tx: Transaction, drill: Drill, score: float, at: datetime) -> Sequence[DrillPoints]:
    """Give what a score earns in the series that give points for drills and ask questions of its pack."""
    return [
        DrillPoints(
            series.id,
            drill.workspace,
            local_day(at, series.settings.schedule.zone),
            drill.member,
            drill.ref,
            share_of(series.settings.drill_points, score),
        )
        for series in tx.series.of_workspace(drill.workspace)
        if drill.question.pack in series.settings.packs
    ]
