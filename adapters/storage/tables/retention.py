"""Deleting what is older than it has to be. To find it takes a look at every row; to delete what was found does not.

What is asked first spares almost every row: most are young.
"""

from collections.abc import Sequence
from datetime import datetime

from adapters.storage.tables.codecs import instant_text
from adapters.storage.tables.connection import Connection
from bot.domain.answers import SEALED_THREAD
from bot.ports.tables.upkeep import Expired, Retention

#: So many pages of a file are given back at once: with 4 KiB each a quarter of a megabyte.
GIVEN_BACK = 64

# A round that was withdrawn is skipped and has an instant of its end.
_ALIVE = "(rounds.closed_at IS NULL OR rounds.closed_at >= :limit)"
_MEANT = "(CAST(:workspace AS TEXT) IS NULL OR workspace = :workspace)"

# Of threads, of private forms, and of threads that turned out to be no round's.
_OLD_REVISIONS = f"""
    received_at < :limit AND {_MEANT}
        AND NOT EXISTS (
            SELECT 1 FROM rounds WHERE rounds.workspace = revisions.workspace AND rounds.channel = revisions.channel
                AND rounds.thread = revisions.thread AND {_ALIVE}
        )
        AND NOT EXISTS (
            SELECT 1 FROM rounds WHERE {_ALIVE} AND rounds.id = CASE
                WHEN revisions.channel = '' AND revisions.thread LIKE :sealed || '%'
                THEN CAST(substr(revisions.thread, length(:sealed) + 1) AS BIGINT) END
        )
"""  # noqa: S608 - constants of this module
_OLD_THREADS = f"""
    SELECT workspace, channel, thread, count(*) FROM revisions WHERE {_OLD_REVISIONS}
    GROUP BY workspace, channel, thread ORDER BY workspace, channel, thread LIMIT :most
"""  # noqa: S608 - constants of this module
_OF_THREAD = f"""
    DELETE FROM revisions WHERE workspace = :of AND channel = :channel AND thread = :thread
        AND (message, happening, at) IN (
            SELECT message, happening, at FROM revisions
            WHERE workspace = :of AND channel = :channel AND thread = :thread AND {_OLD_REVISIONS} LIMIT :count
        )
"""  # noqa: S608 - constants of this module

_OLD_DELIVERY = f"""
    due_at < :limit AND state IN ('sent', 'failed') AND {_MEANT}
        AND NOT EXISTS (SELECT 1 FROM rounds WHERE rounds.id = deliveries.round_id AND {_ALIVE})
"""  # noqa: S608 - constants of this module
_OLD_DELIVERIES = f"SELECT id FROM deliveries WHERE {_OLD_DELIVERY} ORDER BY id LIMIT :most"  # noqa: S608 - as above
_DELIVERY = f"DELETE FROM deliveries WHERE id = :id AND {_OLD_DELIVERY}"  # noqa: S608 - as above

# While a round is open that was open then, its thread will be read back.
_ERASED = f"""
    DELETE FROM erased WHERE at < :limit AND {_MEANT}
    AND NOT EXISTS (
        SELECT 1 FROM rounds WHERE rounds.workspace = erased.workspace AND state = 'open' AND opened_at <= erased.at
    )
"""  # noqa: S608 - constants of this module


def expired(connection: Connection, before: datetime, workspace: str | None, most: int) -> Expired:
    """Find threads with revisions, and finished deliveries, that are older than the instant, as their rounds are."""
    values = {**_values(before, workspace), "most": most}
    threads = connection.execute(_OLD_THREADS, values)
    return Expired(
        threads=[(found, channel, thread, count) for found, channel, thread, count in threads],
        deliveries=[number for (number,) in connection.execute(_OLD_DELIVERIES, values)],
    )


def retain(connection: Connection, before: datetime, workspace: str | None, found: Expired) -> Retention:
    """Delete of what was found what is old still, and the marks of erasures that no thread can bring back."""
    values = _values(before, workspace)
    named: Sequence[dict[str, object]] = [
        {**values, "of": of, "channel": channel, "thread": thread, "count": count}
        for of, channel, thread, count in found.threads
    ]
    revisions = sum(connection.execute(_OF_THREAD, one).rowcount for one in named)
    deliveries = sum(connection.execute(_DELIVERY, {**values, "id": number}).rowcount for number in found.deliveries)
    connection.execute(_ERASED, values)
    return Retention(revisions=revisions, deliveries=deliveries)


def give_back(connection: Connection) -> bool:
    """Let the file shrink by some pages; False where none is free, or it cannot shrink."""
    statements = connection.dialect.shrinking()
    if statements is None:
        return False
    count, shrink = statements
    [before] = connection.execute(count).fetchone()
    for _ in range(min(before, GIVEN_BACK)):
        connection.execute(shrink)
    [after] = connection.execute(count).fetchone()
    return bool(0 < after < before)


def _values(before: datetime, workspace: str | None) -> dict[str, object]:
    return {"limit": instant_text(before), "sealed": SEALED_THREAD, "workspace": workspace}
