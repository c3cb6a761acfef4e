"""What was changed: by whom, when, and from what to what."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from adapters.storage.sqlite.tables.codecs import instant_text, read_instant, read_json
from adapters.storage.sqlite.tables.existing import existing
from bot.domain.members import Change, Values


class SqliteAudit:
    """Fulfils `AuditTable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        entry = {"workspace": workspace, "member": member, "action": action, "detail": detail, "at": instant_text(at)}
        change = {"series_id": series_id, "before": _text(before or {}), "after": _text(after or {})}
        existing(self._database, "audit").insert({**entry, **change})

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
        wanted: dict[str, object] = {}
        conditions = []
        bounds = {
            "workspace = :workspace": workspace,
            "at >= :since": instant_text(since) if since else None,
            "at < :until": instant_text(until) if until else None,
            "series_id IN (SELECT value FROM json_each(:series))": None if series is None else json.dumps([*series]),
        }
        for (condition, value), name in zip(bounds.items(), ("workspace", "since", "until", "series"), strict=True):
            if value is not None:
                conditions.append(condition)
                wanted[name] = value
        rows = existing(self._database, "audit").rows_where(
            " AND ".join(conditions) or None, wanted, order_by="id DESC", limit=limit, offset=offset or None
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
