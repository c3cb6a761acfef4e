"""What members remember: the log of reviews, and what was derived from it."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.storage.sqlite.codecs import instant_text, read_enum, read_instant
from bot.domain.memory import Memory, Rating, Review


class SqliteMemories:
    """Fulfils `MemoriesTable`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def log(self, workspace: str, member: str, ref: str) -> Sequence[Review]:
        """Give the entries of a member on a question, oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM reviews WHERE workspace = ? AND member = ? AND ref = ? ORDER BY id", (workspace, member, ref)
        )
        return [
            Review(row["ref"], row["origin"], read_enum(Rating, row["rating"]), read_instant(row["at"])) for row in rows
        ]

    def add(self, workspace: str, member: str, review: Review, now: datetime) -> None:
        """Add an entry to the log."""
        self._connection.execute(
            "INSERT INTO reviews (workspace, member, ref, origin, rating, at, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                workspace,
                member,
                review.ref,
                review.origin,
                review.rating,
                instant_text(review.at),
                instant_text(now),
            ),
        )

    def save(self, workspace: str, member: str, memory: Memory) -> None:
        """Keep what was derived from the log."""
        self._connection.execute(
            """
            INSERT OR REPLACE INTO memories (workspace, member, ref, stability, difficulty, last_review, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            (
                workspace,
                member,
                memory.ref,
                memory.stability,
                memory.difficulty,
                instant_text(memory.last_review),
                instant_text(memory.due_at),
            ),
        )

    def of_member(self, workspace: str, member: str) -> Mapping[str, Memory]:
        """Give a member's memories by question."""
        rows = self._connection.execute(
            "SELECT * FROM memories WHERE workspace = ? AND member = ? ORDER BY ref", (workspace, member)
        )
        return {
            row["ref"]: Memory(
                row["ref"],
                row["stability"],
                row["difficulty"],
                read_instant(row["last_review"]),
                read_instant(row["due_at"]),
            )
            for row in rows
        }
