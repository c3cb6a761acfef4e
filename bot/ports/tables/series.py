"""Series and the questions their managers put first."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.rotation import Pool
from bot.domain.series import PausedFor, Series, SeriesSettings


class SeriesTable(Protocol):
    """Series and their due instants."""

    def add(self, workspace: str, name: str, channel: str, settings: SeriesSettings, seed: int) -> Series:
        """Add an active series without a next slot; raises `RefusedError` if the workspace has one of that name."""
        ...

    def get(self, series_id: int) -> Series | None:
        """Give a series."""
        ...

    def all(self) -> Sequence[Series]:
        """Give all series of all workspaces, for the operator's own commands."""
        ...

    def some(self, after: int, limit: int) -> Sequence[Series]:
        """Give at most so many series of all workspaces whose ids are above one, by id."""
        ...

    def of_workspace(self, workspace: str) -> Sequence[Series]:
        """Give the series of a workspace, by name."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the ids of active series whose slot is due, earliest first, without looking at the others."""
        ...

    def set_settings(self, series_id: int, *, channel: str, settings: SeriesSettings) -> None:
        """Replace what managers chose."""
        ...

    def set_next(self, series_id: int, day: date | None, due: datetime | None) -> None:
        """Set the slot that opens next."""
        ...

    def activate(self, series_id: int) -> None:
        """Let a series ask again."""
        ...

    def pause(self, series_id: int, reason: str, paused_for: PausedFor) -> bool:
        """Pause a series, and say whether that changed anything.

        One that is paused already keeps its reason, unless a manager pauses it now.
        """
        ...

    def set_pool_warned(self, series_id: int, warned: Pool) -> None:
        """Remember the pool warning given last."""
        ...

    def set_lapse_told(self, series_id: int, month: str) -> None:
        """Remember the month, such as 2027-05, of lapsing questions that managers were told of last."""
        ...

    def upgraded(self) -> Sequence[Series]:
        """Give series that stood before a new version and whose managers were not told yet what it brings, by id.

        They are those of one workspace; none: all managers were told.
        """
        ...

    def mark_told(self, series_id: int) -> None:
        """Remember that they were told."""
        ...


class QueueTable(Protocol):
    """Questions that managers put first."""

    def list(self, series_id: int) -> Sequence[str]:
        """Give the queued questions' refs, next one first."""
        ...

    def set(self, series_id: int, refs: Sequence[str]) -> None:
        """Replace the queue."""
        ...
