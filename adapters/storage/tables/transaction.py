"""All tables on one connection."""

import secrets
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters.storage.tables.absences import SqlAbsences
from adapters.storage.tables.access import SqlAccess
from adapters.storage.tables.answers import SqlAnswers
from adapters.storage.tables.audit import SqlAudit
from adapters.storage.tables.claims import SqlClaims
from adapters.storage.tables.connection import Connection
from adapters.storage.tables.contacts import SqlContacts
from adapters.storage.tables.deliveries import SqlDeliveries
from adapters.storage.tables.digests import SqlDigests
from adapters.storage.tables.drills import SqlDrills, SqlExams
from adapters.storage.tables.due import DueNote
from adapters.storage.tables.feedback import SqlFeedback
from adapters.storage.tables.flags import SqlFlags
from adapters.storage.tables.grades import SqlGrades
from adapters.storage.tables.inbox import SqlInbox
from adapters.storage.tables.installations import SqlInstallations
from adapters.storage.tables.limits import SqlLimits
from adapters.storage.tables.members import SqlMembers
from adapters.storage.tables.memories import SqlMemories
from adapters.storage.tables.nudges import SqlNudges
from adapters.storage.tables.own_packs import SqlOwnPacks
from adapters.storage.tables.past import SqlPast
from adapters.storage.tables.reports import SqlReports
from adapters.storage.tables.rounds import SqlRounds
from adapters.storage.tables.series import SqlQueue, SqlSeries
from adapters.storage.tables.sessions import SqlSessions
from adapters.storage.tables.standings import SqlStandings
from adapters.storage.tables.statistics import SqlStatistics
from adapters.storage.tables.suggestions import SqlSuggestions
from adapters.storage.tables.upkeep import SqlUpkeep
from adapters.storage.tables.wordings import SqlWordings
from adapters.storage.tables.writes import SqlWrites
from bot.ports.store import Transaction


def new_owner() -> str:
    """Give a name for a process."""
    return secrets.token_hex(8)


C = TypeVar("C", bound=Connection)


@dataclass(frozen=True, slots=True)
class SqlTransaction(Transaction, Generic[C]):
    """The tables with the connection they are on; the store opens and ends the transactions."""

    connection: C


def tables_on(connection: C, due: DueNote, owner: str | None = None) -> SqlTransaction[C]:
    """Give the tables; what they write into due instants they note, and what they claim has the owner's name."""
    owner = owner or new_owner()
    return SqlTransaction(
        connection=connection,
        series=SqlSeries(connection, due),
        rounds=SqlRounds(connection, due, owner),
        past=SqlPast(connection),
        answers=SqlAnswers(connection),
        grades=SqlGrades(connection),
        claims=SqlClaims(connection),
        wordings=SqlWordings(connection),
        standings=SqlStandings(connection),
        deliveries=SqlDeliveries(connection, due, owner),
        inbox=SqlInbox(connection, owner),
        members=SqlMembers(connection, due),
        contacts=SqlContacts(connection, due),
        absences=SqlAbsences(connection),
        queue=SqlQueue(connection),
        flags=SqlFlags(connection),
        feedback=SqlFeedback(connection),
        own_packs=SqlOwnPacks(connection),
        suggestions=SqlSuggestions(connection),
        drills=SqlDrills(connection),
        exams=SqlExams(connection),
        memories=SqlMemories(connection),
        nudges=SqlNudges(connection, due),
        digests=SqlDigests(connection, due),
        reports=SqlReports(connection, owner),
        statistics=SqlStatistics(connection),
        installations=SqlInstallations(connection),
        limits=SqlLimits(connection),
        access=SqlAccess(connection),
        sessions=SqlSessions(connection),
        audit=SqlAudit(connection),
        writes=SqlWrites(connection),
        upkeep=SqlUpkeep(connection, due, owner),
    )
