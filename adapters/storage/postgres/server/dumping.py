"""Copies of a database, by the server's own program: `pg_dump` on the path."""

import os
import re
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.storage.postgres.server.database import shown
from adapters.storage.replacing import replacing
from bot.errors import StoreError

_PROGRAM = "pg_dump"
#: What the file is, so that nothing else is replaced by a copy.
_BEGINS = b"PGDMP"
_VERSIONS = re.compile(r"server version: (\S+).*pg_dump version: (\S+)")
_OLD = "server version mismatch"


def dump(url: str, target: Path) -> None:
    """Write a consistent copy for `pg_restore` to a file, in place of what was there; others may write meanwhile.

    Raises:
        StoreError: it cannot be made; what was at the target is as it was.
    """
    if target.is_file() and not _is_a_copy(target):
        raise StoreError(f"{target} exists and is no backup of Askaday.", hint="Name another file, or remove it first.")
    if not target.parent.is_dir():
        raise StoreError(f"There is no folder {target.parent}.", hint="Make it first.")
    with replacing(target) as partial:
        _run(url, partial)


def _is_a_copy(target: Path) -> bool:
    with target.open("rb") as file:
        return file.read(len(_BEGINS)) in (_BEGINS, b"")


def _run(url: str, partial: Path) -> None:
    values = conninfo_to_dict(url)
    # Everybody on the machine may read what programs are called with.
    secret = {"PGPASSWORD": str(values.pop("password"))} if "password" in values else {}
    address = make_conninfo("", **{name: str(value) for name, value in values.items() if value is not None})
    what = ("--format=custom", "--no-owner", "--no-privileges", f"--file={partial}", f"--dbname={address}")
    try:
        done = subprocess.run(  # noqa: S603 - a program of the database, with words of the operator's
            (_PROGRAM, *what), env=os.environ | secret, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        hint = "Install PostgreSQL's programs for clients, in the server's version."
        raise StoreError(f"{_PROGRAM} cannot be run here: {error.strerror}.", hint=hint) from error
    if done.returncode:
        raise _refused(shown(url), done.stderr)


def _refused(place: str, said: str) -> StoreError:
    versions = _VERSIONS.search(said)
    if _OLD in said and versions:
        server, own = versions.groups()
        hint = f"Install PostgreSQL's programs for clients in version {server}; {_PROGRAM} here is {own.rstrip(';')}."
        return StoreError(f"{_PROGRAM} is too old for the server at {place}.", hint=hint)
    reason = next((line for line in said.splitlines() if line.strip()), "it did not say why")
    return StoreError(f"The database {place} could not be copied: {reason.strip()}")
