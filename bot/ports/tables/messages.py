"""What comes in from platforms and what is owed to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.card import Card
from bot.domain.deliveries import Delivery, DeliveryKind, Turn
from bot.domain.events import Event
from bot.errors import Scope


class InboxTable(Protocol):
    """Events as platforms sent them, under their own ids: kept before they are acknowledged."""

    def add(self, workspace: str, event_id: str, body: str, received_at: datetime, thread: str = "") -> bool:
        """Keep an event that is to be handled; False if it is known. The body is JSON.

        `thread` names the thread that it is about; empty: it is about none.
        """
        ...

    def threads(self, platform: str) -> Sequence[tuple[str, str]]:
        """Give the workspaces and threads of a platform of which events are still to be handled, oldest first.

        Left out are those of which another process that lives is handling an event.
        """
        ...

    def claim_next(self, workspace: str, thread: str, lease: timedelta) -> Event | None:
        """Claim the oldest event of a thread that is still to be handled; None: there is none, or it is not our turn.

        It is another process's turn while that holds a claim on any event of the thread. A claim is over when its
        lease is, by the store's own clock and in whole seconds, or the process that made it is known to be gone.
        """
        ...

    def renew(self, platform: str, lease: timedelta) -> None:
        """Hold all claims of this process on events of a platform for a lease from now on."""
        ...

    def pending(self, platform: str, limit: int) -> Sequence[Event]:
        """Give the events of a platform that are still to be handled, oldest first."""
        ...

    def holds(self, workspace: str, thread: str) -> bool:
        """Say whether an event that is still to be handled names a thread: it may change what was answered there."""
        ...

    def mark_done(self, workspace: str, event_id: str) -> bool:
        """Record that an event was handled: its body is dropped, its id stays to recognise repeats.

        False: another process has claimed it meanwhile, and has it now.
        """
        ...

    def mark_failed(self, workspace: str, event_id: str, error: str) -> bool:
        """Count an attempt that failed; True if it was the last one (`events.MOST_ATTEMPTS`): it stays as failed.

        Nothing is counted of what another process has claimed meanwhile.
        """
        ...

    def newest(self) -> Mapping[str, datetime]:
        """Say by workspace when the last event came in, of those that are still known."""
        ...

    def failed(self) -> int:
        """Count the events of all workspaces that stay as failed."""
        ...

    def forget(self, done_before: datetime, failed_before: datetime, workspace: str | None = None, *, most: int) -> int:
        """Delete events received before these instants, at most so many, and give how many; pending ones stay."""
        ...


class DeliveriesTable(Protocol):
    """Messages owed."""

    def add(
        self,
        *,
        key: str,
        workspace: str,
        kind: DeliveryKind,
        channel: str,
        card: Card,
        due_at: datetime,
        series_id: int | None = None,
        round_id: int | None = None,
        after_id: int | None = None,
        turn: Turn | None = None,
    ) -> int | None:
        """Owe a message and give its id; None if one with that key is owed already.

        With a turn it waits until it is given the place of a day.
        """
        ...

    def to_place(self, now: datetime, limit: int) -> Sequence[int]:
        """Give of each queue that has to be looked at the message that has waited for that longest."""
        ...

    def queued(self, queue: str) -> Sequence[Delivery]:
        """Give what waits in a queue, oldest first."""
        ...

    def last_placed(self, queue: str) -> datetime | None:
        """Say when a message of the queue was last given a place; None: none was."""
        ...

    def place(self, delivery_id: int, now: datetime) -> None:
        """Give one that waits the place of this day: it is sent at once."""
        ...

    def postpone(self, delivery_id: int, look_at: datetime) -> None:
        """Let one wait on, until the queue looks at it again."""
        ...

    def is_owed(self, key: str) -> bool:
        """Say whether a message with that key is owed, or was; cheaper than trying to owe it."""
        ...

    def get(self, delivery_id: int) -> Delivery | None:
        """Give a delivery."""
        ...

    def of_round(self, round_id: int) -> Sequence[Delivery]:
        """Give what is owed for a round, oldest first."""
        ...

    def claim(
        self,
        now: datetime,
        until: datetime,
        limit: int,
        platforms: frozenset[str],
        under_way: frozenset[int] = frozenset(),
        *,
        busy: Mapping[str, int] | None = None,
        most_each: int | None = None,
    ) -> Sequence[Delivery]:
        """Claim due deliveries of these platforms until an instant, and count the attempt.

        The instant is for this process. Others it holds off for as long as that is from now, by the store's own clock.

        Taken are pending ones that are due and claimed ones whose claim ran out here; not those that wait for another,
        nor those that are still under way. Of one workspace there are at most `most_each`, those of `busy` included.
        """
        ...

    def release_gone(self, retry_at: datetime) -> int:
        """Let what processes that are known to be gone were sending be claimed again, from an instant on.

        It may still be on its way until then. What they were to try again is due when they said. Who is gone the store
        knows: a claim carries the process that made it. Give how many there are.
        """
        ...

    def release_lapsed(self, retry_at: datetime) -> int:
        """Let what is due by its lease be claimed, from an instant on at the latest.

        By the store's own clock: another process's may differ from this one's, and nothing else ends what it holds.
        Give how much others hold longer than they said.
        """
        ...

    def release_after(self, latest: datetime, retry_at: datetime) -> int:
        """Try at `retry_at` what would be tried again after the latest instant: no clock that is right put it off so.

        What was never tried, or another process holds, stays as it is. Give how many there are.
        """
        ...

    def is_own(self, delivery_id: int) -> bool:
        """Say whether it is being sent by this process, or by nobody since its claim ran out.

        Else another process has it now, or has finished it: what comes late of this one's attempt says nothing of it.
        """
        ...

    def mark_sent(self, delivery_id: int, message: str) -> None:
        """Record that the platform has it, whoever sent it; where another process has done so, its message counts."""
        ...

    def mark_retry(self, delivery_id: int, now: datetime, retry_at: datetime, error: str) -> None:
        """Record that it is to be tried again at an instant; when it was due stays as it is.

        The instant is for this process. Others it holds off for as long as that is from now, by the store's own clock.
        Nothing is recorded of one that is not `is_own`, and so of one that waits.
        """
        ...

    def mark_waiting(self, delivery_id: int, waits_for: Scope, now: datetime, retry_at: datetime, error: str) -> None:
        """Record that it was refused for a cause that can go away; it is tried again at an instant at the latest.

        The instant is as that of `mark_retry`.

        What comes after it waits with it, but for a cause that is of this message alone: then only what has no sense
        without it does, as the model answer and the news of a reveal have none without the reveal.
        """
        ...

    def waiting(self, workspace: str | None = None) -> Sequence[Delivery]:
        """Give what waits for a cause to go away, oldest first: in a workspace, or everywhere."""
        ...

    def unsent(self, workspace: str) -> Sequence[Delivery]:
        """Give what is still to be sent in a workspace, now or once it can be, oldest first."""
        ...

    def restate(self, delivery_id: int, card: Card) -> None:
        """Put another card in the place of one that is still to be sent."""
        ...

    def release(self, delivery_id: int, now: datetime, channel: str) -> None:
        """Let one that waits go at once, into a channel."""
        ...

    def mark_failed(self, delivery_id: int, error: str) -> None:
        """Record that it will never be sent, whoever sends it now, and with it those behind it; not what is sent."""
        ...

    def has_newer(self, delivery: Delivery) -> bool:
        """Say whether another delivery of the same round and kind was owed after this one."""
        ...

    def card_in_flight(self, workspace: str, channel: str) -> bool:
        """Say whether a question card of the channel may have been posted without its message id being known yet."""
        ...

    def backlog(self, now: datetime) -> int:
        """Count the deliveries that are overdue."""
        ...
