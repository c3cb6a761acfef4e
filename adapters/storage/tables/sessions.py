"""Links that sign in, and sessions. Each page that is looked at asks for its session, so that this is plain SQL."""

from datetime import datetime

from adapters.storage.tables.codecs import instant_text
from adapters.storage.tables.connection import Connection, Row
from bot.domain.access.sessions import SignedIn

_PURPOSE = "sign-in"


class SqlSessions:
    """Fulfils `SessionsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def key(self, fresh: str) -> str:
        """Give the key that links are signed with; `fresh` is kept where there is none."""
        self._connection.execute(
            "INSERT INTO signing_keys (purpose, secret) VALUES (?, ?) ON CONFLICT DO NOTHING", (_PURPOSE, fresh)
        )
        row = self._connection.execute("SELECT secret FROM signing_keys WHERE purpose = ?", (_PURPOSE,)).fetchone()
        return str(row["secret"])

    def add_link(self, digest: str, who: SignedIn, now: datetime, expires_at: datetime) -> None:
        """Keep a link in the place of an unused one of the same member; those that have expired are dropped."""
        self._connection.execute(
            "DELETE FROM sign_in_links WHERE expires_at <= ? OR (workspace = ? AND member = ?)",
            (instant_text(now), who.workspace, who.member),
        )
        self._connection.execute(
            "INSERT INTO sign_in_links (digest, workspace, member, expires_at) VALUES (?, ?, ?, ?)",
            (digest, who.workspace, who.member, instant_text(expires_at)),
        )

    def of_link(self, digest: str, now: datetime) -> SignedIn | None:
        """Give whose link it is, and leave it as it is; None: it is unknown, was used before, or has expired."""
        found = "SELECT workspace, member FROM sign_in_links WHERE digest = ? AND expires_at > ?"
        return _signed_in(self._connection.execute(found, (digest, instant_text(now))).fetchone())

    def take_link(self, digest: str, now: datetime) -> SignedIn | None:
        """Use a link up; None: it is unknown, was used before, or has expired."""
        taken = "DELETE FROM sign_in_links WHERE digest = ? AND expires_at > ? RETURNING workspace, member"
        return _signed_in(next(iter(self._connection.execute(taken, (digest, instant_text(now))).fetchall()), None))

    def begin(self, digest: str, who: SignedIn, now: datetime, expires_at: datetime) -> None:
        """Keep a session; those that have expired are dropped."""
        self._connection.execute("DELETE FROM sessions WHERE expires_at <= ?", (instant_text(now),))
        self._connection.execute(
            "INSERT INTO sessions (digest, workspace, member, begun_at, expires_at) VALUES (?, ?, ?, ?, ?)",
            (digest, who.workspace, who.member, instant_text(now), instant_text(expires_at)),
        )

    def get(self, digest: str, now: datetime) -> SignedIn | None:
        """Give whose session it is; None: it is unknown, was ended, or has expired."""
        found = "SELECT workspace, member FROM sessions WHERE digest = ? AND expires_at > ?"
        return _signed_in(self._connection.execute(found, (digest, instant_text(now))).fetchone())

    def end(self, digest: str) -> None:
        """End one session."""
        self._connection.execute("DELETE FROM sessions WHERE digest = ?", (digest,))

    def end_all(self, who: SignedIn) -> int:
        """End all sessions of a member in a workspace, void their links, and give how many sessions that were."""
        theirs = (who.workspace, who.member)
        self._connection.execute("DELETE FROM sign_in_links WHERE workspace = ? AND member = ?", theirs)
        return self._connection.execute("DELETE FROM sessions WHERE workspace = ? AND member = ?", theirs).rowcount


def _signed_in(row: Row | None) -> SignedIn | None:
    return None if row is None else SignedIn(row["workspace"], row["member"])
