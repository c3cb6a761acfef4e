"""All tables on one connection, and what concerns several of them."""

import secrets
import sqlite3
from datetime import datetime

from adapters.storage.sqlite.answers import SqliteAnswers
from adapters.storage.sqlite.audit import SqliteAudit
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
from adapters.storage.sqlite.purge import purge
from adapters.storage.sqlite.reports import SqliteReports
from adapters.storage.sqlite.retention import retain
from adapters.storage.sqlite.rounds import SqliteRounds
from adapters.storage.sqlite.series import SqliteQueue, SqliteSeries
from adapters.storage.sqlite.standings import SqliteStandings
from bot.ports.store import Retention


class SqliteTransaction:
    """Fulfils `bot.ports.store.Transaction`; the worker opens and ends the transactions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.due = DueNote()
        #: Names the process in what it claims.
        self.owner = secrets.token_hex(8)
        self.series = SqliteSeries(connection, self.due)
        self.rounds = SqliteRounds(connection, self.due, self.owner)
        self.answers = SqliteAnswers(connection)
        self.grades = SqliteGrades(connection)
        self.disputes = SqliteDisputes(connection)
        self.standings = SqliteStandings(connection)
        self.deliveries = SqliteDeliveries(connection, self.due, self.owner)
        self.inbox = SqliteInbox(connection)
        self.members = SqliteMembers(connection)
        self.queue = SqliteQueue(connection)
        self.flags = SqliteFlags(connection)
        self.drills = SqliteDrills(connection)
        self.exams = SqliteExams(connection)
        self.memories = SqliteMemories(connection)
        self.nudges = SqliteNudges(connection, self.due)
        self.reports = SqliteReports(connection)
        self.audit = SqliteAudit(connection)
        self.installations = SqliteInstallations(connection)

    def retain(self, before: datetime) -> Retention:
        """Delete what is older than the instant and not needed any more."""
        return retain(self.connection, before)

    def purge(self, workspace: str) -> int:
        """Delete all that is kept of a workspace and give how many rows that were; others' rows stay as they are."""
        return purge(self.connection, workspace)
