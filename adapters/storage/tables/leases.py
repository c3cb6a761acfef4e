"""Claims of processes. What holds off others is a lease by the database's clock, which they share.

Who claimed something goes by its own clock, which the scheduler sleeps by, too.
"""

from functools import cache

from adapters.storage.tables.dialect import Dialect

#: The conditions that another process has a delivery, or the close of a round, and that it was not let go yet.
HELD_DELIVERY = "state = 'sending' AND claimed_by NOT IN ('', :this)"
HELD_CLOSE = "claimed_by NOT IN ('', :this)"
#: That a delivery is being sent, and by this process if by any that has not let it go.
OWN_DELIVERY = f"state = 'sending' AND NOT ({HELD_DELIVERY})"


@cache
def deliveries_to_claim(dialect: Dialect) -> str:
    """Give the query for those that are due."""
    return f"""
        SELECT id, workspace FROM deliveries
        WHERE ready_at <= :now AND NOT ({HELD_DELIVERY})
            AND platform IN (SELECT value FROM {dialect.texts(":platforms")})
            AND id NOT IN ({dialect.numbers(":taken")})
            AND workspace NOT IN (SELECT value FROM {dialect.texts(":full")})
        ORDER BY ready_at, id LIMIT :limit {dialect.claiming()}
    """  # noqa: S608 - constants, and pieces of the dialect


@cache
def release_lapsed_deliveries(dialect: Dialect) -> str:
    """Give what lets those go that other processes hold longer than they said."""
    return f"""
        UPDATE deliveries SET ready_at = :at, claimed_by = ''
        WHERE {HELD_DELIVERY} AND leased_until <= {dialect.seconds_now()}
    """  # noqa: S608 - as above


@cache
def release_lapsed_closes(dialect: Dialect) -> str:
    """Give what lets the closes go that other processes hold longer than they said."""
    return f"""
        UPDATE rounds SET claimed_until = NULL, claimed_by = ''
        WHERE state = 'open' AND {HELD_CLOSE} AND leased_until <= {dialect.seconds_now()}
    """  # noqa: S608 - as above
