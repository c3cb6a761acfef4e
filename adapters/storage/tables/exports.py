"""All that is kept of a workspace, to be handed out."""

from collections.abc import Mapping, Sequence

from adapters.storage.tables.connection import Connection
from adapters.storage.tables.purge import TABLES
from adapters.storage.tables.rows import plain

#: What only this program can use: tokens, sealed with the operator's key; who is signed in, by digests; who erased
#: their data or left tracking, by keyed hashes, of which the keys would tell who that is.
_SECRET = frozenset({"installations", "sign_in_links", "sessions", "erased", "untracked"})
_QUESTIONS = """
    SELECT hash, ref, content, topic FROM questions WHERE hash IN (
        SELECT question FROM rounds WHERE workspace = :workspace UNION SELECT question FROM drills
            WHERE workspace = :workspace
    ) ORDER BY hash
"""


def export_workspace(connection: Connection, workspace: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """Give a workspace's rows by table, with the questions that it was asked; tables without any are left out."""
    where = {"workspace": workspace}
    rows = {table: _own(connection, table, where) for table in sorted(set(TABLES) - _SECRET)}
    rows["questions"] = [plain("questions", row) for row in connection.execute(_QUESTIONS, where)]
    return {table: found for table, found in sorted(rows.items()) if found}


def _own(connection: Connection, table: str, where: Mapping[str, str]) -> Sequence[Mapping[str, object]]:
    found = connection.execute(f"SELECT * FROM {table} WHERE workspace = :workspace", where)  # noqa: S608 - constants
    return [plain(table, row) for row in found]
