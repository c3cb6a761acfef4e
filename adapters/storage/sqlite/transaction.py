"""All tables on one connection."""

import secrets
import sqlite3
from dataclasses import dataclass

from adapters.storage.sqlite.file.connection import as_database
from adapters.storage.sqlite.tables.absences import SqliteAbsences
from adapters.storage.sqlite.tables.access import SqliteAccess
from adapters.storage.sqlite.tables.answers import SqliteAnswers
from adapters.storage.sqlite.tables.audit import SqliteAudit
from adapters.storage.sqlite.tables.claims import SqliteClaims
from adapters.storage.sqlite.tables.contacts import SqliteContacts
from adapters.storage.sqlite.tables.deliveries import SqliteDeliveries
from adapters.storage.sqlite.tables.digests import SqliteDigests
from adapters.storage.sqlite.tables.drills import SqliteDrills, SqliteExams
from adapters.storage.sqlite.tables.due import DueNote
from adapters.storage.sqlite.tables.feedback import SqliteFeedback
from adapters.storage.sqlite.tables.flags import SqliteFlags
from adapters.storage.sqlite.tables.grades import SqliteGrades
from adapters.storage.sqlite.tables.inbox import SqliteInbox
from adapters.storage.sqlite.tables.installations import SqliteInstallations
from adapters.storage.sqlite.tables.members import SqliteMembers
from adapters.storage.sqlite.tables.memories import SqliteMemories
from adapters.storage.sqlite.tables.nudges import SqliteNudges
from adapters.storage.sqlite.tables.own_packs import SqliteOwnPacks
from adapters.storage.sqlite.tables.past import SqlitePast
from adapters.storage.sqlite.tables.reports import SqliteReports
from adapters.storage.sqlite.tables.rounds import SqliteRounds
from adapters.storage.sqlite.tables.series import SqliteQueue, SqliteSeries
from adapters.storage.sqlite.tables.sessions import SqliteSessions
from adapters.storage.sqlite.tables.standings import SqliteStandings
from adapters.storage.sqlite.tables.statistics import SqliteStatistics
from adapters.storage.sqlite.tables.suggestions import SqliteSuggestions
from adapters.storage.sqlite.tables.upkeep import SqliteUpkeep
from adapters.storage.sqlite.tables.wordings import SqliteWordings
from bot.ports.store import Transaction


@dataclass(frozen=True, slots=True)
class SqliteTransaction(Transaction):
    """The tables with the connection they are on; the worker opens and ends the transactions."""

    connection: sqlite3.Connection


def tables_on(connection: sqlite3.Connection, due: DueNote) -> SqliteTransaction:
    """Give the tables; what they write into due instants they note."""
    # Names the process in what it claims.
    owner = secrets.token_hex(8)
    database = as_database(connection)
    return SqliteTransaction(
        connection=connection,
        series=SqliteSeries(connection, due),
        rounds=SqliteRounds(connection, due, owner),
        past=SqlitePast(database),
        answers=SqliteAnswers(connection),
        grades=SqliteGrades(connection),
        claims=SqliteClaims(connection),
        wordings=SqliteWordings(connection),
        standings=SqliteStandings(connection),
        deliveries=SqliteDeliveries(connection, due, owner),
        inbox=SqliteInbox(connection),
        members=SqliteMembers(database, due),
        contacts=SqliteContacts(connection, due),
        absences=SqliteAbsences(connection),
        queue=SqliteQueue(connection),
        flags=SqliteFlags(database),
        feedback=SqliteFeedback(connection),
        own_packs=SqliteOwnPacks(connection),
        suggestions=SqliteSuggestions(connection),
        drills=SqliteDrills(connection),
        exams=SqliteExams(connection),
        memories=SqliteMemories(connection),
        nudges=SqliteNudges(database, due),
        digests=SqliteDigests(connection, due),
        reports=SqliteReports(connection),
        statistics=SqliteStatistics(connection),
        installations=SqliteInstallations(database),
        access=SqliteAccess(connection),
        sessions=SqliteSessions(connection),
        audit=SqliteAudit(database),
        upkeep=SqliteUpkeep(connection, due, owner),
    )
