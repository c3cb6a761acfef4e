"""Who erased their data and when, without saying who: what they had written before must not come back."""

import hmac
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from adapters.storage.sqlite.tables.codecs import instant_text
from bot.domain.answers import Revision


def note_erasure(connection: sqlite3.Connection, workspace: str, member: str, at: datetime) -> None:
    """Remember that a member erased their data at an instant."""
    salt = _salt(connection, workspace) or secrets.token_bytes(16)
    connection.execute(
        """
        INSERT INTO erased (workspace, member, salt, at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET at = excluded.at
        """,
        (workspace, _digest(salt, member), salt, instant_text(at)),
    )


def still_wanted(connection: sqlite3.Connection, workspace: str, revisions: Iterable[Revision]) -> Sequence[Revision]:
    """Leave out what happened to messages that their authors posted before they erased their data."""
    everything = list(revisions)
    salt = _salt(connection, workspace)
    if salt is None:
        return everything
    authors = {revision.member for revision in everything if revision.member is not None}
    erased = {member: at for member in authors if (at := _erased_at(connection, workspace, salt, member))}
    return [r for r in everything if r.member not in erased or instant_text(r.posted_at) >= erased[r.member]]


def _salt(connection: sqlite3.Connection, workspace: str) -> bytes | None:
    """Give the salt that the workspace's rows share; None: nobody erased anything there."""
    row = connection.execute("SELECT salt FROM erased WHERE workspace = ? LIMIT 1", (workspace,)).fetchone()
    return None if row is None else bytes(row["salt"])


def _erased_at(connection: sqlite3.Connection, workspace: str, salt: bytes, member: str) -> str | None:
    row = connection.execute(
        "SELECT at FROM erased WHERE workspace = ? AND member = ?", (workspace, _digest(salt, member))
    ).fetchone()
    return None if row is None else str(row["at"])


def _digest(salt: bytes, member: str) -> str:
    return hmac.digest(salt, member.encode(), "sha256").hex()
