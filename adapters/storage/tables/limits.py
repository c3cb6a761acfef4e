"""What several processes may do together only so often, or once."""

import hashlib
from datetime import timedelta

from adapters.storage.tables.connection import Connection


class SqlLimits:
    """Fulfils `LimitsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now = connection.dialect.exactly_now()

    def turn(self, place: str, pace: float) -> float:
        """Take the next turn at a place, and give how many seconds it is until then."""
        row = self._connection.execute(
            f"""
            INSERT INTO turns (place, free_at) VALUES (:place, {self._now} + :pace)
            ON CONFLICT (place) DO UPDATE SET
                free_at = CASE WHEN turns.free_at > {self._now} THEN turns.free_at ELSE {self._now} END + :pace
            RETURNING free_at - {self._now} - :pace AS wait
            """,  # noqa: S608 - a piece of the dialect
            {"place": _digest(place), "pace": pace},
        ).fetchone()
        return max(0.0, float(row["wait"]))

    def hold(self, place: str, seconds: float) -> None:
        """Leave a place alone for so many seconds."""
        self._connection.execute(
            f"""
            INSERT INTO turns (place, free_at) VALUES (:place, {self._now} + :seconds)
            ON CONFLICT (place) DO UPDATE SET free_at = excluded.free_at
            """,  # noqa: S608 - as above
            {"place": _digest(place), "seconds": seconds},
        )

    def held(self, place: str) -> float:
        """Give for how many seconds a place is to be left alone."""
        row = self._connection.execute(
            f"SELECT free_at - {self._now} AS wait FROM turns WHERE place = ?",  # noqa: S608 - as above
            (_digest(place),),
        ).fetchone()
        return max(0.0, float(row["wait"])) if row else 0.0

    def tried(self, place: str, most: int, within: timedelta) -> None:
        """Count a try at a place; after so many within the time it is left alone for as long.

        Each try is a turn: they come too fast when a queue of them would take the whole time.
        """
        seconds = within.total_seconds()
        pace = seconds / most
        # Half a turn for the time between the tries: what comes at once is counted exactly.
        if self.turn(f"tries at {place}", pace) > seconds - 1.5 * pace:
            self.hold(place, seconds)

    def see(self, request: str, holds: timedelta) -> int | None:
        """Note that a request has come; None: for the first time, else what it came to."""
        values = {"request": _digest(request), "holds": holds.total_seconds()}
        is_new = self._connection.execute(
            f"""
            INSERT INTO seen_requests (request, status, until) VALUES (:request, 0, {self._now} + :holds)
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - as above
            values,
        ).rowcount
        if is_new:
            return None
        row = self._connection.execute(
            "SELECT status FROM seen_requests WHERE request = ?", (values["request"],)
        ).fetchone()
        return int(row["status"])

    def settle(self, request: str, status: int | None) -> None:
        """Note what a request came to; None: it may come again."""
        if status is None:
            self._connection.execute("DELETE FROM seen_requests WHERE request = ?", (_digest(request),))
        else:
            self._connection.execute(
                "UPDATE seen_requests SET status = ? WHERE request = ?", (status, _digest(request))
            )


def _digest(text: str) -> str:
    # A place may be a member's own, and a signature is nobody's business.
    return hashlib.sha256(text.encode()).hexdigest()
