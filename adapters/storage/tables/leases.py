"""Claims of processes. What holds off others is a lease by the database's clock, which they share.

Who claimed something goes by its own clock, which the scheduler sleeps by, too. What is to be tried again stays claimed
until then: others would take its instant for one of their own clocks.
"""

import math
from datetime import timedelta
from functools import cache

from adapters.storage.tables.dialect import Dialect

#: The condition that another process has a delivery, or the close of a round, and that it was not let go yet.
HELD = "claimed_by NOT IN ('', :this)"
#: That this process is sending a delivery, or that nobody holds the claim of one that is being sent any more.
OWN_DELIVERY = f"state = 'sending' AND NOT ({HELD})"


def lease_of(time: timedelta) -> int:
    """Give for how many of the database's whole seconds others are held off, so that none of them is early."""
    return math.ceil(time.total_seconds()) + 1 if time else 0


@cache
def deliveries_to_claim(dialect: Dialect) -> str:
    """Give the query for those that are due."""
    return f"""
        SELECT id, workspace FROM deliveries
        WHERE ready_at <= :now AND NOT ({HELD})
            AND platform IN (SELECT value FROM {dialect.texts(":platforms")})
            AND id NOT IN ({dialect.numbers(":taken")})
            AND workspace NOT IN (SELECT value FROM {dialect.texts(":full")})
        ORDER BY ready_at, id LIMIT :limit {dialect.claiming()}
    """  # noqa: S608 - constants, and pieces of the dialect


@cache
def release_lapsed_deliveries(dialect: Dialect) -> str:
    """Give what lets those go whose lease is over, but for those that this process goes on with itself.

    Also those that nobody has claimed any more: their instant is by the clock of the process that let them go, and
    it may be ahead.
    """
    return f"""
        UPDATE deliveries SET ready_at = CASE WHEN ready_at < :at THEN ready_at ELSE :at END, claimed_by = '',
            leased_until = NULL
        WHERE {_lapsed(dialect)} AND claimed_by <> :this
    """  # noqa: S608 - as above


@cache
def held_too_long(dialect: Dialect) -> str:
    """Give the query for how many deliveries other processes hold longer than they said."""
    return f"SELECT count(*) AS n FROM deliveries WHERE {_lapsed(dialect)} AND {HELD}"  # noqa: S608 - as above


def _lapsed(dialect: Dialect) -> str:
    return f"ready_at IS NOT NULL AND leased_until <= {dialect.seconds_now()}"


@cache
def release_lapsed_closes(dialect: Dialect) -> str:
    """Give what lets the closes go that other processes hold longer than they said."""
    return f"""
        UPDATE rounds SET claimed_until = NULL, claimed_by = ''
        WHERE state = 'open' AND {HELD} AND leased_until <= {dialect.seconds_now()}
    """  # noqa: S608 - as above
