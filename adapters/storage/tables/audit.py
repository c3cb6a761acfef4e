"""What was changed: by whom, when, and from what to what."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.storage.tables.codecs import instant_text, read_instant, read_json
from adapters.storage.tables.connection import Connection
from bot.domain.members import Change, Values


class SqlAudit:
    """Fulfils `AuditTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        workspace: str,
        member: str,
        action: str,
        detail: str,
        at: datetime,
        *,
        series_id: int | None = None,
        before: Values | None = None,
        after: Values | None = None,
    ) -> None:
        """Add a change, in the transaction that makes it."""
        done = (workspace, member, action, detail, instant_text(at))
        self._connection.execute(
            """
            INSERT INTO audit (workspace, member, action, detail, at, series_id, before, after)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (*done, series_id, _text(before or {}), _text(after or {})),
        )

    def changes(
        self,
        workspace: str | None,
        since: datetime | None,
        until: datetime | None,
        *,
        series: Collection[int] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Sequence[Change]:
        """Give changes, the newest first."""
        among = self._connection.dialect.numbers(":series")
        bounds = {
            "workspace": ("workspace = :workspace", workspace),
            "since": ("at >= :since", instant_text(since) if since else None),
            "until": ("at < :until", instant_text(until) if until else None),
            "series": (f"series_id IN ({among})", None if series is None else json.dumps([*series])),
        }
        wanted = {name: value for name, (_, value) in bounds.items() if value is not None}
        conditions = " AND ".join(["1 = 1", *(bounds[name][0] for name in wanted)])
        page = "" if limit is None else "LIMIT :limit OFFSET :offset"
        rows = self._connection.execute(
            f"SELECT * FROM audit WHERE {conditions} ORDER BY id DESC {page}",  # noqa: S608 - constants of this module
            {**wanted, "limit": limit, "offset": offset},
        )
        return [_change(row) for row in rows]


def _text(values: Values) -> str:
    plain = {name: value if isinstance(value, str) else [*value] for name, value in values.items()}
    return json.dumps(plain, ensure_ascii=False)


def _change(row: Mapping[str, Any]) -> Change:
    return Change(
        id=row["id"],
        workspace=row["workspace"],
        member=row["member"],
        action=row["action"],
        detail=row["detail"],
        at=read_instant(row["at"]),
        series_id=row["series_id"],
        before=read_json(row["before"]),
        after=read_json(row["after"]),
    )
