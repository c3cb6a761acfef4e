"""Messages owed. `ready_at` says when a row may be claimed, and is kept with every change of state."""

import json
from collections.abc import Sequence
from datetime import datetime

from adapters.storage.tables.chains import follow, pass_over
from adapters.storage.tables.claimed_deliveries import ClaimedDeliveries, read_delivery
from adapters.storage.tables.codecs import (
    CARD,
    instant_text,
    json_text,
    optional_instant,
    optional_instant_text,
    read_enum,
)
from adapters.storage.tables.leases import OWN_DELIVERY
from bot.domain.card import Card
from bot.domain.deliveries import BELOW_REVEAL, Delivery, DeliveryKind, DeliveryState, Turn
from bot.domain.members import platform_of
from bot.errors import Scope

_WITH_REVEAL = BELOW_REVEAL | {DeliveryKind.BOARD}


def _first_state(before: DeliveryState | None) -> DeliveryState:
    return DeliveryState.FAILED if before is DeliveryState.FAILED else DeliveryState.PENDING


class SqlDeliveries(ClaimedDeliveries):
    """Fulfils `DeliveriesTable`."""

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

        Behind one that failed it has failed from the start.
        """
        before, due = self._state(after_id), instant_text(due_at)
        row = self._connection.execute(
            """
            INSERT INTO deliveries (key, workspace, platform, kind, channel, card, state, due_at, ready_at, series_id,
                round_id, after_id, queue, urgency, lapses_at, look_at)
            VALUES (:key, :workspace, :platform, :kind, :channel, :card, :state, :due, :ready, :series,
                :round, :after, :queue, :urgency, :lapses, :look)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            {
                "key": key,
                "workspace": workspace,
                "platform": platform_of(workspace),
                "kind": kind,
                "channel": channel,
                "card": json_text(CARD, card),
                "state": DeliveryState.QUEUED if turn else _first_state(before),
                "due": due,
                "ready": due if turn is None and before in {None, DeliveryState.SENT} else None,
                "series": series_id,
                "round": round_id,
                "after": after_id,
                "queue": turn.queue if turn else "",
                "urgency": turn.urgency if turn else 0,
                "lapses": optional_instant_text(turn.lapses_at) if turn else None,
                "look": instant_text(turn.look_at) if turn else None,
            },
        ).fetchone()
        if row is None:
            return None
        self._due.raised = True
        return int(row["id"])

    def to_place(self, now: datetime, limit: int) -> Sequence[int]:
        """Give of each queue that has to be looked at the message that has waited for that longest."""
        rows = self._connection.execute(
            """
            SELECT id FROM (
                SELECT id, look_at, row_number() OVER (PARTITION BY queue ORDER BY look_at, id) AS place
                FROM deliveries WHERE state = 'queued' AND look_at <= ?
            ) AS waiting WHERE place = 1 ORDER BY look_at, id LIMIT ?
            """,
            (instant_text(now), limit),
        )
        return [row["id"] for row in rows]

    def queued(self, queue: str) -> Sequence[Delivery]:
        """Give what waits in a queue, oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM deliveries WHERE queue = ? AND queue <> '' AND state = 'queued' ORDER BY id", (queue,)
        )
        return [read_delivery(row) for row in rows]

    def last_placed(self, queue: str) -> datetime | None:
        """Say when a message of the queue was last given a place; None: none was."""
        row = self._connection.execute(
            "SELECT max(placed_at) AS at FROM deliveries WHERE queue = ? AND queue <> ''", (queue,)
        ).fetchone()
        return optional_instant(row["at"])

    def place(self, delivery_id: int, now: datetime) -> None:
        """Give one that waits the place of this day: it is sent at once."""
        self._connection.execute(
            """
            UPDATE deliveries SET state = 'pending', due_at = :now, ready_at = :now, placed_at = :now
            WHERE id = :id AND state = 'queued'
            """,
            {"id": delivery_id, "now": instant_text(now)},
        )
        self._due.raised = True

    def postpone(self, delivery_id: int, look_at: datetime) -> None:
        """Let one wait on, until the queue looks at it again."""
        self._connection.execute(
            "UPDATE deliveries SET look_at = ? WHERE id = ? AND state = 'queued'", (instant_text(look_at), delivery_id)
        )
        self._due.raised = True

    def is_owed(self, key: str) -> bool:
        """Say whether a message with that key is owed, or was."""
        asked = "SELECT 1 FROM deliveries WHERE key = ?"
        found = self._connection.recalled.once(
            asked, (key,), lambda: self._connection.execute(asked, (key,)).fetchone()
        )
        return found is not None

    def get(self, delivery_id: int) -> Delivery | None:
        """Give a delivery."""
        row = self._connection.execute("SELECT * FROM deliveries WHERE id = ?", (delivery_id,)).fetchone()
        return None if row is None else read_delivery(row)

    def of_round(self, round_id: int) -> Sequence[Delivery]:
        """Give what is owed for a round, oldest first."""
        rows = self._connection.execute("SELECT * FROM deliveries WHERE round_id = ? ORDER BY id", (round_id,))
        return [read_delivery(row) for row in rows]

    def mark_sent(self, delivery_id: int, message: str) -> None:
        """Record that the platform has it, and let those go that waited for it; of two messages the first counts."""
        self._connection.execute(
            """
            UPDATE deliveries SET state = 'sent', message = ?, error = '', waits_for = '', ready_at = NULL
            WHERE id = ? AND state <> 'sent'
            """,
            (message, delivery_id),
        )
        self._connection.execute(
            "UPDATE deliveries SET ready_at = due_at WHERE after_id = ? AND state = 'pending'", (delivery_id,)
        )
        self._due.raised = True

    def mark_retry(self, delivery_id: int, now: datetime, retry_at: datetime, error: str) -> None:
        """Record that it is to be tried again, unless it is finished or another process has it now."""
        self._connection.execute(
            f"""
            UPDATE deliveries SET state = 'pending', error = :error, {self._again}
            WHERE id = :id AND {OWN_DELIVERY}
            """,  # noqa: S608 - constants, and a piece of the dialect
            {"id": delivery_id, "error": error, **self._at(now, retry_at)},
        )
        self._due.raised = True

    def mark_waiting(self, delivery_id: int, waits_for: Scope, now: datetime, retry_at: datetime, error: str) -> None:
        """Record that it waits, unless it is finished or another process has it now.

        What follows it waits too, if it would be refused as well. Behind a reveal that is news of it, too, which would
        be none before it is there.
        """
        cursor = self._connection.execute(
            f"""
            UPDATE deliveries SET state = 'waiting', waits_for = :scope, error = :error, {self._again}
            WHERE id = :id AND {OWN_DELIVERY}
            """,  # noqa: S608 - constants, and a piece of the dialect
            {"id": delivery_id, "scope": waits_for, "error": error, **self._at(now, retry_at)},
        )
        if cursor.rowcount == 1 and waits_for in {Scope.MESSAGE, Scope.MISTAKE}:
            # But for what has no sense without it: that is passed over.
            held = _WITH_REVEAL if self._kind(delivery_id) is DeliveryKind.REVEAL else BELOW_REVEAL
            values = {"id": delivery_id, "held": json.dumps(sorted(held))}
            self._connection.execute(pass_over(self._connection.dialect), values)
        self._due.raised = True

    def waiting(self, workspace: str | None = None) -> Sequence[Delivery]:
        """Give what waits, oldest first: in a workspace, or everywhere."""
        # By the index of what waits, which is little; told by its workspace alone it would be looked for among all.
        there, values = ("", ()) if workspace is None else ("AND workspace = ?", (workspace,))
        rows = self._connection.execute(f"SELECT * FROM deliveries WHERE waits_for <> '' {there}", values)  # noqa: S608 - see above
        return sorted((read_delivery(row) for row in rows), key=lambda one: one.id)

    def unsent(self, workspace: str) -> Sequence[Delivery]:
        """Give what is still to be sent in a workspace, oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM deliveries WHERE workspace = ? AND state NOT IN ('sent', 'failed') ORDER BY id", (workspace,)
        )
        return [read_delivery(row) for row in rows]

    def restate(self, delivery_id: int, card: Card) -> None:
        """Put another card in the place of one that is still to be sent."""
        self._connection.execute(
            "UPDATE deliveries SET card = ? WHERE id = ? AND state NOT IN ('sent', 'failed')",
            (json_text(CARD, card), delivery_id),
        )

    def release(self, delivery_id: int, now: datetime, channel: str) -> None:
        """Let one go that waits, into a channel; one that is being tried just now is tried again if that fails."""
        self._connection.execute(
            f"""
            UPDATE deliveries SET channel = :channel, waits_for = '',
                state = CASE state WHEN 'waiting' THEN 'pending' ELSE state END,
                ready_at = CASE state WHEN 'sending' THEN ready_at ELSE :now END,
                claimed_by = CASE state WHEN 'sending' THEN claimed_by ELSE '' END,
                leased_until = CASE state WHEN 'sending' THEN leased_until ELSE {self._now} END
            WHERE id = :id AND waits_for <> ''
            """,  # noqa: S608 - a piece of the dialect
            {"id": delivery_id, "now": instant_text(now), "channel": channel},
        )
        # What belongs to a reveal goes where it goes.
        values = {"id": delivery_id, "channel": channel, "kinds": json.dumps(sorted(_WITH_REVEAL))}
        self._connection.execute(follow(self._connection.dialect), values)
        self._due.raised = True

    def mark_failed(self, delivery_id: int, error: str) -> None:
        """Record that it will never be sent, whoever sends it, and those that wait for it; not what is sent."""
        self._connection.execute(
            """
            WITH RECURSIVE chain (id) AS (
                SELECT id FROM deliveries WHERE id = :id AND state <> 'sent'
                UNION SELECT deliveries.id FROM deliveries JOIN chain ON after_id = chain.id
            )
            UPDATE deliveries SET state = 'failed', error = :error, waits_for = '', ready_at = NULL
            WHERE id IN (SELECT id FROM chain) AND state <> 'sent'
            """,
            {"id": delivery_id, "error": error},
        )

    def has_newer(self, delivery: Delivery) -> bool:
        """Say whether another delivery of the same round and kind was owed after this one."""
        row = self._connection.execute(
            "SELECT 1 FROM deliveries WHERE round_id = ? AND kind = ? AND id > ? LIMIT 1",
            (delivery.round_id, delivery.kind, delivery.id),
        ).fetchone()
        return row is not None

    def card_in_flight(self, workspace: str, channel: str) -> bool:
        """Say whether a question card of the channel may have been posted without its message id being known yet."""
        row = self._connection.execute(
            """
            SELECT 1 FROM deliveries WHERE workspace = ? AND channel = ?
                AND kind = 'card' AND state IN ('pending', 'sending') AND attempts > 0
            """,
            (workspace, channel),
        ).fetchone()
        return row is not None

    def backlog(self, now: datetime) -> int:
        """Count the deliveries that are overdue: due and not finished, be they claimed or waiting."""
        row = self._connection.execute(
            "SELECT count(*) AS n FROM deliveries WHERE state IN ('pending', 'sending') AND due_at <= ?",
            (instant_text(now),),
        ).fetchone()
        return int(row["n"])

    def _kind(self, delivery_id: int) -> DeliveryKind:
        row = self._connection.execute("SELECT kind FROM deliveries WHERE id = ?", (delivery_id,)).fetchone()
        return read_enum(DeliveryKind, row["kind"])

    def _state(self, delivery_id: int | None) -> DeliveryState | None:
        if delivery_id is None:
            return None
        row = self._connection.execute("SELECT state FROM deliveries WHERE id = ?", (delivery_id,)).fetchone()
        return None if row is None else read_enum(DeliveryState, row["state"])
