"""Statements about deliveries that follow others, however many stand between them."""

from functools import cache

from adapters.storage.tables.dialect import Dialect


@cache
def pass_over(dialect: Dialect) -> str:
    """Let go what waits behind a delivery (`id`), but for the kinds (`held`) that have no sense without it."""
    return f"""
        WITH RECURSIVE held (kind) AS (SELECT value FROM {dialect.texts(":held")}), chain (id) AS (
            SELECT :id UNION SELECT deliveries.id FROM deliveries JOIN chain ON after_id = chain.id
            WHERE kind IN (SELECT kind FROM held)
        )
        UPDATE deliveries SET ready_at = due_at
        WHERE after_id IN (SELECT id FROM chain) AND kind NOT IN (SELECT kind FROM held) AND state = 'pending'
            AND ready_at IS NULL
    """  # noqa: S608 - pieces of the dialect


@cache
def follow(dialect: Dialect) -> str:
    """Send what belongs to a delivery (`id`), of some `kinds`, to another `channel`."""
    return f"""
        WITH RECURSIVE chain (id) AS (
            SELECT :id UNION SELECT deliveries.id FROM deliveries JOIN chain ON after_id = chain.id
        )
        UPDATE deliveries SET channel = :channel
        WHERE id IN (SELECT id FROM chain) AND state = 'pending'
            AND kind IN (SELECT value FROM {dialect.texts(":kinds")})
    """  # noqa: S608 - pieces of the dialect
