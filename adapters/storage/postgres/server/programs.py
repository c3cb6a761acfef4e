"""The server's own programs for clients, which have to be on the path, and what they say when they cannot."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from typing import TypeAlias

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.errors import StoreError

_VERSIONS = re.compile(r"server version: (\S+).*_(?:dump|restore) version: (\S+)")
_OLD = "server version mismatch"
_NUMBER = re.compile(r"\d+(\.\d+)*")


#: A program that runs.
Process: TypeAlias = "subprocess.Popen[str]"


def run_program(
    program: str,
    words: Sequence[str],
    *,
    url: str,
    name: str = "",
    begun: Callable[[Process], None] = lambda _one: None,
) -> subprocess.CompletedProcess[str]:
    """Run a program on a database, which is told where it is by its environment, and wait for its end.

    `name` is the one under which its connections are seen. `begun` gets the program for whoever may not wait that long.

    Raises:
        StoreError: it is not there.
    """
    values = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    # Everybody on the machine may read what programs are called with.
    secret = {"PGPASSWORD": values.pop("password")} if "password" in values else {}
    named = {"PGAPPNAME": name} if name else {}
    address = [f"--dbname={make_conninfo('', **values)}"] if url else []
    try:
        process = subprocess.Popen(  # noqa: S603 - a program of the database, with words of the operator's
            (program, *words, *address),
            env=os.environ | secret | named,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
    except OSError as error:
        hint = "Install PostgreSQL's programs for clients, in the server's version."
        raise StoreError(f"{program} cannot be run here: {error.strerror}.", hint=hint) from error
    with process:
        begun(process)
        try:
            said, wrong = process.communicate()
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, said, wrong)


def version_of(program: str) -> str:
    """Give the version of a program, such as 18.1.

    Raises:
        StoreError: it is not there.
    """
    found = _NUMBER.search(run_program(program, ("--version",), url="").stdout)
    return found[0] if found else ""


def too_old(program: str, server: str, own: str, place: str) -> StoreError:
    """Say that a program is older than the server, which it then refuses."""
    hint = f"Install PostgreSQL's programs for clients in version {server}; {program} here is {own}."
    return StoreError(f"{program} is too old for the server at {place}.", hint=hint)


def refused(program: str, place: str, what: str, said: str) -> StoreError:
    """Say why a program did not do what it was to do."""
    versions = _VERSIONS.search(said)
    if _OLD in said and versions:
        server, own = versions.groups()
        return too_old(program, server, own.rstrip(";"), place)
    reason = next((line for line in said.splitlines() if line.strip()), "it did not say why")
    return StoreError(f"The database {place} could not be {what}: {reason.strip()}")
