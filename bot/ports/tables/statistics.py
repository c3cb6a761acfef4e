"""What statistics are made of: rows that the store adds up as little as possible, and what views may show."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Protocol

from bot.domain.statistics.floor import Group, ViewRules
from bot.domain.statistics.ledger import (
    AskedRound,
    DrillAnswer,
    PointsFound,
    ScoredRound,
    Standing,
    TookPart,
    Uncounted,
)
from bot.domain.statistics.people import TopicSum
from bot.domain.statistics.questions import Reactions


class StatisticsTable(Protocol):
    """Rows for `bot/domain/statistics`; no answer to an open round is among them. Both ends of days are included."""

    def rules(self, workspace: str) -> ViewRules:
        """Give what views of a workspace may show."""
        ...

    def set_rules(self, workspace: str, rules: ViewRules) -> None:
        """Choose what views of a workspace may show."""
        ...

    def rounds(self, series_id: int, since: date | None = None, until: date | None = None) -> Sequence[AskedRound]:
        """Give the closed rounds of a series by day, with what their answers came to."""
        ...

    def uncounted(self, limit: int) -> Sequence[Uncounted]:
        """Give open rounds that stand in their channel, and of which `set_audience` has not been said."""
        ...

    def set_audience(self, round_ids: Sequence[int], people: int | None) -> None:
        """Keep how many people are in the channel of some rounds, once; None: the platform does not tell."""
        ...

    def took_part(
        self, series_id: int, since: date | None = None, until: date | None = None
    ) -> Mapping[date, TookPart]:
        """Give who took part in the closed rounds of a series, by day; of those in which anybody did."""
        ...

    def scored(self, series_id: int, since: date, until: date | None = None) -> Mapping[date, ScoredRound]:
        """Give the scored answers to the closed rounds of a series, by their day; of those that have any."""
        ...

    def last_seen(self, series_id: int, member: str) -> datetime | None:
        """Give when a member finished their latest answer to a closed round of a series."""
        ...

    def last_answers(
        self, series_id: int, since: date | None = None, until: date | None = None
    ) -> Mapping[date, Mapping[str, datetime]]:
        """Give when members finished their answers to the closed rounds of a series, by the rounds' days."""
        ...

    def drills(self, workspace: str, since: date | None = None, until: date | None = None) -> Sequence[DrillAnswer]:
        """Give the private questions that were answered, by the day (UTC) on which they were finished."""
        ...

    def recalls(
        self, workspace: str, since: date, refs: Sequence[str] | None = None
    ) -> Mapping[str, Mapping[str, Standing]]:
        """Give what members remember of questions, or of some, that they answered since a day (UTC).

        It is by question and by member.
        """
        ...

    def topics(self, workspace: str) -> Mapping[str, str]:
        """Give the main topic of every question that was ever asked, as it was asked last.

        A name of the workspace's own packs means its own question, whatever other workspaces call theirs.
        """
        ...

    def topic_sums(self, series_id: int, member: str | None = None) -> Sequence[TopicSum]:
        """Add up the scored answers of members, or of one, by main topic: in a series' rounds, and in drills of it.

        A drill is of a series if the series draws from the question's pack.
        """
        ...

    def remarks(self, workspace: str, series_id: int | None, since: date, until: date) -> Mapping[str, Reactions]:
        """Give what people said of questions within some days (UTC), by question; of a series' rounds, or of all.

        What reviewers changed is none of it.
        """
        ...

    def regraded(self, workspace: str) -> AbstractSet[tuple[int, str]]:
        """Give the answers, by round and member, that a reviewer gave another score than the grader had."""
        ...

    def points_found(
        self, series_id: int, since: date | None = None, until: date | None = None
    ) -> Mapping[date, PointsFound]:
        """Give which key points somebody met in the closed rounds of a series, by day; of those that were looked at."""
        ...

    def point_names(self, snapshot: str) -> Sequence[str]:
        """Give the names of the key points of a question as it was asked."""
        ...

    def kept_groups(self, workspace: str) -> Mapping[str, Group]:
        """Give by name what groups came to before one of them erased their data."""
        ...

    def departures(self, workspace: str) -> Mapping[str, date]:
        """Give by name the last day (UTC) on which somebody of a topic's people erased their data."""
        ...
