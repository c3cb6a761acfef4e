"""What PostgreSQL and its driver report, as sentences a user understands: the only place where they are told apart."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from adapters.storage.tables.codecs import DamagedValueError
from bot.errors import StoreError

#: What a transaction that stood in another's way is tried again for.
CONFLICTS = (errors.SerializationFailure, errors.DeadlockDetected)
#: By the class of a state (https://www.postgresql.org/docs/current/errcodes-appendix.html): what happened, what to do.
_SENTENCES = {
    "08": ("The database {place} cannot be reached.", "See that the server runs and can be reached from here."),
    "28": ("The database {place} does not accept this name and password.", "Check ASKADAY_DATABASE."),
    "3D": ("There is no database at {place}.", "Create it with `createdb`, or check ASKADAY_DATABASE."),
    "42501": ("The database {place} does not allow this.", "Let the user own the database's schema `public`."),
    "53": ("The database {place} is out of room or connections.", "Free disk space, or allow more connections."),
    "57": ("The database {place} is being stopped or started.", "Try again when it runs."),
    "22001": ("A value is too big for the database {place}.", "Shorten it."),
    "22003": ("A number is out of the range that the database can keep (64 bits).", ""),
    "25006": ("The database {place} can only be read.", "Name the server that takes writes."),
    "42P01": ("Tables are missing in the database {place}.", "Bring back a backup."),
    "42703": ("Columns are missing in the database {place}.", "Bring back a backup."),
}
#: What is refused for good: trying again brings nothing until somebody changes something.
_FOR_GOOD = ("28", "3D")


def refuses_for_good(error: psycopg.Error) -> bool:
    """Say whether a server that answers will not let this process in, however often it asks."""
    return _state(error)[:2] in _FOR_GOOD


def is_gone(error: BaseException) -> bool:
    """Say whether it is the connection that failed, and not what was asked."""
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and not isinstance(error, CONFLICTS)


def _state(error: psycopg.Error) -> str:
    """Give the state; what the driver says while connecting carries none."""
    said = str(error)
    if error.sqlstate:
        return error.sqlstate
    if "authentication failed" in said or "no password supplied" in said or 'role "' in said:
        return "28000"
    if 'database "' in said and "does not exist" in said:
        return "3D000"
    return "08000" if is_gone(error) else ""


def translated(error: BaseException, place: str) -> BaseException:
    """Give the `StoreError` that an error of the database means, with its cause; others are given back."""
    wrapped: StoreError
    match error:
        case psycopg.Error():
            state = _state(error)
            said = " ".join(str(error).split())
            refused = ("The database {place} refused this: " + said.replace("{", "{{").replace("}", "}}"), "")
            sentence, hint = _SENTENCES.get(state, _SENTENCES.get(state[:2], refused))
            wrapped = StoreError(sentence.format(place=place), hint=hint)
        case DamagedValueError():
            wrapped = StoreError(f"The database {place} is damaged.", hint="Bring back a backup.")
        case UnicodeEncodeError():
            wrapped = StoreError("A text contains half a character, which the database cannot keep.")
        case _:
            return error
    wrapped.__cause__ = error
    return wrapped


@contextmanager
def storage_errors(place: str) -> Iterator[None]:
    """Turn what PostgreSQL and its driver raise inside into `StoreError`."""
    try:
        yield
    except (psycopg.Error, UnicodeError, DamagedValueError) as error:
        raise translated(error, place) from error
