"""What happened to messages, and answers frozen at the close."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from adapters.storage.tables.codecs import (
    MESSAGES,
    instant_text,
    read_enum,
    read_instant,
    read_json,
    read_record,
)
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.erasures import still_wanted
from bot.domain.answers import Answer, Happening, Revision


class SqlAnswers:
    """Fulfils `AnswersTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # One text that is no UTF-8 (a damaged page, another program) must not keep all others from being read.
        self._said = connection.dialect.unchecked("text")

    def record(
        self, workspace: str, channel: str, thread: str, revisions: Iterable[Revision], received_at: datetime
    ) -> int:
        """Add revisions to a thread; the same one (message, happening, instant) twice changes nothing."""
        received = instant_text(received_at)
        wanted = still_wanted(self._connection, workspace, revisions)
        cursor = self._connection.executemany(
            """
            INSERT INTO revisions
                (workspace, channel, thread, message, happening, at, posted_at, member, text, received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                (
                    workspace,
                    channel,
                    thread,
                    revision.message,
                    revision.happening,
                    instant_text(revision.at),
                    instant_text(revision.posted_at),
                    revision.member,
                    revision.text,
                    received,
                )
                for revision in wanted
            ],
        )
        return self._connection.written(cursor, len(wanted)) if wanted else 0

    def revisions(self, workspace: str, channel: str, thread: str) -> Sequence[Revision]:
        """Give all that happened in a thread, in the platform's order of time."""
        rows = self._connection.execute(
            f"""
            SELECT message, happening, at, posted_at, member, {self._said} AS said FROM revisions
            WHERE workspace = ? AND channel = ? AND thread = ? ORDER BY at, message, happening
            """,  # noqa: S608 - a piece of the dialect
            (workspace, channel, thread),
        )
        return [
            Revision(
                message=row["message"],
                happening=read_enum(Happening, row["happening"]),
                at=read_instant(row["at"]),
                posted_at=read_instant(row["posted_at"]),
                member=row["member"],
                text=_readable(row["said"]),
            )
            for row in rows
        ]

    def mark(self, workspace: str, channel: str, thread: str) -> bytes:
        """Give a digest of all that happened in a thread, without reading it into records."""
        rows = self._connection.execute(
            f"""
            SELECT message, happening, at, posted_at, coalesce(member, ''), {self._said} FROM revisions
            WHERE workspace = ? AND channel = ? AND thread = ? ORDER BY message, happening, at
            """,  # noqa: S608 - a piece of the dialect
            (workspace, channel, thread),
        )
        digest = hashlib.sha256()
        for *known, said in rows:
            # Lengths keep apart what would be the same run together.
            text = said.encode() if isinstance(said, str) else said
            written = "\0".join((*known, str(len(text))))
            digest.update(f"{len(written)}:{written}".encode(errors="surrogateescape"))
            digest.update(text)
        return digest.digest()

    def holds(self, workspace: str, channel: str, thread: str, message: str) -> bool:
        """Say whether anything is kept of a message."""
        row = self._connection.execute(
            "SELECT 1 FROM revisions WHERE workspace = ? AND channel = ? AND thread = ? AND message = ? LIMIT 1",
            (workspace, channel, thread, message),
        ).fetchone()
        return row is not None

    def freeze(self, round_id: int, answers: Sequence[Answer]) -> None:
        """Keep the answers as they were at the close, in place of any kept before."""
        self._connection.execute("DELETE FROM answers WHERE round_id = ?", (round_id,))
        self._connection.executemany(
            """
            INSERT INTO answers (round_id, member, workspace, position, text, messages, first_at, last_at, chosen)
            VALUES (?1, ?2, (SELECT workspace FROM rounds WHERE id = ?1), ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                (
                    round_id,
                    answer.member,
                    position,
                    answer.text,
                    MESSAGES.dump_json(answer.messages).decode(),
                    instant_text(answer.first_at),
                    instant_text(answer.last_at),
                    None if answer.picked is None else json.dumps(answer.picked),
                )
                for position, answer in enumerate(answers)
            ],
        )

    def frozen(self, round_id: int, member: str | None = None) -> Sequence[Answer]:
        """Give the answers as they were at the close, in the order they were frozen; with a member, theirs."""
        rows = self._connection.execute(
            f"""
            SELECT member, {self._said} AS said, messages, first_at, last_at, chosen FROM answers
            WHERE round_id = ? AND member = coalesce(?, member) ORDER BY position
            """,  # noqa: S608 - a piece of the dialect
            (round_id, member),
        )
        return [
            Answer(
                member=row["member"],
                text=_readable(row["said"]),
                messages=read_record(MESSAGES, row["messages"]),
                first_at=read_instant(row["first_at"]),
                last_at=read_instant(row["last_at"]),
                picked=None if row["chosen"] is None else tuple(read_json(row["chosen"])),
            )
            for row in rows
        ]


def _readable(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode(errors="replace")
