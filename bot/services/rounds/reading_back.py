"""Reading a thread back before its round closes, and what a close waits for that cannot.

Where it is the thread alone that fails, the close goes on without it after a while. Where the platform answers nothing
at all, what people wrote meanwhile never came here, and the close waits: which of the two it is, the platform is asked.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

import structlog

from bot.cards.notices.outages import channel_refused_notice
from bot.cards.notices.rounds import unclosed_notice
from bot.domain.answers import Revision
from bot.domain.members import Actor, platform_of
from bot.domain.rounds import Round
from bot.domain.series import PausedFor, Series
from bot.errors import DeliveryError, Scope
from bot.ports.clock import Clock
from bot.ports.messenger import Messenger, Sent
from bot.ports.store import Store, Transaction
from bot.services.deliveries.holding import FIRST_PROBE, LONGEST_PROBE, cause_of, pause, wake
from bot.services.deliveries.owing import moment_code, tell_managers
from bot.services.rounds.answering import revisions_of

log = structlog.get_logger()

#: How long a thread that alone cannot be read back holds up the reveal.
PATIENCE = timedelta(minutes=15)
#: Between two attempts; as long again as the close is overdue, so that one failed call costs a second and not a minute.
_FIRST_RETRY, _LAST_RETRY = timedelta(seconds=1), timedelta(minutes=1)
#: How long reading a thread back may take, and an answer to whether the platform is there.
READ_TIMEOUT = timedelta(minutes=2)
_ASK_TIMEOUT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ReadingBack:
    """Reads back the threads of rounds that are claimed for closing."""

    store: Store
    clock: Clock
    messengers: Mapping[str, Messenger]
    #: Since when a round fails while its platform answers, by the monotonic clock.
    _failing: dict[tuple[int, bool], timedelta] = field(default_factory=dict)
    #: The workspaces whose platform did not answer, in the order in which they are asked again.
    _cut_off: dict[str, None] = field(default_factory=dict)

    async def read_back(self, played: Round) -> bool:
        """Record what the thread holds and the store does not; False if that has to be tried again later.

        A message that is missing from the thread is not taken as deleted: platforms also answer with too little when
        a permission is missing, and an answer must never be lost that way.
        """
        messenger = self.messengers.get(platform_of(played.workspace))
        if messenger is None:  # its platform is off: the reveal could not be posted either
            await self.store.call(try_again, played, self.clock.now())
            return False
        sent = Sent(played.channel, played.card_message or "", played.thread or "")
        try:
            async with asyncio.timeout(READ_TIMEOUT.total_seconds()):
                revisions = await messenger.read_thread(played.workspace, sent)
        except TimeoutError:
            error = DeliveryError("The platform did not answer in time.", permanent=False)
        except DeliveryError as refused:
            error = refused
        except Exception as mistake:
            log.exception("Askaday failed at reading a thread back", round=played.id)
            error = DeliveryError(f"Askaday made a mistake ({type(mistake).__name__}).", permanent=False)
        else:
            await self.store.call(self._record, played, revisions)
            self.forget(played.id)
            return True
        return await self._goes_on_without(played, error)

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

    async def _goes_on_without(self, played: Round, error: DeliveryError) -> bool:
        if error.permanent:
            self.forget(played.id)
            must_wait = await self.store.call(self._let_wait_for_place, played, error)
        else:
            must_wait = await self.waits(played, error, PATIENCE)
        if must_wait:
            return False
        log.warning("the thread could not be read back", round=played.id, error=str(error))
        return True

    def _let_wait_for_place(self, tx: Transaction, played: Round, error: DeliveryError) -> bool:
        """Let a close wait whose channel or workspace refuses, and say whether it does.

        The reveal could not be posted either. What was said meanwhile is read once there is a way in again.
        """
        series = tx.series.get(played.series_id)
        cause = cause_of(series, played.channel, error) if series else None
        if series is None or cause is None:
            return False
        now = self.clock.now()
        if not _let_wait(tx, played, error, now, FIRST_PROBE):
            return True
        is_news = pause(tx, series, str(error), cause, now)
        if is_news:
            log.warning("a close waits", round=played.id, waits_for=str(cause), error=str(error))
        if cause is PausedFor.CHANNEL:  # there is a way to the managers
            if is_news:
                code = moment_code("g", series.id, now)
                tell_managers(tx, series, channel_refused_notice(series, str(error)), code=code, now=now)
            _tell(tx, series, played, error, now, is_refused=True)
        return True

    async def waits(self, played: Round, error: DeliveryError, patience: timedelta) -> bool:
        """Let a close wait for what failed and may pass, and say whether it does.

        It does while the platform does not answer at all, and for so long after it fails while the platform answers.
        """
        if not await self._is_reached(played.workspace):
            self.forget(played.id)
            await self.store.call(self._let_wait_for_platform, played, error)
            self._cut_off[played.workspace] = None  # not before: who looks again meanwhile would not find it waiting
            return True
        now = self.clock.monotonic()
        # A card that may be there and its thread are waited for one after the other.
        if now - self._failing.setdefault((played.id, played.card_message is None), now) > patience:
            return False
        await self.store.call(try_again, played, self.clock.now(), error.retry_after)
        return True

    def forget(self, round_id: int) -> None:
        """Let go of a round that is over, or of which something was heard: what fails next begins anew."""
        for is_unposted in (True, False):
            self._failing.pop((round_id, is_unposted), None)

    async def _is_reached(self, workspace: str) -> bool:
        messenger = self.messengers.get(platform_of(workspace))
        if messenger is None:
            return False
        try:
            async with asyncio.timeout(_ASK_TIMEOUT.total_seconds()):
                return await messenger.is_reached(workspace)
        except TimeoutError:
            return False
        except Exception:
            log.exception("Askaday failed at finding out whether a platform answers", workspace=workspace)
            return True  # else a mistake would hold closes up for ever

    def _let_wait_for_platform(self, tx: Transaction, played: Round, error: DeliveryError) -> None:
        now = self.clock.now()
        least = max(_FIRST_RETRY, timedelta(seconds=error.retry_after or 0))
        if not _let_wait(tx, played, error, now, least):
            return
        log.warning("a close waits", round=played.id, waits_for="platform", error=str(error))
        series = tx.series.get(played.series_id)
        if series is not None and now > (played.closes_at or now) + PATIENCE:
            _tell(tx, series, played, error, now, is_refused=False)

    async def look_again(self) -> None:
        """Let the closes go on that wait for a platform which answers again."""
        silent = set[str]()
        for workspace in [*self._cut_off]:
            if platform_of(workspace) in silent:
                continue
            if await self._is_reached(workspace):
                # Before they go: another that begins to wait meanwhile is looked at next time.
                self._cut_off.pop(workspace, None)
                await self._let_go(workspace)
            else:
                silent.add(platform_of(workspace))
                # Last from now on: it may be cut off alone, and the others of its platform are asked next time.
                self._cut_off.pop(workspace, None)
                self._cut_off[workspace] = None

    async def _let_go(self, workspace: str) -> None:
        try:
            await self.store.call(_release, workspace)
        except Exception:
            self._cut_off[workspace] = None
            raise


def _release(tx: Transaction, workspace: str) -> None:
    tx.rounds.release_waiting(workspace)


def _let_wait(tx: Transaction, played: Round, error: DeliveryError, now: datetime, least: timedelta) -> bool:
    """Let a close wait; False: another process has it, or it was let go while this was asked."""
    stands = tx.rounds.get(played.id)
    if stands is not None and played.unclosed and not stands.unclosed:  # the refusal may be of before
        try_again(tx, played, now, error.retry_after)
        return False
    return tx.rounds.let_wait(played.id, now + _as_long_again(played, now, least, LONGEST_PROBE), str(error))


def _tell(
    tx: Transaction, series: Series, played: Round, error: DeliveryError, now: datetime, *, is_refused: bool
) -> None:
    """Tell managers once why a close waits."""
    card = unclosed_notice(series, played.day, str(error), is_refused=is_refused)
    code = moment_code("c" if is_refused else "o", played.id, played.closes_at or now)
    tell_managers(tx, series, card, code=code, now=now)


def try_again(tx: Transaction, played: Round, now: datetime, retry_after: float | None = None) -> None:
    """Keep the claim of a close that has to wait a moment."""
    overdue = _as_long_again(played, now, _FIRST_RETRY, _LAST_RETRY)
    wait = overdue if retry_after is None else timedelta(seconds=retry_after)
    tx.rounds.postpone_close(played.id, now, now + wait)


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
