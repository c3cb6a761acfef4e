"""The store on a PostgreSQL server, written by any number of processes. Nothing here knows a rule of the game."""

from adapters.storage.postgres.beside import PostgresAppointingWords, PostgresCallCount
from adapters.storage.postgres.server.dumping import why_not_dumped
from adapters.storage.postgres.server.restoring import restore_server
from adapters.storage.postgres.store import PostgresStore, server_shortcoming, steps_to_come

__all__ = [
    "PostgresAppointingWords",
    "PostgresCallCount",
    "PostgresStore",
    "restore_server",
    "server_shortcoming",
    "steps_to_come",
    "why_not_dumped",
]
