"""What was changed: by whom, when, and from what to what."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.members import Change, Values


class AuditTable(Protocol):
    """Changes of settings, rights, grades, questions and packs; rows are only added."""

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
        """Add a change, in the transaction that makes it.

        Args:
            workspace: where it was made.
            member: who made it, by id; `bot.domain.members.ITSELF` where no person did.
            action: what was done, in a word or two.
            detail: what it was done to, where the series and the values do not say it; never what people wrote.
            at: when.
            series_id: the series whose managers may see it; None: it concerns the workspace.
            before: what it was. People stand in it by their ids, each in a string of their own, so that erasing them
                finds them.
            after: what it is now.
        """
        ...

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
        """Give changes, the newest first: of a workspace or (None) of all, from an instant up to before another.

        With `series` only those of these series.
        """
        ...
