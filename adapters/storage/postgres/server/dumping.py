"""Copies of a database, by the server's own program: `pg_dump` on the path."""

from collections.abc import Callable
from pathlib import Path

from adapters.storage.postgres.server.connection import connect
from adapters.storage.postgres.server.database import shown
from adapters.storage.postgres.server.errors import storage_errors
from adapters.storage.postgres.server.programs import Process, refused, run_program, too_old, version_of
from adapters.storage.replacing import replacing
from bot.errors import StoreError

PROGRAM = "pg_dump"
#: What the file is, so that nothing else is replaced by a copy.
_BEGINS = b"PGDMP"


def dump(url: str, target: Path, begun: Callable[[Process], None] = lambda _: None) -> None:
    """Write a consistent copy for `pg_restore` to a file, in place of what was there; others may write meanwhile.

    `begun` gets the program that does it, as `run_program` has it.

    Raises:
        StoreError: it cannot be made; what was at the target is as it was.
    """
    if target.is_file() and not is_a_copy(target, or_empty=True):
        raise StoreError(f"{target} exists and is no backup of Askaday.", hint="Name another file, or remove it first.")
    if not target.parent.is_dir():
        raise StoreError(f"There is no folder {target.parent}.", hint="Make it first.")
    with replacing(target) as partial:
        words = ("--format=custom", "--no-owner", "--no-privileges", f"--file={partial}")
        done = run_program(PROGRAM, words, url=url, begun=begun)
        if done.returncode:
            raise refused(PROGRAM, shown(url), "copied", done.stderr)


def why_not_dumped(url: str) -> StoreError | None:
    """Say what keeps a database from being copied by the programs that are on the path; None: nothing."""
    place = shown(url)
    try:
        with storage_errors(place), connect(url, name="doctor") as raw:
            server = str(raw.info.server_version // 10_000)
        own = version_of(PROGRAM)
    except StoreError as error:
        return error
    return too_old(PROGRAM, server, own, place) if int(own.partition(".")[0] or 0) < int(server) else None


def is_a_copy(target: Path, *, or_empty: bool = False) -> bool:
    """Say whether a file begins as copies do."""
    with target.open("rb") as file:
        begins = file.read(len(_BEGINS))
    return begins == _BEGINS or (or_empty and not begins)
