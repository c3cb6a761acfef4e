"""The store: one transaction at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.errors import StoreError
from bot.ports.tables.access import AccessTable
from bot.ports.tables.answers import AnswersTable, GradesTable
from bot.ports.tables.audit import AuditTable
from bot.ports.tables.authoring import OwnPacksTable, SuggestionsTable
from bot.ports.tables.claims import ClaimsTable
from bot.ports.tables.digests import DigestsTable
from bot.ports.tables.drills import DrillsTable, ExamsTable, MemoriesTable, NudgesTable
from bot.ports.tables.installations import InstallationsTable
from bot.ports.tables.limits import LimitsTable
from bot.ports.tables.members import AbsencesTable, ContactsTable, FeedbackTable, FlagsTable, MembersTable
from bot.ports.tables.messages import DeliveriesTable, InboxTable
from bot.ports.tables.past import PastTable
from bot.ports.tables.rounds import RoundsTable
from bot.ports.tables.series import QueueTable, SeriesTable
from bot.ports.tables.sessions import SessionsTable
from bot.ports.tables.standings import ReportsTable, StandingsTable
from bot.ports.tables.statistics import StatisticsTable
from bot.ports.tables.upkeep import UpkeepTable
from bot.ports.tables.wordings import WordingsTable
from bot.ports.tables.writes import WritesTable

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Transaction:
    """The tables, inside one transaction."""

    series: SeriesTable
    rounds: RoundsTable
    past: PastTable
    answers: AnswersTable
    grades: GradesTable
    claims: ClaimsTable
    wordings: WordingsTable
    standings: StandingsTable
    deliveries: DeliveriesTable
    inbox: InboxTable
    members: MembersTable
    contacts: ContactsTable
    absences: AbsencesTable
    queue: QueueTable
    flags: FlagsTable
    feedback: FeedbackTable
    own_packs: OwnPacksTable
    suggestions: SuggestionsTable
    drills: DrillsTable
    exams: ExamsTable
    memories: MemoriesTable
    nudges: NudgesTable
    digests: DigestsTable
    reports: ReportsTable
    statistics: StatisticsTable
    installations: InstallationsTable
    limits: LimitsTable
    access: AccessTable
    sessions: SessionsTable
    audit: AuditTable
    writes: WritesTable
    upkeep: UpkeepTable


class Store(Protocol):
    """Runs work in transactions, one after another, and answers once it is durable; reads beside them."""

    async def call(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in a transaction of its own: an exception undoes all it did, and is raised here.

        Raises:
            StoreError: the database cannot be read or written; nothing was kept.
        """
        ...

    async def read(self, work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work`, which only reads, on what is durable now: beside all calls, so that it may take its time.

        It sees one instant throughout, and all that its caller was told to be kept. For what decides something use
        `call`: what is read here may have changed when the answer comes.

        Raises:
            StoreError: the database cannot be read, or `work` tried to write; nothing was kept.
        """
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
