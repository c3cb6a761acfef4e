"""Series and their queues."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from adapters.storage.tables.codecs import (
    SETTINGS,
    instant_text,
    json_text,
    optional_day,
    optional_day_text,
    optional_instant,
    optional_instant_text,
    read_enum,
    read_record,
)
from adapters.storage.tables.connection import Connection, Row
from adapters.storage.tables.dialect import Dialect
from adapters.storage.tables.due import DueNote
from bot.domain.rotation import Pool
from bot.domain.series import PausedFor, Series, SeriesSettings, SeriesState
from bot.errors import RefusedError

_OF_WORKSPACE = "SELECT * FROM series WHERE workspace = ? ORDER BY name"


# They are asked for far more often than they change.
@lru_cache(maxsize=1024)
def _settings(text: str) -> SeriesSettings:
    return read_record(SETTINGS, text)


def _series(row: Row) -> Series:
    return Series(
        id=row["id"],
        workspace=row["workspace"],
        name=row["name"],
        channel=row["channel"],
        settings=_settings(row["settings"]),
        state=read_enum(SeriesState, row["state"]),
        pause_reason=row["pause_reason"],
        next_day=optional_day(row["next_day"]),
        next_due=optional_instant(row["next_due"]),
        seed=row["seed"],
        pool_warned=read_enum(Pool, row["pool_warned"]),
        paused_for=read_enum(PausedFor, row["paused_for"]),
        lapse_told=row["lapse_told"],
    )


@cache
def _upgraded(dialect: Dialect) -> str:
    upgraded = dialect.truth("is_upgraded")
    return f"""
        SELECT * FROM series WHERE {upgraded}
            AND workspace = (SELECT workspace FROM series WHERE {upgraded} ORDER BY id LIMIT 1)
        ORDER BY id
    """  # noqa: S608 - pieces of the dialect


class SqlSeries:
    """Fulfils `SeriesTable`."""

    def __init__(self, connection: Connection, due: DueNote) -> None:
        self._connection = connection
        self._due = due

    def add(self, workspace: str, name: str, channel: str, settings: SeriesSettings, seed: int) -> Series:
        """Add an active series without a next slot."""
        row = self._connection.execute(
            """
            INSERT INTO series (workspace, name, channel, settings, state, seed) VALUES (?, ?, ?, ?, 'active', ?)
            ON CONFLICT DO NOTHING RETURNING *
            """,
            (workspace, name, channel, json_text(SETTINGS, settings), seed),
        ).fetchone()
        if row is None:
            raise RefusedError(f"There is a series named {name} already.", hint="Choose another name.")
        return _series(row)

    def get(self, series_id: int) -> Series | None:
        """Give a series."""
        row = self._connection.execute("SELECT * FROM series WHERE id = ?", (series_id,)).fetchone()
        return None if row is None else _series(row)

    def all(self) -> Sequence[Series]:
        """Give all series of all workspaces, by workspace and name."""
        return [_series(row) for row in self._connection.execute("SELECT * FROM series ORDER BY workspace, name")]

    def some(self, after: int, limit: int) -> Sequence[Series]:
        """Give at most so many series of all workspaces whose ids are above one, by id."""
        rows = self._connection.execute("SELECT * FROM series WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
        return [_series(row) for row in rows]

    def of_workspace(self, workspace: str) -> Sequence[Series]:
        """Give the series of a workspace, by name."""
        place = (workspace,)
        return self._connection.recalled.once(
            _OF_WORKSPACE, place, lambda: [_series(row) for row in self._connection.execute(_OF_WORKSPACE, place)]
        )

    def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of active series whose slot is due, earliest first."""
        rows = self._connection.execute(
            "SELECT id FROM series WHERE state = 'active' AND next_due <= ? ORDER BY next_due, id LIMIT ?",
            (instant_text(now), limit),
        )
        return [row["id"] for row in rows]

    def set_settings(self, series_id: int, *, channel: str, settings: SeriesSettings) -> None:
        """Replace what managers chose."""
        self._connection.execute(
            "UPDATE series SET channel = ?, settings = ? WHERE id = ?",
            (channel, json_text(SETTINGS, settings), series_id),
        )

    def set_next(self, series_id: int, day: date | None, due: datetime | None) -> None:
        """Set the slot that opens next."""
        self._connection.execute(
            "UPDATE series SET next_day = ?, next_due = ? WHERE id = ?",
            (optional_day_text(day), optional_instant_text(due), series_id),
        )
        self._due.raised = True

    def activate(self, series_id: int) -> None:
        """Let a series ask again."""
        self._connection.execute(
            "UPDATE series SET state = 'active', pause_reason = '', paused_for = '' WHERE id = ?", (series_id,)
        )
        self._due.raised = True

    def pause(self, series_id: int, reason: str, paused_for: PausedFor) -> bool:
        """Pause a series; the reason of the first pause stays, unless a manager pauses it now."""
        cursor = self._connection.execute(
            """
            UPDATE series SET state = 'paused', pause_reason = :reason, paused_for = :cause
            WHERE id = :id AND (state <> 'paused' OR (:cause = 'manager' AND paused_for <> 'manager'))
            """,
            {"id": series_id, "reason": reason, "cause": paused_for},
        )
        self._due.raised = True
        return cursor.rowcount == 1

    def set_pool_warned(self, series_id: int, warned: Pool) -> None:
        """Remember the pool warning given last."""
        self._connection.execute("UPDATE series SET pool_warned = ? WHERE id = ?", (warned, series_id))

    def set_lapse_told(self, series_id: int, month: str) -> None:
        """Remember the month of lapsing questions that managers were told of last."""
        self._connection.execute("UPDATE series SET lapse_told = ? WHERE id = ?", (month, series_id))

    def upgraded(self) -> Sequence[Series]:
        """Give a workspace's series that stood before and whose managers were not told yet, by id."""
        rows = self._connection.execute(_upgraded(self._connection.dialect))
        return [_series(row) for row in rows]

    def mark_told(self, series_id: int) -> None:
        """Remember that they were told."""
        self._connection.execute("UPDATE series SET is_upgraded = 0 WHERE id = ?", (series_id,))


class SqlQueue:
    """Fulfils `QueueTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, series_id: int) -> Sequence[str]:
        """Give the queued questions' refs, next one first."""
        rows = self._connection.execute("SELECT ref FROM queue WHERE series_id = ? ORDER BY position", (series_id,))
        return [row["ref"] for row in rows]

    def set(self, series_id: int, refs: Sequence[str]) -> None:
        """Replace the queue."""
        self._connection.execute("DELETE FROM queue WHERE series_id = ?", (series_id,))
        self._connection.executemany(
            """
            INSERT INTO queue (series_id, position, workspace, ref)
                VALUES (:series, :position, (SELECT workspace FROM series WHERE id = :series), :ref)
            """,
            [{"series": series_id, "position": position, "ref": ref} for position, ref in enumerate(refs)],
        )
