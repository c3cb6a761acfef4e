"""Questions that members suggest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from adapters.storage.tables.codecs import instant_text, read_enum, read_instant, read_record
from adapters.storage.tables.connection import Connection, Row
from bot.domain.authoring.suggestion import Suggestion, SuggestionState, Written

_WRITTEN = TypeAdapter(Written)


def _suggestion(row: Row) -> Suggestion:
    return Suggestion(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        at=read_instant(row["at"]),
        series_id=row["series_id"],
        written=read_record(_WRITTEN, row["written"]),
        is_named=bool(row["is_named"]),
        state=read_enum(SuggestionState, row["state"]),
        reason=row["reason"],
        ref=row["ref"],
        version=row["version"],
    )


class SqlSuggestions:
    """Fulfils `SuggestionsTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suggestion: Suggestion) -> Suggestion:
        """Add one and give it with its id, which is never given again."""
        [suggestion_id] = self._connection.execute(
            """
            INSERT INTO suggestions (workspace, member, at, series_id, written, is_named, state, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """,
            (
                suggestion.workspace,
                suggestion.member,
                instant_text(suggestion.at),
                suggestion.series_id,
                _WRITTEN.dump_json(suggestion.written).decode(),
                suggestion.is_named,
                suggestion.state,
                suggestion.version,
            ),
        ).fetchone()
        return replace(suggestion, id=suggestion_id)

    def get(self, suggestion_id: int) -> Suggestion | None:
        """Give a suggestion."""
        return next(iter(self._where("id = ?", suggestion_id)), None)

    def waiting(self, workspace: str) -> Sequence[Suggestion]:
        """Give what nobody in a workspace has decided on, oldest first."""
        return self._where("workspace = ? AND state = 'waiting'", workspace)

    def of_member(self, workspace: str, member: str) -> Sequence[Suggestion]:
        """Give all that a member suggested, oldest first."""
        return self._where("workspace = ? AND member = ?", workspace, member)

    def name(self, suggestion_id: int, *, is_named: bool) -> None:
        """Let its author be named or not, whatever was decided."""
        self._connection.execute("UPDATE suggestions SET is_named = ? WHERE id = ?", (is_named, suggestion_id))

    def save(self, suggestion: Suggestion) -> bool:
        """Write what it says now as its next version; False: it was changed or decided since, and stays as it is."""
        cursor = self._connection.execute(
            """
            UPDATE suggestions SET written = ?, is_named = ?, version = version + 1
            WHERE id = ? AND version = ? AND state = 'waiting'
            """,
            (
                _WRITTEN.dump_json(suggestion.written).decode(),
                suggestion.is_named,
                suggestion.id,
                suggestion.version,
            ),
        )
        return cursor.rowcount > 0

    def decide(
        self, suggestion: Suggestion, state: SuggestionState, by: str, at: datetime, *, reason: str = "", ref: str = ""
    ) -> bool:
        """Settle it as it was seen; False: it was changed or decided since, and stays as it is."""
        cursor = self._connection.execute(
            """
            UPDATE suggestions SET state = ?, reason = ?, ref = ?, decided_by = ?, decided_at = ?
            WHERE id = ? AND version = ? AND state = 'waiting'
            """,
            (state, reason, ref, by, instant_text(at), suggestion.id, suggestion.version),
        )
        return cursor.rowcount > 0

    def _where(self, condition: str, *values: object) -> Sequence[Suggestion]:
        rows = self._connection.execute(f"SELECT * FROM suggestions WHERE {condition} ORDER BY id", values)  # noqa: S608 - constants
        return [_suggestion(row) for row in rows]
