"""The tables of the store, by subject.

All methods run inside a transaction on the store's own thread; none may be awaited there. Instants are aware UTC.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.answers import Answer, Revision
from bot.domain.cards import Card
from bot.domain.deliveries import Delivery, DeliveryKind
from bot.domain.drills import Drill
from bot.domain.flags import Flag, Verdict
from bot.domain.grading import Grade, Judgement
from bot.domain.members import Actor, Member
from bot.domain.question import Question
from bot.domain.reporting import Participation, RoundFigures
from bot.domain.rotation import Asked
from bot.domain.rounds import AnswerWindow, Round
from bot.domain.scoring import Board, Points, Standing
from bot.domain.series import Series, SeriesSettings, SeriesState
from bot.domain.streaks import Streak


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

    def set_state(self, series_id: int, state: SeriesState, reason: str) -> bool:
        """Activate or pause; say whether that changed anything."""
        ...

    def set_pool_warned(self, series_id: int, warned: str) -> None:
        """Remember the pool warning given last."""
        ...


class RoundsTable(Protocol):
    """Rounds."""

    def add(self, series_id: int, workspace: str, day: date) -> Round | None:
        """Plan a round; None if the series has one on that day."""
        ...

    def get(self, round_id: int) -> Round | None:
        """Give a round."""
        ...

    def on_day(self, series_id: int, day: date) -> Round | None:
        """Give the round of a slot."""
        ...

    def save(self, changed: Round) -> None:
        """Write all columns of a round as they are in the object, but not its claim."""
        ...

    def window(self, workspace: str, thread: str) -> AnswerWindow | None:
        """Give the window of the round whose answers arrive in that thread; cheap, since every message asks for it."""
        ...

    def open_in(self, workspace: str) -> Sequence[Round]:
        """Give the open rounds of a workspace."""
        ...

    def of_series(self, series_id: int, *, since: date | None = None, until: date | None = None) -> Sequence[Round]:
        """Give rounds of a series by day, both ends included."""
        ...

    def skipped_days(self, series_id: int, since: date) -> frozenset[date]:
        """Give the days from `since` on that are skipped."""
        ...

    def due_to_close(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the open rounds whose close is due and that nobody holds a claim on, earliest first."""
        ...

    def due_to_remind(self, now: datetime, limit: int) -> Sequence[int]:
        """Give the open rounds whose reminder is due."""
        ...

    def claim_close(self, round_id: int, now: datetime, until: datetime) -> bool:
        """Claim an open round for closing until an instant; False if it is not open or somebody holds it."""
        ...

    def release_close(self, round_id: int, retry_at: datetime | None = None) -> None:
        """Give the claim back; with `retry_at` nobody may claim before that instant."""
        ...

    def asked(self, series_id: int) -> Sequence[Asked]:
        """Give what was asked in a series, one entry per round that opened and was not withdrawn, oldest first."""
        ...


class AnswersTable(Protocol):
    """What happened to messages, and answers frozen at the close."""

    def record(self, workspace: str, thread: str, revisions: Iterable[Revision], received_at: datetime) -> int:
        """Add revisions to a thread; the same one twice changes nothing. Gives how many were new."""
        ...

    def revisions(self, workspace: str, thread: str) -> Sequence[Revision]:
        """Give all that happened in a thread."""
        ...

    def count(self, workspace: str, thread: str) -> int:
        """Give how many revisions a thread has: what is decided on them holds while this number does."""
        ...

    def freeze(self, round_id: int, answers: Sequence[Answer]) -> None:
        """Keep the answers as they were at the close."""
        ...

    def frozen(self, round_id: int) -> Sequence[Answer]:
        """Give the answers as they were at the close, first answerers first."""
        ...


class GradesTable(Protocol):
    """The ledger of grades: entries are only added."""

    def add(self, grades: Iterable[Grade]) -> None:
        """Add entries."""
        ...

    def of_round(self, round_id: int) -> Mapping[str, Sequence[Grade]]:
        """Give a round's entries by member, oldest first."""
        ...


class StandingsTable(Protocol):
    """Points derived from grades, their sums by period, and streaks: all of it can be rebuilt from the ledger."""

    def set_points(self, standing: Points) -> None:
        """Set what a member earned in a round and bring the sums of every period up to date."""
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

    def streaks(self, series_id: int) -> Mapping[str, Streak]:
        """Give the streaks of all members who ever answered in the series."""
        ...

    def set_streaks(self, series_id: int, streaks: Mapping[str, Streak]) -> None:
        """Replace the streaks of these members."""
        ...

    def rebuild(self, series_id: int) -> None:
        """Derive the sums of every period anew from the points of rounds."""
        ...


class DeliveriesTable(Protocol):
    """Messages owed."""

    def add(
        self,
        *,
        key: str,
        workspace: str,
        kind: DeliveryKind,
        channel: str,
        card: Card,
        due_at: datetime,
        series_id: int | None = None,
        round_id: int | None = None,
        after_id: int | None = None,
    ) -> int | None:
        """Owe a message and give its id; None if one with that key is owed already."""
        ...

    def get(self, delivery_id: int) -> Delivery | None:
        """Give a delivery."""
        ...

    def of_round(self, round_id: int) -> Sequence[Delivery]:
        """Give what is owed for a round, oldest first."""
        ...

    def claim(self, now: datetime, until: datetime, limit: int, platforms: frozenset[str]) -> Sequence[Delivery]:
        """Claim due deliveries of these platforms until an instant, and count the attempt.

        Taken are pending ones that are due and claimed ones whose claim ran out; not those that wait for another.
        """
        ...

    def mark_sent(self, delivery_id: int, message: str) -> None:
        """Record that the platform has it."""
        ...

    def mark_retry(self, delivery_id: int, retry_at: datetime, error: str) -> None:
        """Record that it is to be tried again at an instant; when it was due stays as it is."""
        ...

    def mark_failed(self, delivery_id: int, error: str) -> None:
        """Record that it will never be sent, and with it those that wait for it."""
        ...

    def replace_card(self, delivery_id: int, card: Card) -> bool:
        """Change what a pending delivery shows; False if it is no longer pending."""
        ...

    def card_in_flight(self, workspace: str, channel: str) -> bool:
        """Say whether a question card of the channel may have been posted without its message id being known yet."""
        ...

    def backlog(self, now: datetime) -> int:
        """Count the deliveries that are overdue."""
        ...


class MembersTable(Protocol):
    """Who is known in a workspace."""

    def seen(self, actor: Actor) -> None:
        """Remember a member and what they are called now."""
        ...

    def get(self, workspace: str, member: str) -> Member | None:
        """Give a member."""
        ...

    def names(self, workspace: str) -> Mapping[str, str]:
        """Give the names of all known members by id."""
        ...

    def visible_names(self, workspace: str) -> Mapping[str, str]:
        """Give the names of the members who appear on boards by id."""
        ...

    def find(self, workspace: str, name: str) -> Sequence[Member]:
        """Give the members with that id or, ignoring case, that name."""
        ...

    def set_on_board(self, workspace: str, member: str, *, on_board: bool) -> None:
        """Let a member appear on boards, or not."""
        ...

    def erase(self, workspace: str, member: str) -> int:
        """Delete all that is kept of a member and give how many rows that were."""
        ...

    def export(self, workspace: str, member: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Give all that is kept of a member, by table, ready for JSON."""
        ...


class QueueTable(Protocol):
    """Questions that managers put first."""

    def list(self, series_id: int) -> Sequence[str]:
        """Give the queued questions' refs, next one first."""
        ...

    def set(self, series_id: int, refs: Sequence[str]) -> None:
        """Replace the queue."""
        ...


class FlagsTable(Protocol):
    """Questions that members find wrong, and what managers decided."""

    def add(self, flag: Flag) -> bool:
        """Add a flag; False if the member has flagged the question since it was last decided on."""
        ...

    def open_flags(self, workspace: str) -> Sequence[Flag]:
        """Give the flags nobody decided on, oldest first."""
        ...

    def decide(self, workspace: str, ref: str, verdict: Verdict, by: str, at: datetime) -> int:
        """Settle the open flags of a question and give how many they were."""
        ...

    def set_quarantined(self, workspace: str, ref: str, *, quarantined: bool) -> None:
        """Take a question out of the workspace's pools, or let it back in."""
        ...

    def quarantined(self, workspace: str) -> frozenset[str]:
        """Give the refs that are not to be asked in the workspace."""
        ...


class DrillsTable(Protocol):
    """Private questions."""

    def add(self, workspace: str, member: str, question: Question, at: datetime) -> Drill:
        """Start a drill; what the member left unfinished is given up."""
        ...

    def get(self, drill_id: int) -> Drill | None:
        """Give a drill."""
        ...

    def current(self, workspace: str, member: str) -> Drill | None:
        """Give the member's unfinished drill."""
        ...

    def finish(self, drill_id: int, answer: str, judgement: Judgement | None, at: datetime) -> None:
        """Record the answer and its judgement; no judgement means it was given up."""
        ...

    def history(self, workspace: str, member: str) -> Sequence[Drill]:
        """Give the member's drills, oldest first."""
        ...


class ReportsTable(Protocol):
    """Read-only figures."""

    def participation(self, series_id: int, since: date | None, until: date | None) -> Sequence[Participation]:
        """Give one row per member who ever answered, over the closed rounds of the days, by name."""
        ...

    def rounds(self, series_id: int, since: date | None, until: date | None) -> Sequence[RoundFigures]:
        """Give one row per closed round, by day."""
        ...

    def next_due(self) -> datetime | None:
        """Give the earliest instant at which anything is due; it may have passed."""
        ...


class AuditTable(Protocol):
    """What managers did."""

    def add(self, workspace: str, member: str, action: str, detail: str, at: datetime) -> None:
        """Add an entry."""
        ...
