"""Closing rounds: read the thread back, grade, then settle everything in one transaction.

1. `claim` the round, so that no other process closes it.
2. Read the thread back through the Messenger and record what was not known.
3. Load the revisions, put the answers together and grade them, outside any transaction.
4. `settle`: only if the answers, the round and the series are as they were graded; else again from 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.cards.question import closed_card
from bot.domain.answers import Answer, assemble, quick, taking_part
from bot.domain.card import Card
from bot.domain.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.domain.grading import Grade, Judgement, Source
from bot.domain.members import Actor
from bot.domain.question import Question
from bot.domain.rounds import Move, Round, RoundState, moved
from bot.domain.series import Series
from bot.domain.streaks import Streak, advance
from bot.errors import DeliveryError, RefusedError
from bot.ports.clock import Clock
from bot.ports.grader import Grader
from bot.ports.store import Store, Transaction
from bot.services.access.auditing import judged
from bot.services.claims.teaching import as_graded
from bot.services.deliveries.owing import owe_for_round
from bot.services.practice.remembering import remember_round
from bot.services.rights import require_manager
from bot.services.rounds.announcing import announced, weeks_that_ended
from bot.services.rounds.answering import mark_of, revisions_of
from bot.services.rounds.judging import BY_CHOICE, Judging, grader_of
from bot.services.rounds.reading_back import ReadingBack, try_again
from bot.services.rounds.revealing import owe_below_reveal, reveal_of
from bot.services.rounds.scoring import note_published, rescore
from bot.services.rounds.setting_aside import as_read, tell_set_aside
from bot.services.rounds.withdrawing import withdraw

log = structlog.get_logger()

#: How long a process may work on closing a round before another may take over.
LEASE = timedelta(minutes=10)
#: How long after the close a card that may or may not have been posted is waited for, while its platform answers.
CARD_PATIENCE = timedelta(hours=1)
#: How long events of the thread that are kept and not yet handled hold up the close, and when it looks again.
INBOX_PATIENCE = timedelta(minutes=2)
INBOX_PAUSE = timedelta(seconds=1)
#: Messages bear the time of the platform, whose clock may be ahead of ours: one that stood before a manager closed the
#: question must not come out late.
CLOCK_SKEW = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class _Material:
    """What a round is graded on."""

    played: Round
    series: Series
    #: As of the close: what comes later changes nothing.
    answers: tuple[Answer, ...]
    #: With what the workspace accepted as further wordings.
    question: Question | None
    #: The close, and what tells whether anything has happened in its thread since, also after the close.
    stand: tuple[datetime, bytes] = field(compare=False)


def close_now(tx: Transaction, clock: Clock, actor: Actor, series: Series) -> Round:
    """Let the series' open round close as soon as `CLOCK_SKEW` has passed; what is posted until then counts.

    Raises:
        RightsError: the actor may not manage the series.
        RefusedError: the series has no open round.
    """
    require_manager(actor, series)
    now = clock.now()
    closes_at = now + CLOCK_SKEW
    open_rounds = [r for r in tx.rounds.open_in(series.workspace) if r.series_id == series.id]
    if not open_rounds:
        raise RefusedError(f"{series.name} has no open question.", hint="`/qotd open` asks one now.")
    played = before = open_rounds[-1]
    if played.closes_at is None or played.closes_at > closes_at:
        played = replace(played, closes_at=closes_at, remind_at=None)
        tx.rounds.save(played)
    tx.rounds.release_waiting(series.workspace, series_id=series.id)
    was, is_now = ({"closes": _to_the_second(one.closes_at)} for one in (before, played))
    judged(tx, actor, played, "close", now, before=was, after=is_now)
    return played


def _to_the_second(at: datetime | None) -> str:
    return "none" if at is None else str(at.replace(microsecond=0))


@dataclass(frozen=True, slots=True)
class Closing:
    """Closes rounds whose time has come."""

    store: Store
    clock: Clock
    graders: Mapping[str, Grader]
    reading: ReadingBack
    judging: Judging = field(default_factory=Judging)
    #: What this process closes just now: nobody here begins anew, whatever the clock says of its claim.
    _under_way: set[int] = field(default_factory=set)
    #: Since when the events of a round's thread are waited for, by the monotonic clock.
    _held_up: dict[int, timedelta] = field(default_factory=dict)

    async def close(self, round_id: int) -> bool:
        """Close a round that is due; False if somebody else does, or if it has to wait."""
        if round_id in self._under_way:
            return False
        self._under_way.add(round_id)
        try:
            return await self._close(round_id)
        except Exception:
            # Else nobody could try it again before the claim has run out.
            await self.store.call(self._give_back, round_id)
            raise
        finally:
            self._under_way.discard(round_id)

    async def _close(self, round_id: int) -> bool:
        played = await self.store.call(self._claim, round_id)
        if played is None:
            return False
        if played.card_message is None:
            await self._close_unposted(played)
            return False
        if not await self.reading.read_back(played):
            return False
        material: _Material | None = None
        while True:
            material = await self.store.call(self._load, round_id, material)
            if material is None:
                return False
            judgements = await self._grade(material)
            if await self.store.call(self._settle, material, judgements):
                self.judging.forget(round_id)
                self.reading.forget(round_id)  # where it went on without the thread
                return True

    def _claim(self, tx: Transaction, round_id: int) -> Round | None:
        now = self.clock.now()
        if not tx.rounds.claim_close(round_id, now, now + LEASE):
            return None
        played = tx.rounds.get(round_id)
        if played is not None and played.card_message is None:
            return played
        return None if played is None or self._must_wait_for_inbox(tx, played) else played

    def _must_wait_for_inbox(self, tx: Transaction, played: Round) -> bool:
        """Let a round wait while events of its thread are kept and not yet handled: one may be an edit or a deletion.

        An event that fails is given up by the inbox after some attempts; one that hangs holds up no round for long.
        """
        if not tx.inbox.holds(played.workspace, played.thread or ""):
            self._held_up.pop(played.id, None)
            return False
        now = self.clock.monotonic()
        if now - self._held_up.setdefault(played.id, now) >= INBOX_PATIENCE:
            log.warning("closed without events that were not handled in time", round=played.id)
            return False
        try_again(tx, played, self.clock.now(), INBOX_PAUSE.total_seconds())
        return True

    async def _close_unposted(self, played: Round) -> None:
        """Withdraw a round nobody has seen; wait for a card that may have been posted."""
        may_be_there = await self.store.call(_may_be_posted, played)
        unsure = DeliveryError("It is not known whether the card was posted.", permanent=False)
        if not may_be_there or not await self.reading.waits(played, unsure, CARD_PATIENCE):
            await self.store.call(self._withdraw, played, given_up=may_be_there)
            self.reading.forget(played.id)

    def _withdraw(self, tx: Transaction, played: Round, *, given_up: bool) -> None:
        """Withdraw it, unless its card came meanwhile or is on its way; `given_up`: it was waited for in vain."""
        now = self.clock.now()
        stands = tx.rounds.get(played.id)
        if stands is None or stands.state is not RoundState.OPEN:
            return
        if stands.card_message is not None or (not given_up and _may_be_posted(tx, stands)):
            try_again(tx, stands, now)
            return
        refused = next((f": {d.error}" for d in _cards(tx, played) if d.state is DeliveryState.WAITING), " in time")
        withdraw(tx, played, f"its card could not be posted{refused}", now)

    def _give_back(self, tx: Transaction, round_id: int) -> None:
        played = tx.rounds.get(round_id)
        if played is not None and played.state is RoundState.OPEN:
            try_again(tx, played, self.clock.now())

    def _load(self, tx: Transaction, round_id: int, before: _Material | None = None) -> _Material | None:
        """Give what to grade; None if the round has to wait, or was closed by a process that took it over."""
        material = self._material(tx, round_id, before)
        return None if material is None or self._must_wait_for_inbox(tx, material.played) else material

    def _material(self, tx: Transaction, round_id: int, before: _Material | None = None) -> _Material | None:
        """Give what there is to grade now; None if the round is not open.

        Of thousands of answers it takes long to put together what `before` has already, if nothing has happened since.
        """
        played = tx.rounds.get(round_id)
        series = tx.series.get(played.series_id) if played else None
        if played is None or series is None or played.state is not RoundState.OPEN:
            return None
        question = as_graded(tx, played.workspace, played.question) if played.question else None
        cutoff = played.closes_at or self.clock.now()
        stand = (cutoff, mark_of(tx, played))
        if before is not None and before.stand == stand:
            return _Material(played, series, before.answers, question, stand)
        answers = assemble(revisions_of(tx, played), cutoff, played.choosing)
        return _Material(played, series, answers, question, stand)

    async def grade_ahead(self) -> None:
        """Grade what has come to open rounds since this was called last, so that closes grade only what is new.

        Nothing of it is stored or shown. What costs a call is graded at the close alone: people edit what they wrote.
        """
        for round_id in sorted(self.judging.fresh()):
            material = await self.store.call(self._material, round_id)
            if material is None or self._grader(material.series).is_metered:
                continue
            played, question = material.played, material.question
            if question is not None and (played.closes_at is None or self.clock.now() < played.closes_at):
                texts = [as_read(answer) for answer in material.answers if answer.picked is None]
                await self.judging.judge(played.id, question, self._grader(material.series), texts)

    async def _grade(self, material: _Material) -> Mapping[str, Judgement]:
        if material.question is None:
            return {}
        grader = self._grader(material.series)
        return await self.judging.judge_round(material.played, material.question, grader, material.answers)

    def _grader(self, series: Series) -> Grader:
        return grader_of(self.graders, series)

    def _settle(self, tx: Transaction, material: _Material, judgements: Mapping[str, Judgement]) -> bool:
        """Close the round as it was graded; False if what it was graded on has changed since."""
        played, series, answers = material.played, material.series, material.answers
        if self._load(tx, played.id, material) != material:
            return False
        now = self.clock.now()
        name = self._grader(series).name
        chose = {answer.member for answer in quick(answers)}
        grades = {
            m: [Grade(played.id, m, Source.AUTO, j, BY_CHOICE if m in chose else name, now)]
            for m, j in judgements.items()
        }
        tx.answers.freeze(played.id, answers)
        tx.grades.add(grade for ledger in grades.values() for grade in ledger)
        closed = replace(played, state=moved(played.state, Move.CLOSE), closed_at=now, remind_at=None)
        if all(answer.member != played.best_member for answer in taking_part(answers)):
            closed = replace(closed, best_member=None)  # the chosen answer was deleted before the close
        closed = replace(closed, ended_weeks=weeks_that_ended(tx, series, closed, now))
        closed = rescore(tx, series, closed, answers, grades)
        points = tx.standings.points_of(closed.id)
        closed = note_published(tx, series, closed, points)
        tx.past.keep(closed)
        remember_round(tx, closed, points.values(), now)
        _advance_streaks(tx, series, played, answers)
        reveal = reveal_of(tx, series, closed, answers, judgements, points=points)
        self._owe_reveal(tx, series, closed, reveal, answers)
        tell_set_aside(tx, series, closed, answers, judgements, now=now)
        return True

    def _owe_reveal(
        self,
        tx: Transaction,
        series: Series,
        closed: Round,
        reveal: Card,
        answers: Sequence[Answer],
    ) -> None:
        now = self.clock.now()
        reveal_id = owe_for_round(tx, series, closed, DeliveryKind.REVEAL, reveal, now=now)
        last_id = None
        if reveal_id is not None:
            last_id = owe_below_reveal(tx, series, closed, answers, reveal_id=reveal_id, now=now)
        answered = len(taking_part(answers))
        news = announced(tx, series, closed, answered)
        board_id = owe_for_round(tx, series, closed, DeliveryKind.BOARD, news, now=now, after_id=last_id)
        card = closed_card(closed, answered)
        owe_for_round(tx, series, closed, DeliveryKind.UPDATE, card, now=now, after_id=board_id)


def _cards(tx: Transaction, played: Round) -> list[Delivery]:
    return [one for one in tx.deliveries.of_round(played.id) if one.kind is DeliveryKind.CARD]


def _may_be_posted(tx: Transaction, played: Round) -> bool:
    was_refused = {DeliveryState.FAILED, DeliveryState.WAITING}
    return any(one.attempts > 0 and one.state not in was_refused for one in _cards(tx, played))


def _advance_streaks(tx: Transaction, series: Series, played: Round, answers: Sequence[Answer]) -> None:
    """Let the streaks go on or end; for whoever was away and did not answer, there was no slot."""
    present = {answer.member for answer in taking_part(answers)}
    streaks = tx.standings.streaks(series.id)
    members = (streaks.keys() - tx.absences.away(series.workspace, played.day)) | present
    tx.standings.set_streaks(series.id, {m: advance(streaks.get(m, Streak()), answered=m in present) for m in members})
