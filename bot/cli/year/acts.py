"""What people do, each at its instant: answering, choosing, practising, and what they say of grades and questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from adapters.console.send.messenger import PLATFORM
from bot.cli.year.as_written import AsWritten
from bot.cli.year.chances import chances, happens
from bot.cli.year.knowing import Mind, chosen, words, year_gone
from bot.cli.year.people import Person
from bot.cli.year.teams import MANAGER, REVIEWER
from bot.domain.answers import CHOSEN, Happening, Inbound, Revision
from bot.domain.calendar.localtime import local_day
from bot.domain.doubts import Verdict
from bot.domain.grading import effective
from bot.domain.judging.options import Pick
from bot.domain.members import Actor
from bot.domain.practice.drills import Sureness, after_hint, rating_of
from bot.domain.practice.memory import Review, is_due
from bot.domain.question import Question
from bot.domain.rounds import Form, Round
from bot.domain.text import percent
from bot.engine import Engine
from bot.errors import RefusedError
from bot.ports.store import Transaction
from bot.services.claims.disputing import may_claim
from bot.services.practice.remembering import drill_origin, remember

WORKSPACE = f"{PLATFORM}:local"
_FLAGS = ("The second part depends on the region.", "The limit was raised, I think.", "Two choices mean the same.")
#: How many of those who go away say so.
_SAY_SO = 0.7
#: A score below which people doubt it.
_BAD = 0.6
_DISPUTE = "My second sentence says that in other words."


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens at an instant (UTC)."""

    at: datetime
    run: Callable[[Transaction], object]


@dataclass(frozen=True, slots=True)
class Acting:
    """Says what people will do about rounds, and in their own time."""

    engine: Engine
    questions: Mapping[str, Question]
    people: Sequence[Person]
    #: The first day of the year.
    first: date
    seed: int
    #: The questions of open rounds, by `pack/id`: nobody practises them.
    asked_now: set[str] = field(default_factory=set)

    def answers(self, series: str, played: Round) -> Iterator[Act]:
        """Give the answers to a round that has just opened."""
        if played.question is None or played.opened_at is None or played.closes_at is None:
            return
        for person in self.people:
            chance = chances(self.seed, played.id, person.member)
            if series not in person.series or not person.is_there(played.day) or not happens(chance, person.habit):
                continue
            later = timedelta(hours=max(chance.gauss(person.hour, 0.8), 0.02))
            at = min(played.opened_at + later, played.closes_at - timedelta(seconds=chance.randrange(30, 1800)))
            yield self._answer(person, played, played.question, at, chance)

    def _answer(self, person: Person, played: Round, question: Question, at: datetime, chance: Random) -> Act:
        is_quick = played.form is Form.CHOICE or (played.form is Form.BOTH and happens(chance, person.quick))

        def answer(tx: Transaction) -> None:
            mind = self._mind(tx, person, question, at)
            answering, who = self.engine.services.answering, _actor(person)
            if is_quick:
                pick = Pick(chosen(mind, question, question.choices, chance))
                answering.keep_private(tx, who, played, CHOSEN + person.member, pick.write())
                self.engine.services.meeting.did(tx, who, played.channel)
            elif played.is_sealed:
                answering.submit_sealed(tx, who, played.id, words(mind, question, chance))
                self.engine.services.meeting.did(tx, who, played.channel)
            else:
                text = words(mind, question, chance)
                message = f"{played.id:06}{person.member}"
                revision = Revision(message, Happening.POSTED, at, at, person.member, text)
                answering.record(tx, Inbound(WORKSPACE, played.channel, played.thread or "", revision, who))

        return Act(at, answer)

    def absences(self, day: date, at: datetime) -> Iterator[Act]:
        """Give who says that they are away from a day on; not everybody thinks of it."""
        for person in self.people:
            last = next((last for first, last in person.away if first == day), None)
            if (
                last is not None
                and person.is_employed(day)
                and happens(chances(self.seed, "away", day, person.member), _SAY_SO)
            ):
                yield Act(at, partial(self._away, person=person, until=last + timedelta(days=1)))

    def _away(self, tx: Transaction, *, person: Person, until: date) -> None:
        self.engine.services.absences.begin(tx, _actor(person), person.member, until)

    def drills(self, day: date, at: datetime) -> Iterator[Act]:
        """Give the private questions of a day that begins at an instant."""
        for person in self.people:
            chance = chances(self.seed, day, person.member)
            if not person.is_there(day):
                continue
            for _ in range(_how_many(person.drills / 5, chance)):
                when = at + timedelta(minutes=chance.randrange(60, 480))
                yield Act(when, partial(self._drill, person=person, at=when, chance=chance))

    def _drill(self, tx: Transaction, *, person: Person, at: datetime, chance: Random) -> None:
        memories = tx.memories.of_member(WORKSPACE, person.member)
        due = [one for ref, one in memories.items() if ref not in self.asked_now and is_due(one, at)]
        if due and happens(chance, 0.75):
            question = self.questions.get(min(due, key=lambda one: (one.due_at, one.ref)).ref)
        else:
            question = self._unseen(person, memories.keys() | self.asked_now, chance)
        if question is None:
            return
        tx.members.seen(_actor(person))
        drill = tx.drills.add(WORKSPACE, person.member, question, at)
        mind = self._mind(tx, person, question, at)
        sureness = chance.choice((None, None, Sureness.GUESS, Sureness.THINK_SO, Sureness.SURE))
        is_hinted = happens(chance, 0.12)
        tx.drills.save(replace(drill, sureness=sureness, is_hinted=is_hinted))
        text = words(mind, question, chance)
        judgement = AsWritten().grade(question, text)
        if is_hinted and judgement.score is not None:
            judgement = replace(judgement, score=after_hint(judgement.score))
        ends = at + timedelta(minutes=chance.randrange(1, 6))
        tx.drills.finish(drill.id, text, judgement, ends)
        review = Review(question.ref, drill_origin(drill.id), rating_of(judgement.score, sureness), ends)
        remember(tx, WORKSPACE, person.member, review, ends)

    def _unseen(self, person: Person, seen: frozenset[str] | set[str], chance: Random) -> Question | None:
        fresh = [one for ref, one in self.questions.items() if ref not in seen]
        wanted = [one for one in fresh if set(one.topics) & person.weak] if happens(chance, 0.5) else []
        return chance.choice(wanted or fresh) if fresh else None

    def afterwards(self, tx: Transaction, closed: Round) -> Iterator[Act]:
        """Give what people say of a round that has just closed, and what becomes of it."""
        if closed.question is None or closed.closed_at is None:
            return
        by_id = {person.member: person for person in self.people}
        for member, grades in tx.grades.of_round(closed.id).items():
            chance = chances(self.seed, closed.id, member, "afterwards")
            at = closed.closed_at + timedelta(minutes=chance.randrange(2, 90))
            who = _actor(by_id[member])
            grade = effective(grades)
            yield from self._opinion(closed, who, at, chance)
            places = may_claim(closed, grade, ())
            if places and member != REVIEWER and happens(chance, 0.04):
                yield from self._claim(closed, who, chance.choice(places), at, chance)
            elif grade and member != REVIEWER and (grade.judgement.score or 1) < _BAD and happens(chance, 0.006):
                yield from self._dispute(closed, who, grade.judgement.score or 0.0, at, chance)

    def _opinion(self, closed: Round, who: Actor, at: datetime, chance: Random) -> Iterator[Act]:
        question, flagging = closed.question, self.engine.services.flagging
        if question is None:
            return
        # Some questions are worse than others, whoever looks at them.
        is_poor = happens(chances(self.seed, question.ref), 0.06)
        if happens(chance, 0.18):
            is_good = happens(chance, 0.3 if is_poor else 0.9)
            yield Act(at, lambda tx: flagging.rate_round(tx, who, closed.id, is_good=is_good))
        if happens(chance, 0.05 if is_poor else 0.0008):
            reason = chance.choice(_FLAGS)
            yield Act(at, lambda tx: _unless_refused(flagging.flag, tx, who, question.ref, reason))
            yield Act(at + timedelta(days=9), lambda tx: self._decide_flags(tx, closed, question.ref))

    def _decide_flags(self, tx: Transaction, closed: Round, ref: str) -> None:
        series = tx.series.get(closed.series_id)
        if series is not None and any(flag.ref == ref for flag in tx.flags.open_flags(WORKSPACE)):
            self.engine.services.flagging.decide(tx, self._who(MANAGER), series, ref, Verdict.KEEP)

    def _claim(self, closed: Round, who: Actor, place: int, at: datetime, chance: Random) -> Iterator[Act]:
        services = self.engine.services
        accepted = happens(chance, 0.45)

        def decide(tx: Transaction) -> None:
            for claim in tx.claims.of_round(closed.id, who.member):
                if claim.is_waiting and claim.point:
                    _unless_refused(
                        services.deciding.decide, tx, self._who(REVIEWER), claim.id, claim.id, accepted=accepted
                    )

        yield Act(at, lambda tx: _unless_refused(services.disputing.claim_in_round, tx, who, closed.id, place))
        yield Act(at + timedelta(hours=chance.randrange(20, 120)), decide)

    def _dispute(self, closed: Round, who: Actor, score: float, at: datetime, chance: Random) -> Iterator[Act]:
        services = self.engine.services
        better = round(min(score + chance.choice((0.0, 0.2, 0.4)), 1.0), 2)

        def decide(tx: Transaction) -> None:
            series = tx.series.get(closed.series_id)
            if series is not None:
                reason = f"{percent(better)}: read by a person."
                services.reviewing.grade(
                    tx, self._who(REVIEWER), series, who.member, score=better, reason=reason, number=closed.id
                )

        yield Act(at, lambda tx: _unless_refused(services.disputing.dispute, tx, who, closed.id, _DISPUTE))
        yield Act(at + timedelta(hours=chance.randrange(20, 120)), decide)

    def _mind(self, tx: Transaction, person: Person, question: Question, at: datetime) -> Mind:
        memory = tx.memories.of_member(WORKSPACE, person.member).get(question.ref) if person.drills else None
        return Mind(person, year_gone(self.first, local_day(at, "UTC")), memory, at)

    def _who(self, member: str) -> Actor:
        return next(_actor(person) for person in self.people if person.member == member)


def _how_many(mean: float, chance: Random) -> int:
    return int(mean) + (happens(chance, mean % 1))


def _actor(person: Person) -> Actor:
    return Actor(WORKSPACE, person.member, person.name)


def _unless_refused(work: Callable[..., object], tx: Transaction, *args: object, **named: object) -> None:
    """Let somebody try what the rules may refuse, as people do."""
    try:
        work(tx, *args, **named)
    except RefusedError:
        return
