"""What is derived from grades, and read-only figures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.reporting import Participation, TopicScore
from bot.domain.scoring import Board, DrillPoints, Points, Standing
from bot.domain.streaks import Streak


class StandingsTable(Protocol):
    """Points derived from grades, their sums by period, and streaks: all of it can be rebuilt from the ledger."""

    def set_points(self, standings: Sequence[Points]) -> None:
        """Set what members, each named once, earned in one round and bring the sums of every period up to date."""
        ...

    def add_drill_points(self, earned: DrillPoints) -> None:
        """Add what a member earned by a drill, once per series, day and question, and bring the sums up to date."""
        ...

    def change_drill_points(self, earned: DrillPoints, points: int) -> None:
        """Change what a member earned by a drill to so many points; what is not kept as `earned` stays as it is."""
        ...

    def points_of(self, round_id: int) -> Mapping[str, Points]:
        """Give what members earned in a round."""
        ...

    def board(
        self, workspace: str, series_id: int | None, period: str, *, limit: int, viewer: str | None = None
    ) -> Board:
        """Give the best of a period (see `scoring.period_keys`), the whole workspace's where `series_id` is None.

        Competition ranks (1, 2, 2, 4) among those who appear; equals are ordered by name, then id.
        """
        ...

    def standing(self, workspace: str, series_id: int | None, period: str, member: str) -> Standing | None:
        """Give a member's own standing; its rank counts only those who appear on the board."""
        ...

    def ranks_before(
        self, workspace: str, series_id: int, period: str, round_id: int, members: Sequence[str]
    ) -> Mapping[str, int]:
        """Give the ranks of those members that they would have without a round; who had nothing yet has none."""
        ...

    def streaks(self, series_id: int) -> Mapping[str, Streak]:
        """Give the streaks of all members who ever answered in the series."""
        ...

    def set_streaks(self, series_id: int, streaks: Mapping[str, Streak]) -> None:
        """Replace the streaks of these members."""
        ...

    def rebuild(self, series_id: int) -> None:
        """Derive the sums of every period anew from the points of rounds."""
        ...


class ReportsTable(Protocol):
    """Read-only figures."""

    def participation(
        self, series_id: int, since: date | None, until: date | None, member: str | None = None
    ) -> Sequence[Participation]:
        """Give one row per member who ever answered, or for one, over the closed rounds of the days, by name."""
        ...

    def topics(self, workspace: str, member: str) -> Sequence[TopicScore]:
        """Give the member's mean effective score by topic, over rounds and drills that were scored, by topic."""
        ...

    def next_due(self) -> datetime | None:
        """Give the earliest instant at which anything is due; it may have passed."""
        ...
