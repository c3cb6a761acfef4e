"""All tables on one connection."""

import secrets
import sqlite3
from dataclasses import dataclass

from adapters.storage.sqlite.answers import SqliteAnswers
from adapters.storage.sqlite.audit import SqliteAudit
from adapters.storage.sqlite.connection import as_database
from adapters.storage.sqlite.deliveries import SqliteDeliveries
from adapters.storage.sqlite.disputes import SqliteDisputes
from adapters.storage.sqlite.drills import SqliteDrills, SqliteExams
from adapters.storage.sqlite.due import DueNote
from adapters.storage.sqlite.flags import SqliteFlags
from adapters.storage.sqlite.grades import SqliteGrades
from adapters.storage.sqlite.inbox import SqliteInbox
from adapters.storage.sqlite.installations import SqliteInstallations
from adapters.storage.sqlite.members import SqliteMembers
from adapters.storage.sqlite.memories import SqliteMemories
from adapters.storage.sqlite.nudges import SqliteNudges
from adapters.storage.sqlite.reports import SqliteReports
from adapters.storage.sqlite.rounds import SqliteRounds
from adapters.storage.sqlite.series import SqliteQueue, SqliteSeries
from adapters.storage.sqlite.standings import SqliteStandings
from adapters.storage.sqlite.upkeep import SqliteUpkeep
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
        answers=SqliteAnswers(connection),
        grades=SqliteGrades(connection),
        disputes=SqliteDisputes(connection),
        standings=SqliteStandings(connection),
        deliveries=SqliteDeliveries(connection, due, owner),
        inbox=SqliteInbox(connection),
        members=SqliteMembers(connection),
        queue=SqliteQueue(connection),
        flags=SqliteFlags(database),
        drills=SqliteDrills(connection),
        exams=SqliteExams(connection),
        memories=SqliteMemories(connection),
        nudges=SqliteNudges(connection, due),
        reports=SqliteReports(connection),
        installations=SqliteInstallations(database),
        audit=SqliteAudit(database),
        upkeep=SqliteUpkeep(connection),
    )
