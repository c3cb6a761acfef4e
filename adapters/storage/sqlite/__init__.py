"""The embedded store: one SQLite file, written by one process. Nothing here knows a rule of the game."""

from adapters.storage.sqlite.file.backup import restore_database
from adapters.storage.sqlite.store import SqliteStore

__all__ = ["SqliteStore", "restore_database"]
