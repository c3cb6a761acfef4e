"""How many calls of a language model a day may cost, counted where every process sees it.

The store does not count them: graders work in threads and between two transactions, and `askaday grading score` runs
beside the bot, which alone may write to the database. A small SQLite file of its own beside it outlives restarts, too.
"""

import sqlite3
from contextlib import closing
from datetime import UTC
from pathlib import Path

from bot.errors import LlmError
from bot.ports.clock import Clock

_TABLE = "CREATE TABLE IF NOT EXISTS calls (day TEXT PRIMARY KEY, made INTEGER NOT NULL) STRICT"
#: Counts and decides in one statement, so that two processes never share the last call.
_TAKE = "INSERT INTO calls VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET made = made + 1 WHERE made < ?"


class CallBudget:
    """So many calls a day (UTC); failed ones count, since they may cost as much."""

    def __init__(self, file: Path, per_day: int, clock: Clock) -> None:
        self._file = file
        self._per_day = per_day
        self._clock = clock

    def take(self) -> None:
        """Count a call before it is made.

        Raises:
            LlmError: today's calls are spent, or cannot be counted: what is not counted is not called.
        """
        day = self._clock.now().astimezone(UTC).date().isoformat()
        try:
            is_taken = self._counted(day)
        except (OSError, sqlite3.Error) as error:
            raise LlmError(f"Calls cannot be counted in {self._file}: {error}.", is_outage=True) from None
        if not is_taken:
            raise LlmError(f"The {self._per_day} calls of {day} (UTC) are spent.")

    def _counted(self, day: str) -> bool:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file)) as connection, connection:
            connection.execute(_TABLE)
            return connection.execute(_TAKE, (day, self._per_day)).rowcount == 1
