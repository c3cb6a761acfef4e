"""What members remember: the log of reviews, and what was derived from it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from adapters.storage.tables.codecs import instant_text, read_enum, read_instant
from adapters.storage.tables.connection import Connection
from bot.domain.practice.memory import Memory, Rating, Review

_OF_MEMBER = "SELECT * FROM memories WHERE workspace = ? AND member = ? ORDER BY ref"


class SqlMemories:
    """Fulfils `MemoriesTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def log(self, workspace: str, member: str, ref: str) -> Sequence[Review]:
        """Give the entries of a member on a question, oldest first."""
        return self.logs(workspace, [member], ref).get(member, [])

    def logs(self, workspace: str, members: Sequence[str], ref: str) -> Mapping[str, Sequence[Review]]:
        """Give the entries on a question by member, oldest first, of members who have any."""
        found: dict[str, list[Review]] = defaultdict(list)
        among = self._connection.dialect.texts("?")
        rows = self._connection.execute(
            f"""
            SELECT * FROM reviews WHERE workspace = ? AND member IN (SELECT value FROM {among}) AND ref = ?
            ORDER BY id
            """,  # noqa: S608 - a piece of the dialect
            (workspace, json.dumps(members), ref),
        )
        for row in rows:
            rating, at = read_enum(Rating, row["rating"]), read_instant(row["at"])
            found[row["member"]].append(Review(row["ref"], row["origin"], rating, at))
        return dict(found)

    def add(self, workspace: str, reviews: Mapping[str, Review], now: datetime) -> None:
        """Add an entry each to the logs of members."""
        added, instants = instant_text(now), cache(instant_text)
        self._connection.executemany(
            "INSERT INTO reviews (workspace, member, ref, origin, rating, at, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (workspace, member, review.ref, review.origin, review.rating, instants(review.at), added)
                for member, review in reviews.items()
            ],
        )

    def save(self, workspace: str, memories: Mapping[str, Memory]) -> None:
        """Keep what was derived from the logs of members."""
        instants = cache(instant_text)  # those of one round are all of its close
        self._connection.executemany(
            """
            INSERT INTO memories (workspace, member, ref, stability, difficulty, last_review, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (workspace, member, ref) DO UPDATE SET stability = excluded.stability,
                difficulty = excluded.difficulty, last_review = excluded.last_review, due_at = excluded.due_at
            """,
            [
                (
                    workspace,
                    member,
                    memory.ref,
                    memory.stability,
                    memory.difficulty,
                    instants(memory.last_review),
                    instants(memory.due_at),
                )
                for member, memory in memories.items()
            ],
        )

    def of_member(self, workspace: str, member: str) -> Mapping[str, Memory]:
        """Give a member's memories by question."""
        place = (workspace, member)
        return self._connection.recalled.once(_OF_MEMBER, place, lambda: self._of_member(place))

    def _of_member(self, place: tuple[str, str]) -> Mapping[str, Memory]:
        return {
            row["ref"]: Memory(
                row["ref"],
                row["stability"],
                row["difficulty"],
                read_instant(row["last_review"]),
                read_instant(row["due_at"]),
            )
            for row in self._connection.execute(_OF_MEMBER, place)
        }
