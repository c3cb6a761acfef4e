"""Private questions on demand: nothing of them is shown to anybody else, and none counts on a board."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from bot.domain.drills import Drill, DrillAsked
from bot.domain.grading import Judgement
from bot.domain.members import Actor
from bot.domain.question import Level, Question
from bot.domain.text import count, nearest
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.grader import Grader
from bot.ports.packs import PackSource
from bot.ports.store import Store, Transaction

LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a drill is to be about; None leaves it open."""

    topic: str | None = None
    level: Level | None = None


def harder(level: Level, step: int) -> Level:
    """Give the level a step above (or below, if negative), within the levels there are."""
    return LEVELS[max(0, min(len(LEVELS) - 1, LEVELS.index(level) + step))]


@dataclass(frozen=True, slots=True)
class Drilling:
    """Asks members private questions."""

    store: Store
    packs: PackSource
    clock: Clock
    grader: Grader
    #: How many drills a member may start within an hour.
    per_hour: int = 10

    def topics(self) -> Sequence[str]:
        """Give all topics there are questions on, in alphabetical order."""
        questions = (question for pack in self.packs.packs().values() for question in pack.questions)
        return sorted({topic for question in questions for topic in question.topics})

    def wanted(self, words: Sequence[str]) -> Wanted:
        """Read "[topic] [level]", in either order.

        Raises:
            InputError: a word is neither a topic nor a level, or there are several topics or levels.
        """
        said = [word.casefold() for word in words]
        topics = self.topics()
        for word in said:
            if word not in {*topics, *LEVELS}:
                known = f"Topics: {', '.join(topics)}. Levels: {', '.join(LEVELS)}."
                hint = nearest(word, [*topics, *LEVELS], before="/aws-quiz ") or known
                raise InputError(f"{word!r} is neither a topic nor a level.", hint=hint)
        levels = [word for word in said if word in LEVELS]
        chosen = [word for word in said if word not in LEVELS]
        if len(levels) > 1 or len(chosen) > 1:
            raise InputError("One topic and one level are possible.", hint="For example `/aws-quiz security`.")
        return Wanted(chosen[0] if chosen else None, Level(levels[0]) if levels else None)

    def ask(self, tx: Transaction, actor: Actor, wanted: Wanted) -> Drill:
        """Ask a question that the member has not had, or had longest ago; never one of an open round.

        Of these, one whose main topic is the wanted one goes before others that touch it.

        Raises:
            RefusedError: too many within the hour, or no question fits.
        """
        now = self.clock.now()
        history = tx.drills.asked(actor.workspace, actor.member)
        if sum(drill.asked_at > now - timedelta(hours=1) for drill in history) >= self.per_hour:
            raise RefusedError(
                f"That was {count(self.per_hour, 'question')} within an hour.",
                hint="Come back later: spacing helps memory.",
            )
        fitting = self._fitting(tx, actor, wanted)
        if not fitting:
            raise RefusedError("There is no such question for you now.", hint="Try another topic or level.")
        tx.members.seen(actor)
        return tx.drills.add(actor.workspace, actor.member, _pick(fitting, history, actor, wanted.topic), now)

    def ask_again(self, tx: Transaction, actor: Actor, step: int) -> Drill:
        """Ask the next question, a step harder or easier than the last one; 0 takes any level."""
        last = tx.drills.latest(actor.workspace, actor.member)
        if step == 0 or last is None:
            return self.ask(tx, actor, Wanted())
        return self.ask(tx, actor, Wanted(level=harder(last.question.level, step)))

    def _fitting(self, tx: Transaction, actor: Actor, wanted: Wanted) -> list[Question]:
        barred = _open_refs(tx, actor.workspace) | tx.flags.quarantined(actor.workspace)
        today = self.clock.now().astimezone(UTC).date()
        return [
            question
            for name in self._packs_of(tx, actor.workspace)
            for question in self.packs.packs()[name].questions
            if question.ref not in barred
            and not question.is_stale(today)
            and wanted.topic in {None, *question.topics}
            and wanted.level in {None, question.level}
        ]

    def _packs_of(self, tx: Transaction, workspace: str) -> list[str]:
        available = self.packs.packs()
        chosen = {name for series in tx.series.of_workspace(workspace) for name in series.settings.packs}
        return sorted(chosen & available.keys()) or sorted(available)

    def show(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give the drill up and give it with its model answer; a finished one is given as it is.

        Raises:
            RefusedError: it is somebody else's, or a series is asking its question now.
        """
        drill = self.own_unasked(tx, actor, drill_id)
        if drill.finished_at is None:
            tx.drills.finish(drill.id, "", None, self.clock.now())
        return tx.drills.get(drill.id) or drill

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
        if drill.question.ref in _open_refs(tx, actor.workspace):
            said = "This question is being asked in a channel right now; come back after its reveal."
            raise RefusedError(said)
        return drill

    def to_share(self, tx: Transaction, actor: Actor, drill_id: int) -> Drill:
        """Give one of the member's own drills, answered, for others to see.

        Raises:
            RefusedError: it has no answer, it is somebody else's, or a series is asking its question now.
        """
        drill = self.own_unasked(tx, actor, drill_id)
        if drill.judgement is None:
            raise RefusedError("There is no answer of yours to share.", hint="Answer the question first.")
        return drill

    async def answer(self, actor: Actor, drill_id: int, text: str) -> Drill:
        """Grade the member's answer and finish the drill.

        Raises:
            InputError: the answer is empty.
            RefusedError: the drill is finished or somebody else's, or a series is asking its question now.
        """
        if not text.strip():
            raise InputError("The answer is empty.", hint="Write at least a few words, or ask to show the answer.")
        drill = await self.store.call(self.own_unasked, actor, drill_id)
        judgement = await asyncio.to_thread(self.grader.grade, drill.question, text)
        return await self.store.call(self._finish, actor, drill_id, text, judgement)

    def _finish(self, tx: Transaction, actor: Actor, drill_id: int, text: str, judgement: Judgement) -> Drill:
        drill = self.own_unasked(tx, actor, drill_id)
        if drill.finished_at is not None:
            raise RefusedError("This question is finished.", hint="Press Next for another one.")
        tx.drills.finish(drill_id, text, judgement, self.clock.now())
        return self.own(tx, actor, drill_id)


def _open_refs(tx: Transaction, workspace: str) -> set[str]:
    return {played.question.ref for played in tx.rounds.open_in(workspace) if played.question}


def _pick(fitting: Sequence[Question], history: Sequence[DrillAsked], actor: Actor, topic: str | None) -> Question:
    last_seen: Mapping[str, int] = {drill.ref: number for number, drill in enumerate(history)}

    def order(question: Question) -> tuple[int, bool, str]:
        draw = f"{actor.workspace} {actor.member} {len(history)} {question.ref}"
        is_other = topic not in {None, question.topics[0]}
        return last_seen.get(question.ref, -1), is_other, hashlib.sha256(draw.encode()).hexdigest()

    return min(fitting, key=order)
