"""Deleting what is older than it has to be. What is asked first spares almost every row: most are young."""

from datetime import datetime

from adapters.storage.tables.codecs import instant_text
from adapters.storage.tables.connection import Connection
from bot.domain.answers import SEALED_THREAD
from bot.ports.tables.upkeep import Retention

# A round that was withdrawn is skipped and has an instant of its end.
_ALIVE = "(rounds.closed_at IS NULL OR rounds.closed_at >= :limit)"

# Of threads, of private forms, and of threads that turned out to be no round's.
_REVISIONS = f"""
    DELETE FROM revisions WHERE received_at < :limit AND (CAST(:workspace AS TEXT) IS NULL OR workspace = :workspace)
        AND NOT EXISTS (
            SELECT 1 FROM rounds WHERE rounds.workspace = revisions.workspace AND rounds.channel = revisions.channel
                AND rounds.thread = revisions.thread AND {_ALIVE}
        )
        AND NOT EXISTS (
            SELECT 1 FROM rounds WHERE revisions.channel = '' AND revisions.thread LIKE :sealed || '%'
                AND rounds.id = CAST(substr(revisions.thread, length(:sealed) + 1) AS BIGINT) AND {_ALIVE}
        )
"""  # noqa: S608 - constants of this module

_DELIVERIES = f"""
    DELETE FROM deliveries WHERE due_at < :limit AND state IN ('sent', 'failed')
        AND (CAST(:workspace AS TEXT) IS NULL OR workspace = :workspace)
        AND NOT EXISTS (SELECT 1 FROM rounds WHERE rounds.id = deliveries.round_id AND {_ALIVE})
"""  # noqa: S608 - constants of this module

# While a round is open that was open then, its thread will be read back.
_ERASED = """
    DELETE FROM erased WHERE at < :limit AND (CAST(:workspace AS TEXT) IS NULL OR workspace = :workspace)
    AND NOT EXISTS (
        SELECT 1 FROM rounds WHERE rounds.workspace = erased.workspace AND state = 'open' AND opened_at <= erased.at
    )
"""


def retain(connection: Connection, before: datetime, workspace: str | None) -> Retention:
    """Delete raw revisions and finished deliveries older than the instant, whose rounds, if any, ended before it."""
    values = {"limit": instant_text(before), "sealed": SEALED_THREAD, "workspace": workspace}
    revisions = connection.execute(_REVISIONS, values).rowcount
    deliveries = connection.execute(_DELIVERIES, values).rowcount
    connection.execute(_ERASED, values)
    return Retention(revisions=revisions, deliveries=deliveries)
