"""Recording what people answer: kept first, judged later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.cards.notices.rounds import misplaced_notice
from bot.domain.answers import SEALED, SEALED_THREAD, Answer, Happening, Inbound, Revision, assemble, taking_part
from bot.domain.members import Actor, platform_of
from bot.domain.rounds import Form, Round, RoundState
from bot.errors import InputError, RefusedError
from bot.ports.clock import Clock
from bot.ports.store import Transaction
from bot.services.deliveries.owing import owe_count, reply_to
from bot.services.rights import require_tracked
from bot.services.rounds.replacing import original_of, tell_replaced
from bot.services.rounds.responding import Response, late_response, response_to

_NO_CHANNEL = ""
#: What instants are told apart by.
_LEAST = timedelta(microseconds=1)


def sealed_revisions(tx: Transaction, played: Round) -> Sequence[Revision]:
    """Give all that came through a round's private form, kept beside its thread."""
    return tx.answers.revisions(played.workspace, _NO_CHANNEL, _sealed_thread(played.id))


def _sealed_thread(round_id: int) -> str:
    return f"{SEALED_THREAD}{round_id}"


def revisions_of(tx: Transaction, played: Round) -> tuple[Revision, ...]:
    """Give all that happened to the messages of a round, in its thread and through its private form."""
    in_thread = tx.answers.revisions(played.workspace, played.channel, played.thread) if played.thread else ()
    return (*in_thread, *sealed_revisions(tx, played))


def mark_of(tx: Transaction, played: Round) -> bytes:
    """Give what stays the same as long as `revisions_of` does, at a small part of its cost."""
    places = ((played.channel, played.thread or ""), (_NO_CHANNEL, _sealed_thread(played.id)))
    return b"".join(tx.answers.mark(played.workspace, *place) for place in places)


def _is_card(played: Round, message: str) -> bool:
    # A card of several messages has their ids joined.
    return message == played.thread or message in (played.card_message or "").split("+")


def answers_of(tx: Transaction, played: Round, now: datetime) -> tuple[Answer, ...]:
    """Give the answers of a round as they would be if it closed now."""
    return assemble(revisions_of(tx, played), played.closes_at or now, played.choosing)


def count_answers(tx: Transaction, played: Round, now: datetime) -> int:
    """Count the members who would have taken part if the round closed now."""
    return len(taking_part(answers_of(tx, played, now)))


def _nothing(_tx: Transaction, _actor: Actor, _channel: str) -> None:
    """Take no note of who writes."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of it."""

    #: None: the thread is none of ours, or that is not known yet.
    round_id: int | None
    #: False: it was known already, its author erased it, or it is none of ours.
    is_new: bool
    #: True: the round had closed; it is kept and not graded.
    is_late: bool = False
    #: True: a card of the channel is still on its way, and the thread may turn out to be that card's. It is not kept,
    #: and has to be recorded again.
    waits: bool = False
    #: How it is marked in the thread, and what its author is told.
    response: Response = field(default_factory=Response)


@dataclass(frozen=True, slots=True)
class Answering:
    """Records messages of threads and answers of private forms."""

    clock: Clock
    #: The platforms whose cards say how many answers there are.
    counted: frozenset[str] = frozenset()
    #: Told of each round that has something new to grade.
    arrived: Callable[[int], object] = bool
    #: Told of who wrote in a channel's thread.
    met: Callable[[Transaction, Actor, str], object] = _nothing

    def record(self, tx: Transaction, inbound: Inbound) -> Recorded:
        """Keep what happened to a message, if its thread is a round's. The same thing twice changes nothing.

        A reply can arrive before the process that posts the card it answers has recorded the card's id: while a card of
        the channel is in flight, nobody can say whose a thread is that is not known yet, and the reply waits.
        """
        window = tx.rounds.window(inbound.workspace, inbound.channel, inbound.thread)
        if window is None:
            waits = self.concerns(tx, inbound.workspace, inbound.channel, inbound.thread)
            return Recorded(None, is_new=False, waits=waits)
        now = self.clock.now()
        added = tx.answers.record(inbound.workspace, inbound.channel, inbound.thread, [inbound.revision], now)
        if inbound.actor is not None:
            # What was known already, or erased, makes nobody known; a name may be new all the same.
            (tx.members.seen if added else tx.members.rename)(inbound.actor)
            if added:
                self.met(tx, inbound.actor, inbound.channel)
        if added and inbound.revision.happening in {Happening.DELETED, Happening.REPLACED}:
            place = (inbound.workspace, inbound.channel, inbound.thread)
            tell_replaced(tx, *place, inbound.revision.message, round_id=window.round_id, now=now)
        is_late = not window.counts(inbound.revision.at)
        if added and not is_late:
            self.arrived(window.round_id)
        if added and not is_late and self._is_counted(inbound.workspace):
            owe_count(tx, inbound.workspace, window.round_id, inbound.channel, now)
        if added and is_late:
            return Recorded(window.round_id, is_new=True, is_late=True, response=late_response(tx, window, inbound))
        if not added or inbound.revision.happening not in {Happening.POSTED, Happening.EDITED}:
            return Recorded(window.round_id, is_new=bool(added), is_late=is_late)
        return Recorded(window.round_id, is_new=True, response=response_to(tx, window.round_id, inbound))

    def concerns(self, tx: Transaction, workspace: str, channel: str, thread: str) -> bool:
        """Say whether a thread is a round's or may turn out to be: nothing that people write elsewhere is kept."""
        is_known = tx.rounds.window(workspace, channel, thread) is not None
        # What stands in a channel itself bears the channel as its thread in Discord.
        return is_known or (thread != channel and tx.deliveries.card_in_flight(workspace, channel))

    def channel_of(self, tx: Transaction, workspace: str, thread: str) -> str:
        """Give the channel of the open round whose thread it is; empty: it is none's."""
        return next((played.channel for played in tx.rounds.open_in(workspace) if played.thread == thread), "")

    def standing(self, tx: Transaction, played: Round) -> list[str]:
        """Give the messages of a round's thread that nobody is known to have deleted."""
        revisions = tx.answers.revisions(played.workspace, played.channel, played.thread or "")
        gone = {one.message for one in revisions if one.happening in {Happening.DELETED, Happening.REPLACED}}
        return sorted({one.message for one in revisions} - gone)

    def record_copy(self, tx: Transaction, inbound: Inbound) -> Recorded:
        """Take note that a webhook posted a text; it is nobody's answer, but it may repeat one that a bot deletes."""
        place = (inbound.workspace, inbound.channel, inbound.thread)
        original = original_of(tx, *place, inbound.revision)
        return (
            Recorded(None, is_new=False) if original is None else self.record(tx, replace(inbound, revision=original))
        )

    def misplaced(self, tx: Transaction, actor: Actor, channel: str, card: str) -> bool:
        """Tell a member who replied to an open question's card, outside its thread, that this is no answer, once each.

        False: it is no card of an open question.
        """
        running = tx.rounds.open_in(actor.workspace)
        played = next((one for one in running if one.channel == channel and _is_card(one, card)), None)
        series = tx.series.get(played.series_id) if played else None
        if played is None or series is None:
            return False
        notice, now = misplaced_notice(series, played), self.clock.now()
        reply_to(tx, series, actor.member, notice, code=f"c{played.id}", now=now, round_id=played.id)
        return True

    def name(self, tx: Transaction, inbound: Inbound) -> None:
        """Remember who wrote a message that is kept; its author may have erased their data meanwhile."""
        message = inbound.revision.message
        if inbound.actor and tx.answers.holds(inbound.workspace, inbound.channel, inbound.thread, message):
            tx.members.seen(inbound.actor)

    def submit_sealed(self, tx: Transaction, actor: Actor, round_id: int, text: str) -> Recorded:
        """Keep a private answer; a later one replaces an earlier one.

        Raises:
            InputError: the text is empty.
            RefusedError: the round is not open, or is answered by choosing alone.
        """
        if not text.strip():
            raise InputError("The answer is empty.", hint="Write at least a few words.")
        played = self.open_round(tx, actor, round_id)
        if played.form is Form.CHOICE:
            raise RefusedError("This question is answered by choosing.", hint="Press **Quick answer** on its card.")
        return self.keep_private(tx, actor, played, SEALED + actor.member, text)

    def open_round(self, tx: Transaction, actor: Actor, round_id: int) -> Round:
        """Give a round of the actor's workspace that can be answered now.

        Raises:
            RefusedError: there is none, it has closed, or the actor left tracking.
        """
        played = tx.rounds.get(round_id)
        if played is None or played.workspace != actor.workspace:
            raise RefusedError("This question does not exist here.")
        if played.state is not RoundState.OPEN or (played.closes_at and self.clock.now() >= played.closes_at):
            raise RefusedError("This question has closed.", hint="The model answer is in its thread.")
        require_tracked(tx, actor)
        return played

    def keep_private(self, tx: Transaction, actor: Actor, played: Round, message: str, text: str) -> Recorded:
        """Keep what a member says or chooses in private, in the place of what they did before."""
        now = self.clock.now()
        tx.members.seen(actor)
        earlier = [r for r in sealed_revisions(tx, played) if r.message == message]
        # Two presses may come at one instant; the later one counts.
        at = max([now, *(one.at + _LEAST for one in earlier)])
        revision = Revision(
            message=message,
            happening=Happening.EDITED if earlier else Happening.POSTED,
            at=at,
            posted_at=earlier[0].posted_at if earlier else now,
            member=actor.member,
            text=text,
        )
        added = tx.answers.record(actor.workspace, _NO_CHANNEL, _sealed_thread(played.id), [revision], now)
        self.arrived(played.id)
        if added and played.card_message is not None and self._is_counted(actor.workspace):
            owe_count(tx, actor.workspace, played.id, played.channel, now)
        return Recorded(played.id, is_new=bool(added))

    def _is_counted(self, workspace: str) -> bool:
        return platform_of(workspace) in self.counted
