"""Closing rounds: read the thread back, grade, then settle everything in one transaction.

1. `claim` the round, so that no other process closes it.
2. Read the thread back through the Messenger and record what was not known.
3. Load the revisions, put the answers together and grade them, outside any transaction.
4. `settle`: only if the answers, the round and the series are as they were graded; else again from 3.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter

import structlog

from bot.cards.notices.rounds import unclosed_notice
from bot.cards.question import closed_card
from bot.domain.answers import Answer, Revision, assemble, quick, taking_part
from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.grading import Grade, Judgement, Source
from bot.domain.members import Actor, platform_of
from bot.domain.question import Question
from bot.domain.rounds import Move, Round, RoundState, moved
from bot.domain.series import PausedFor, Series
from bot.domain.streaks import Streak, advance
from bot.errors import DeliveryError, RefusedError, Scope
from bot.ports.clock import Clock
from bot.ports.grader import Grader
from bot.ports.messenger import Messenger, Sent
from bot.ports.store import Store, Transaction
from bot.services.access.auditing import judged
from bot.services.claims.teaching import as_graded
from bot.services.deliveries.holding import FIRST_PROBE, LONGEST_PROBE, PAUSES, pause, wake
from bot.services.deliveries.owing import moment_code, owe_for_round, tell_managers
from bot.services.practice.remembering import remember_round
from bot.services.rights import require_manager
from bot.services.rounds.announcing import announced, weeks_that_ended
from bot.services.rounds.answering import mark_of, revisions_of
from bot.services.rounds.judging import BY_CHOICE, Judging, grader_of
from bot.services.rounds.revealing import owe_below_reveal, reveal_of
from bot.services.rounds.scoring import note_published, rescore
from bot.services.rounds.setting_aside import as_read, tell_set_aside
from bot.services.rounds.withdrawing import withdraw

log = structlog.get_logger()

#: How long a process may work on closing a round before another may take over.
LEASE = timedelta(minutes=10)
#: How long after the close a thread that cannot be read back holds up the reveal.
PATIENCE = timedelta(minutes=15)
#: Between two attempts; as long again as the close is overdue, so that one failed call costs a second and not a minute.
_FIRST_RETRY, _LAST_RETRY = timedelta(seconds=1), timedelta(minutes=1)
#: How long reading a thread back may take.
READ_TIMEOUT = timedelta(minutes=2)
#: How long after the close a card that may or may not have been posted is waited for.
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
    tx.rounds.release_waiting(series.workspace)
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
    messengers: Mapping[str, Messenger]
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
        if played is None or not await self._read_back(played):
            return False
        material: _Material | None = None
        while True:
            material = await self.store.call(self._load, round_id, material)
            if material is None:
                return False
            judgements = await self._grade(material)
            if await self.store.call(self._settle, material, judgements):
                self.judging.forget(round_id)
                return True

    def _claim(self, tx: Transaction, round_id: int) -> Round | None:
        now = self.clock.now()
        if not tx.rounds.claim_close(round_id, now, now + LEASE):
            return None
        played = tx.rounds.get(round_id)
        if played is not None and played.card_message is None:
            self._claim_unposted(tx, played, now)
            return None
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
        self._wait(tx, played, INBOX_PAUSE.total_seconds())
        return True

    def _claim_unposted(self, tx: Transaction, played: Round, now: datetime) -> None:
        """Withdraw a round nobody has seen; wait for a card that may have been posted."""
        cards = [d for d in tx.deliveries.of_round(played.id) if d.kind is DeliveryKind.CARD]
        was_refused = {DeliveryState.FAILED, DeliveryState.WAITING}
        maybe_posted = any(d.attempts > 0 and d.state not in was_refused for d in cards)
        closes_at = played.closes_at or now
        if maybe_posted and now < closes_at + CARD_PATIENCE:
            self._wait(tx, played)
            return
        refused = next((f": {d.error}" for d in cards if d.state is DeliveryState.WAITING), " in time")
        withdraw(tx, played, f"its card could not be posted{refused}", now)

    async def _read_back(self, played: Round) -> bool:
        """Record what the thread holds and the store does not; False if that has to be tried again later.

        A message that is missing from the thread is not taken as deleted: platforms also answer with too little when
        a permission is missing, and an answer must never be lost that way.
        """
        messenger = self.messengers.get(platform_of(played.workspace))
        if messenger is None:  # its platform is off: the reveal could not be posted either
            await self.store.call(self._wait, played)
            return False
        sent = Sent(played.channel, played.card_message or "", played.thread or "")
        try:
            async with asyncio.timeout(READ_TIMEOUT.total_seconds()):
                revisions = await messenger.read_thread(played.workspace, sent)
        except TimeoutError:
            error = DeliveryError("The platform did not answer in time.", permanent=False)
            return await self.store.call(self._go_on_without, played, error)
        except DeliveryError as error:
            return await self.store.call(self._go_on_without, played, error)
        except Exception as mistake:
            log.exception("Askaday failed at reading a thread back", round=played.id)
            failure = DeliveryError(f"Askaday made a mistake ({type(mistake).__name__}).", permanent=False)
            return await self.store.call(self._go_on_without, played, failure)
        await self.store.call(self._record, played, revisions)
        return True

    def _record(self, tx: Transaction, played: Round, revisions: Sequence[Revision]) -> None:
        if played.thread is None:
            return
        known = revisions_of(tx, played)
        standing = {r.message: r.text for r in sorted(known, key=attrgetter("at"))}
        missed = [r for r in revisions if standing.get(r.message) != r.text]
        added = tx.answers.record(played.workspace, played.channel, played.thread, missed, self.clock.now())
        if added:
            log.info("answers found in the thread that were not known", round=played.id, messages=added)
        series = tx.series.get(played.series_id)
        if series is not None and series.paused_for is PausedFor.WORKSPACE:
            wake(tx, played.workspace, Scope.WORKSPACE, self.clock.now())
        _meet(tx, played, revisions, revisions_of(tx, played) if added else known)

    def _go_on_without(self, tx: Transaction, played: Round, error: DeliveryError) -> bool:
        now = self.clock.now()
        series = tx.series.get(played.series_id)
        if error.permanent and error.scope in PAUSES and series is not None and _is_there(played, series, error.scope):
            # The reveal could not be posted either. What was said meanwhile is read once there is a way in again.
            probe = now + _as_long_again(played, now, FIRST_PROBE, LONGEST_PROBE)
            if tx.rounds.let_wait(played.id, probe):
                _follow(tx, played, series, error, now)
            return False
        if error.permanent or now > (played.closes_at or now) + PATIENCE:
            log.warning("the thread could not be read back", round=played.id, error=str(error))
            return True
        self._wait(tx, played, error.retry_after)
        return False

    def _give_back(self, tx: Transaction, round_id: int) -> None:
        played = tx.rounds.get(round_id)
        if played is not None and played.state is RoundState.OPEN:
            self._wait(tx, played)

    def _wait(self, tx: Transaction, played: Round, retry_after: float | None = None) -> None:
        now = self.clock.now()
        overdue = _as_long_again(played, now, _FIRST_RETRY, _LAST_RETRY)
        wait = overdue if retry_after is None else timedelta(seconds=retry_after)
        tx.rounds.postpone_close(played.id, now, now + wait)

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


def _follow(tx: Transaction, played: Round, series: Series, error: DeliveryError, now: datetime) -> None:
    """Pause the series of a close that waits; its managers are told once, where there is a way to them."""
    if pause(tx, series, str(error), PAUSES[error.scope], now):
        log.warning("a close waits", round=played.id, waits_for=str(error.scope), error=str(error))
    if error.scope is Scope.CHANNEL:
        code = moment_code("c", played.id, played.closes_at or now)
        tell_managers(tx, series, unclosed_notice(series, played.day, str(error)), code=code, now=now)


def _is_there(played: Round, series: Series, scope: Scope) -> bool:
    """Say whether the reveal would go to the channel in which the question was asked: the series may have moved."""
    return scope is Scope.WORKSPACE or series.channel == played.channel


def _as_long_again(played: Round, now: datetime, first: timedelta, longest: timedelta) -> timedelta:
    """Say how long a close that is overdue waits: what it waits doubles by that."""
    return min(max(now - (played.closes_at or now), first), longest)


def _meet(tx: Transaction, played: Round, revisions: Sequence[Revision], kept: Sequence[Revision]) -> None:
    """Remember what those are called of whose answers nobody could say it before; not those who erased theirs."""
    known = tx.members.names(played.workspace)
    answering = {revision.member for revision in kept}
    for revision in revisions:
        member = revision.member
        if member and revision.author and member in answering and member not in known:
            tx.members.seen(Actor(played.workspace, member, revision.author))


def _advance_streaks(tx: Transaction, series: Series, played: Round, answers: Sequence[Answer]) -> None:
    """Let the streaks go on or end; for whoever was away and did not answer, there was no slot."""
    present = {answer.member for answer in taking_part(answers)}
    streaks = tx.standings.streaks(series.id)
    members = (streaks.keys() - tx.absences.away(series.workspace, played.day)) | present
    tx.standings.set_streaks(series.id, {m: advance(streaks.get(m, Streak()), answered=m in present) for m in members})
