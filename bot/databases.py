"""Which database: what opens it, copies it and looks at it, and what is kept beside it.

It stands apart from `bot.bootstrap` for commands that need nothing else: they start in half the time.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from adapters.storage.sqlite.alone import AloneStore
from adapters.storage.sqlite.appointing import SqliteAppointingWords
from adapters.storage.sqlite.calls import SqliteCallCount
from adapters.storage.sqlite.file.backup import restore_database
from adapters.storage.sqlite.store import SqliteStore
from bot.config.address import ServerAddress
from bot.config.settings import Settings
from bot.errors import StoreError
from bot.extras import installs
from bot.ports.appointing import AppointingWords
from bot.ports.calls import CallCount
from bot.ports.copies import Copies
from bot.ports.locks import Locks
from bot.ports.store import Store

if TYPE_CHECKING:
    from types import ModuleType


class OpenedStore(Store, Copies, Protocol):
    """A store, and what its opening did."""

    #: What one process at a time may have.
    locks: Locks
    #: Whether there was no database, or no tables in it, before.
    is_new: bool
    #: The copy of what it was before it was brought up to date; None: it was up to date, or no copy is made.
    kept: Path | None


def open_store(settings: Settings, *, read_only: bool = False, unchecked: bool = False) -> OpenedStore:
    """Open the database of the settings; unless `unchecked` it is looked through for damage.

    Raises:
        StoreError: it cannot be used.
    """
    if isinstance(settings.database, ServerAddress):
        url = settings.database.url.get_secret_value()
        return cast("OpenedStore", postgres().PostgresStore.open(url, read_only=read_only))
    return SqliteStore.open(settings.database, read_only=read_only, unchecked=unchecked)


def new_store(path: Path) -> AloneStore:
    """Make a database for one caller, who fills it at once.

    Raises:
        StoreError: it cannot be made, or is there already.
    """
    return AloneStore(path)


def bring_back(settings: Settings, backup: Path) -> Path | None:
    """Put a backup in the place of the database of the settings, and give where that was kept, if there was one.

    Raises:
        StoreError: it cannot be done; the database is as it was.
    """
    if isinstance(settings.database, ServerAddress):
        return cast("Path | None", postgres().restore_server(backup, settings.database.url.get_secret_value()))
    return restore_database(backup, settings.database)


def why_not_copied(settings: Settings) -> StoreError | None:
    """Say what keeps Askaday from copying the database of the settings; None: nothing."""
    if isinstance(settings.database, ServerAddress):
        return cast("StoreError | None", postgres().why_not_dumped(settings.database.url.get_secret_value()))
    return None


def shortcoming_of(settings: Settings) -> str:
    """Say what the database of the settings does not do for want of a newer server; empty: nothing.

    Raises:
        StoreError: the server cannot be asked.
    """
    if isinstance(settings.database, ServerAddress):
        return str(postgres().server_shortcoming(settings.database.url.get_secret_value()))
    return ""


def call_count(settings: Settings) -> CallCount:
    """Give what counts a language model's calls."""
    if isinstance(settings.database, ServerAddress):
        return cast("CallCount", postgres().PostgresCallCount(settings.database.url.get_secret_value()))
    return SqliteCallCount(settings.file.with_name(f"{settings.file.stem}-llm-calls.db"))


def appointing_words(settings: Settings) -> AppointingWords:
    """Give what keeps the words of `askaday claim`."""
    if isinstance(settings.database, ServerAddress):
        return cast("AppointingWords", postgres().PostgresAppointingWords(settings.database.url.get_secret_value()))
    return SqliteAppointingWords(settings.file.with_name(f"{settings.file.stem}-claims.db"))


def postgres() -> "ModuleType":
    """Give what speaks to PostgreSQL.

    Raises:
        StoreError: the extra is not installed.
    """
    try:
        from adapters.storage import postgres as module  # noqa: PLC0415 - an extra of the package
    except ModuleNotFoundError as error:
        raise no_driver() from error
    return module


def no_driver() -> StoreError:
    """Say that the extra is missing."""
    return StoreError("What speaks to PostgreSQL is not installed.", hint=installs("postgres"))
