"""What SQLite and the file system report, as sentences a user understands: the only place where they are told apart."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.storage.tables.codecs import DamagedValueError
from bot.errors import StoreError

#: What a file is called in sentences about it.
DATABASE, BACKUP = "database", "backup"
#: The account may not write there, or a file stands where a folder should.
_IN_THE_WAY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR})
_LET_WRITE = "Let the account that Askaday runs under write there, or name another place in ASKADAY_DATABASE."
#: What a damaged file makes SQLite and its module raise, beside each other.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)

#: What is wrong with a backup is not put right by bringing back a backup.
_OF_BACKUPS = {
    sqlite3.SQLITE_CORRUPT: ("The backup {path} is damaged.", "Use another backup."),
    sqlite3.SQLITE_NOTADB: (
        "{path} is no database, and so no backup of Askaday.",
        "Name a file that `askaday backup` or the nightly backup wrote.",
    ),
}
_DAMAGED = (
    "The {what} {path} is damaged.",
    "Bring back a backup with `askaday restore FILE`; the damaged file is kept beside it.",
)
#: By primary result code (https://www.sqlite.org/rescode.html): what happened, with the file's name and what it is to
#: be filled in, and what to do.
_SENTENCES = {
    sqlite3.SQLITE_BUSY: (
        "The {what} {path} is locked by another program.",
        "Close the program that writes to it, then try again.",
    ),
    sqlite3.SQLITE_FULL: ("There is no room left for the {what} {path}.", "Free disk space, then try again."),
    sqlite3.SQLITE_READONLY: (
        "The {what} {path} cannot be written: the file or its folder is read-only.",
        "Give the account that Askaday runs under the right to write there.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The {what} {path} cannot be opened.",
        "Check that the folder exists and that Askaday may read and write in it.",
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: (
        "The file {path} is not a database.",
        "Check the path, or bring back a backup with `askaday restore FILE`.",
    ),
    sqlite3.SQLITE_IOERR: ("The disk failed under the {what} {path}.", "Check the disk, then try again."),
    sqlite3.SQLITE_TOOBIG: ("A value is too big for the {what} {path}.", "Shorten it."),
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]
_SENTENCES[sqlite3.SQLITE_PERM] = _SENTENCES[sqlite3.SQLITE_READONLY]


#: What SQLite says of statements that are right, where the schema in the file is not what this program made.
_BROKEN_SCHEMA = (
    "unsupported file format",
    "no such table",
    "no such column",
    "no such index",
    "has no column named",
    "malformed",
)


def _from_sqlite(error: sqlite3.Error, what: str, path: str) -> StoreError:
    # Errors that the sqlite3 module raises by itself carry no code. The low byte is the primary code.
    code = getattr(error, "sqlite_errorcode", -1) & 0xFF
    said = str(error)
    if said.startswith("Could not decode to UTF-8") or (
        code in (-1, sqlite3.SQLITE_ERROR) and any(one in said for one in _BROKEN_SCHEMA)
    ):
        return damaged(path, what)
    sentences = {**_SENTENCES, **_OF_BACKUPS} if what == BACKUP else _SENTENCES
    sentence, hint = sentences.get(code, (f"The {{what}} {{path}} refused this: {error}.", ""))
    return StoreError(sentence.format(what=what, path=path), hint=hint)


def damaged(path: Path | str, what: str = DATABASE) -> StoreError:
    """Say that a file is damaged."""
    sentence, hint = _OF_BACKUPS[sqlite3.SQLITE_CORRUPT] if what == BACKUP else _DAMAGED
    return StoreError(sentence.format(what=what, path=path), hint=hint)


def translated(error: BaseException, path: Path, what: str = DATABASE) -> BaseException:
    """Give the `StoreError` that an error of the database or the disk means, with its cause; others are given back."""
    wrapped: StoreError
    match error:
        case sqlite3.Error():
            wrapped = _from_sqlite(error, what, str(path))
        case OSError():
            hint = _LET_WRITE if what == DATABASE and error.errno in _IN_THE_WAY else "Check the path."
            wrapped = StoreError(f"{path} cannot be used: {error.strerror or error}.", hint=hint)
        case OverflowError() if "SQLite" in str(error):
            wrapped = StoreError("A number is out of the range that the database can keep (64 bits).")
        case MemoryError():  # what the sqlite3 module makes of SQLITE_NOMEM
            wrapped = StoreError("There is not enough memory for this.", hint="Close other programs, then try again.")
        case UnicodeEncodeError():
            wrapped = StoreError("A text contains half a character, which the database cannot keep.")
        case UnicodeDecodeError() | DamagedValueError():
            wrapped = damaged(path, what)
        case _:
            return error
    wrapped.__cause__ = error
    return wrapped


@contextmanager
def storage_errors(path: Path, what: str = DATABASE) -> Iterator[None]:
    """Turn what SQLite and the file system raise inside into `StoreError`; `what` the file is, sentences say."""
    try:
        yield
    except (sqlite3.Error, OSError, OverflowError, MemoryError, UnicodeError, DamagedValueError) as error:
        raise translated(error, path, what) from error
