"""Who sends what is owed just now: claims of deliveries, and how they end."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.storage.tables.codecs import CARD, instant_text, optional_instant, read_enum, read_instant, read_record
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.leases import (
    HELD,
    OWN_DELIVERY,
    deliveries_to_claim,
    held_too_long,
    lease_of,
    release_lapsed_deliveries,
)
from adapters.storage.tables.places import Places
from bot.domain.deliveries import Delivery, DeliveryKind, DeliveryState, Turn, Urgency
from bot.errors import Scope


def read_delivery(row: Row) -> Delivery:
    """Give the delivery of a row."""
    return Delivery(
        id=row["id"],
        key=row["key"],
        workspace=row["workspace"],
        kind=read_enum(DeliveryKind, row["kind"]),
        channel=row["channel"],
        card=read_record(CARD, row["card"]),
        state=read_enum(DeliveryState, row["state"]),
        due_at=read_instant(row["due_at"]),
        attempts=row["attempts"],
        series_id=row["series_id"],
        round_id=row["round_id"],
        after_id=row["after_id"],
        message=row["message"],
        error=row["error"],
        waits_for=Scope(row["waits_for"]) if row["waits_for"] else None,
        turn=_turn(row) if row["queue"] else None,
    )


def _turn(row: Row) -> Turn:
    return Turn(row["queue"], Urgency(row["urgency"]), optional_instant(row["lapses_at"]), read_instant(row["look_at"]))


class ClaimedDeliveries:
    """Of `DeliveriesTable` what is about claims."""

    def __init__(self, connection: Connection, due: DueNote, owner: str) -> None:
        self._connection = connection
        self._due = due
        self._owner = owner
        self._now = connection.dialect.seconds_now()
        #: Keeps one for this process until it is to be tried again, as `_at` says; others are held off for as long.
        self._again = f"ready_at = :at, claimed_by = :this, leased_until = {self._now} + :lease"

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
        """Claim due deliveries of these platforms until an instant, and count the attempt; earliest first."""
        chosen = self._choose(now, limit, platforms, under_way, places=Places(busy or {}, most_each))
        rows = self._connection.execute(
            f"""
            UPDATE deliveries SET state = 'sending', attempts = attempts + 1, {self._again}
            WHERE id IN ({self._connection.dialect.numbers(":chosen")})
            RETURNING *
            """,  # noqa: S608 - a piece of the dialect
            {"chosen": json.dumps(chosen), **self._at(now, until)},
        ).fetchall()
        self._due.raised |= bool(rows)
        return sorted(map(read_delivery, rows), key=lambda delivery: (delivery.due_at, delivery.id))

    def _choose(
        self, now: datetime, limit: int, platforms: frozenset[str], under_way: frozenset[int], *, places: Places
    ) -> list[int]:
        """Choose the earliest that are due, no more of a workspace than there are places for it."""
        chosen: list[int] = []
        while len(chosen) < limit:
            rows = self._connection.execute(
                deliveries_to_claim(self._connection.dialect),
                {
                    "now": instant_text(now),
                    "this": self._owner,
                    "platforms": json.dumps(sorted(platforms)),
                    "taken": json.dumps([*sorted(under_way), *chosen]),
                    "full": json.dumps(places.full()),
                    "limit": limit - len(chosen),
                },
            ).fetchall()
            if not rows:
                break
            chosen += [row["id"] for row in rows if places.take(row["workspace"])]
        return chosen

    def _at(self, now: datetime, instant: datetime) -> dict[str, object]:
        return {"at": instant_text(instant), "this": self._owner, "lease": lease_of(instant - now)}

    def release_gone(self, retry_at: datetime) -> int:
        """Let go what processes that are gone had claimed; the clock of one that was sending may have been behind."""
        cursor = self._connection.execute(
            f"""
            UPDATE deliveries SET claimed_by = '',
                ready_at = CASE WHEN state = 'sending' AND (claimed_by <> '' OR ready_at > ?1) THEN ?1 ELSE ready_at END
            WHERE ready_at IS NOT NULL AND (state = 'sending' OR claimed_by <> '')
                AND {self._connection.dialect.gone("claimed_by", "?2")}
            """,  # noqa: S608 - a piece of the dialect
            (instant_text(retry_at), self._owner),
        )
        self._due.raised = True
        return cursor.rowcount

    def release_lapsed(self, retry_at: datetime) -> int:
        """Let go what is due by its lease, and say how much of it other processes hold longer than they said."""
        dialect = self._connection.dialect
        held = self._connection.execute(held_too_long(dialect), {"this": self._owner}).fetchone()["n"]
        cursor = self._connection.execute(
            release_lapsed_deliveries(dialect), {"at": instant_text(retry_at), "this": self._owner}
        )
        self._due.raised |= cursor.rowcount > 0
        return int(held)

    def release_after(self, latest: datetime, retry_at: datetime) -> int:
        """Try at an instant what was tried before and would be tried again, or taken over, after the latest one."""
        cursor = self._connection.execute(
            f"UPDATE deliveries SET ready_at = :at WHERE ready_at > :latest AND attempts > 0 AND NOT ({HELD})",  # noqa: S608 - a constant
            {"at": instant_text(retry_at), "latest": instant_text(latest), "this": self._owner},
        )
        self._due.raised |= cursor.rowcount > 0
        return cursor.rowcount

    def is_own(self, delivery_id: int) -> bool:
        """Say whether it is being sent, and no other process has it now."""
        row = self._connection.execute(
            f"SELECT 1 FROM deliveries WHERE id = :id AND {OWN_DELIVERY}",  # noqa: S608 - a constant
            {"id": delivery_id, "this": self._owner},
        ).fetchone()
        return row is not None
