"""Who erased their data, and who left tracking, without saying who: what they wrote must not come (back)."""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from adapters.storage.tables.codecs import instant_text
from adapters.storage.tables.connection import Connection
from bot.domain.answers import Revision
from bot.domain.members import platform_of

_SALTS = """
    SELECT (SELECT salt FROM untracked WHERE workspace = ?1 LIMIT 1),
        (SELECT salt FROM untracked WHERE workspace = ?2 LIMIT 1),
        (SELECT salt FROM erased WHERE workspace = ?1 LIMIT 1)
"""


class Salts(NamedTuple):
    """What the names of members are mixed with before they are looked up; None: there are none."""

    #: Of those who left tracking in the workspace, and on its whole platform.
    here: bytes | None
    on_platform: bytes | None
    #: Of those who erased their data.
    erased: bytes | None


def note_erasure(connection: Connection, workspace: str, member: str, at: datetime) -> None:
    """Remember that a member erased their data at an instant."""
    salt = _salt(connection, workspace) or secrets.token_bytes(16)
    connection.execute(
        """
        INSERT INTO erased (workspace, member, salt, at) VALUES (?, ?, ?, ?)
        ON CONFLICT (workspace, member) DO UPDATE SET at = excluded.at
        """,
        (workspace, _digest(salt, member), salt, instant_text(at)),
    )


def set_tracked(connection: Connection, place: str, member: str, at: datetime, *, tracked: bool) -> None:
    """Remember that a member left tracking in a workspace or (as "discord:") a whole platform, or came back."""
    salt = _salt(connection, place, "untracked") or secrets.token_bytes(16)
    who = (place, _digest(salt, member))
    if tracked:
        connection.execute("DELETE FROM untracked WHERE workspace = ? AND member = ?", who)
    else:
        added = "INSERT INTO untracked (workspace, member, salt, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        connection.execute(added, (*who, salt, instant_text(at)))


def is_tracked(connection: Connection, workspace: str, member: str) -> bool:
    """Say whether what a member does in a workspace is kept."""
    return _is_tracked(connection, _salts(connection, workspace), workspace, member)


def _is_tracked(connection: Connection, salts: Salts, workspace: str, member: str) -> bool:
    found = "SELECT 1 FROM untracked WHERE workspace = ? AND member = ?"
    for place, salt in ((workspace, salts.here), (f"{platform_of(workspace)}:", salts.on_platform)):
        if salt is not None and connection.execute(found, (place, _digest(salt, member))).fetchone():
            return False
    return True


def still_wanted(connection: Connection, workspace: str, revisions: Iterable[Revision]) -> Sequence[Revision]:
    """Leave out what was written by who left tracking, and what authors posted before they erased their data."""
    everything = list(revisions)
    authors = {revision.member for revision in everything if revision.member is not None}
    salts = _salts(connection, workspace)
    gone = {member for member in authors if not _is_tracked(connection, salts, workspace, member)}
    everything = [revision for revision in everything if revision.member not in gone]
    if salts.erased is None:
        return everything
    erased = {member: at for member in authors if (at := _erased_at(connection, workspace, salts.erased, member))}
    return [r for r in everything if r.member not in erased or instant_text(r.posted_at) >= erased[r.member]]


def _salts(connection: Connection, workspace: str) -> Salts:
    place = (workspace, f"{platform_of(workspace)}:")
    return connection.recalled.once(_SALTS, place, lambda: Salts(*connection.execute(_SALTS, place).fetchone()))


def _salt(connection: Connection, workspace: str, table: str = "erased") -> bytes | None:
    """Give the salt that the workspace's rows share; None: there are none."""
    found = f"SELECT salt FROM {table} WHERE workspace = ? LIMIT 1"  # noqa: S608 - names of this module
    row = connection.execute(found, (workspace,)).fetchone()
    return None if row is None else bytes(row["salt"])


def _erased_at(connection: Connection, workspace: str, salt: bytes, member: str) -> str | None:
    row = connection.execute(
        "SELECT at FROM erased WHERE workspace = ? AND member = ?", (workspace, _digest(salt, member))
    ).fetchone()
    return None if row is None else str(row["at"])


def _digest(salt: bytes, member: str) -> str:
    return hmac.digest(salt, member.encode(), "sha256").hex()
