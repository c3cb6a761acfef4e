"""The store on a PostgreSQL server, written by any number of processes. Nothing here knows a rule of the game."""

from adapters.storage.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
