"""The store: one transaction at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.errors import StoreError
from bot.ports.tables.answers import AnswersTable, DisputesTable, GradesTable
from bot.ports.tables.drills import DrillsTable, ExamsTable, MemoriesTable, NudgesTable
from bot.ports.tables.installations import InstallationsTable
from bot.ports.tables.members import AuditTable, FlagsTable, MembersTable
from bot.ports.tables.messages import DeliveriesTable, InboxTable
from bot.ports.tables.rounds import RoundsTable
from bot.ports.tables.series import QueueTable, SeriesTable
from bot.ports.tables.standings import ReportsTable, StandingsTable

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retention:
    """How much a retention run deleted."""

    revisions: int
    deliveries: int


class Transaction(Protocol):
    """The tables, inside one transaction."""

    @property
    def series(self) -> SeriesTable:
        """Give the table."""
        ...

    @property
    def rounds(self) -> RoundsTable:
        """Give the table."""
        ...

    @property
    def answers(self) -> AnswersTable:
        """Give the table."""
        ...

    @property
    def grades(self) -> GradesTable:
        """Give the table."""
        ...

    @property
    def disputes(self) -> DisputesTable:
        """Give the table."""
        ...

    @property
    def standings(self) -> StandingsTable:
        """Give the table."""
        ...

    @property
    def deliveries(self) -> DeliveriesTable:
        """Give the table."""
        ...

    @property
    def inbox(self) -> InboxTable:
        """Give the table."""
        ...

    @property
    def members(self) -> MembersTable:
        """Give the table."""
        ...

    @property
    def queue(self) -> QueueTable:
        """Give the table."""
        ...

    @property
    def flags(self) -> FlagsTable:
        """Give the table."""
        ...

    @property
    def drills(self) -> DrillsTable:
        """Give the table."""
        ...

    @property
    def exams(self) -> ExamsTable:
        """Give the table."""
        ...

    @property
    def memories(self) -> MemoriesTable:
        """Give the table."""
        ...

    @property
    def nudges(self) -> NudgesTable:
        """Give the table."""
        ...

    @property
    def reports(self) -> ReportsTable:
        """Give the table."""
        ...

    @property
    def installations(self) -> InstallationsTable:
        """Give the table."""
        ...

    @property
    def audit(self) -> AuditTable:
        """Give the table."""
        ...

    def retain(self, before: datetime) -> Retention:
        """Delete raw revisions and finished deliveries older than the instant; answers and grades stay.

        What belongs to a round stays until the round's end is older, too.
        """
        ...

    def purge(self, workspace: str) -> int:
        """Delete all that is kept of a workspace and give how many rows that were; others' rows stay as they are."""
        ...


class Store(Protocol):
    """Runs work in transactions, one after another, and answers once it is durable."""

    async def call(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in a transaction of its own: an exception undoes all it did, and is raised here.

        Raises:
            StoreError: the database cannot be read or written; nothing was kept.
        """
        ...

    async def backup(self, target: str) -> None:
        """Write a consistent copy to a file while in use; a half-written one is never left under that name."""
        ...

    async def check(self) -> Sequence[str]:
        """Look for damage and give what was found, a sentence each; nothing is an empty list."""
        ...

    def on_due(self, listener: Callable[[], None]) -> None:
        """Call the listener, on the event loop, after a commit that may have brought the next due instant forward."""
        ...

    async def lost(self) -> StoreError:
        """Wait until nothing more can be written, whatever is tried, and say why: the process has to end."""
        ...

    async def close(self) -> None:
        """Finish what was asked for and close the database."""
        ...
