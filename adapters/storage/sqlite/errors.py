"""What SQLite and the file system report, as sentences a user understands: the only place where they are told apart."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError

#: By primary result code (https://www.sqlite.org/rescode.html): what happened, with the file's name to be filled in,
#: and what to do.
_SENTENCES = {
    sqlite3.SQLITE_BUSY: (
        "The database {path} is locked by another program.",
        "Close the program that writes to it, then try again.",
    ),
    sqlite3.SQLITE_FULL: ("There is no room left for the database {path}.", "Free disk space, then try again."),
    sqlite3.SQLITE_READONLY: (
        "The database {path} cannot be written: the file or its folder is read-only.",
        "Give the account that Askaday runs under the right to write there.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The database {path} cannot be opened.",
        "Check that the folder exists and that Askaday may read and write in it.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The database {path} is damaged.",
        "Bring back a backup with `askaday restore FILE`; the damaged file is kept beside it.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "The file {path} is not a database.",
        "Check the path, or bring back a backup with `askaday restore FILE`.",
    ),
    sqlite3.SQLITE_IOERR: ("The disk failed under the database {path}.", "Check the disk, then try again."),
    sqlite3.SQLITE_TOOBIG: ("A value is too big for the database {path}.", "Shorten it."),
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]
_SENTENCES[sqlite3.SQLITE_PERM] = _SENTENCES[sqlite3.SQLITE_READONLY]


def _from_sqlite(error: sqlite3.Error, path: str) -> StoreError:
    # Errors that the sqlite3 module raises by itself carry no code. The low byte is the primary code.
    code = getattr(error, "sqlite_errorcode", -1) & 0xFF
    sentence, hint = _SENTENCES.get(code, (f"The database {{path}} refused this: {error}.", ""))
    return StoreError(sentence.format(path=path), hint=hint)


def translated(error: BaseException, path: Path) -> BaseException:
    """Give the `StoreError` that an error of the database or the disk means, with its cause; others are given back."""
    wrapped: StoreError
    match error:
        case sqlite3.Error():
            wrapped = _from_sqlite(error, str(path))
        case OSError():
            wrapped = StoreError(f"{path} cannot be used: {error.strerror or error}.", hint="Check the path.")
        case OverflowError() if "SQLite" in str(error):
            wrapped = StoreError("A number is out of the range that the database can keep (64 bits).")
        case MemoryError():  # what the sqlite3 module makes of SQLITE_NOMEM
            wrapped = StoreError("There is not enough memory for this.", hint="Close other programs, then try again.")
        case UnicodeEncodeError():
            wrapped = StoreError("A text holds half a character, which the database cannot keep.")
        case _:
            return error
    wrapped.__cause__ = error
    return wrapped


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise inside into `StoreError`."""
    try:
        yield
    except (sqlite3.Error, OSError, OverflowError, MemoryError, UnicodeEncodeError) as error:
        raise translated(error, path) from error
