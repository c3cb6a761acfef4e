"""Bringing a copy back: by `pg_restore`, which writes a script of it, and `psql`, which does all of it or nothing."""

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from adapters.storage.postgres.schema.steps import known_steps
from adapters.storage.postgres.server.connection import connect
from adapters.storage.postgres.server.database import RESTORING, UPGRADING, USERS, applied_steps, is_used, shown
from adapters.storage.postgres.server.dumping import dump, is_a_copy
from adapters.storage.postgres.server.errors import storage_errors
from adapters.storage.postgres.server.programs import refused, run_program
from bot.errors import StoreError

_RESTORE, _SQL = "pg_restore", "psql"
#: What else than tables there is, such as dictionaries, is replaced one by one.
_SCRIPT = ("--no-owner", "--no-privileges", "--clean", "--if-exists")
#: How the program is seen while it works; a process that died over it may have left one, which comes to its end.
_WORKING = "restoring-askaday"
#: What the program says where somebody has started since it was looked.
_IN_USE = "somebody uses it"
# Whoever starts Askaday meanwhile waits for the lock.
_MAKING_ROOM = f"""
    SET LOCAL client_min_messages = warning;
    SELECT pg_advisory_xact_lock({UPGRADING});
    DO $$ DECLARE one record; BEGIN
        IF ({USERS}) > 0 THEN RAISE EXCEPTION '{_IN_USE}'; END IF;
        FOR one IN SELECT relname, relkind = 'v' AS is_view FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v') LOOP
            EXECUTE format('DROP %s IF EXISTS %I CASCADE', CASE WHEN one.is_view THEN 'VIEW' ELSE 'TABLE' END,
                one.relname);
        END LOOP;
    END $$;
"""  # noqa: S608 - a constant
#: The rows of the table of steps, in the script that brings it back.
_STEPS = re.compile(r"^COPY \S*askaday_steps \([^)]*\) FROM stdin;\n(.*?)^\\\.$", re.MULTILINE | re.DOTALL)


def restore_server(source: Path, url: str) -> Path | None:
    """Put a copy in the place of what a database holds, and give where that was kept, beside the copy, if it was any.

    Raises:
        StoreError: it is no copy, or of a newer version, or somebody uses the database; what was there is as it was.
    """
    if source.is_dir():
        raise StoreError(f"{source} is a folder.", hint="Name the backup file in it.")
    if not source.is_file():
        raise StoreError(f"There is no backup at {source}.", hint="Check the path.")
    place = shown(url)
    _refuse_other(source, place)
    with storage_errors(place), connect(url, name=RESTORING) as raw:
        is_empty = applied_steps(raw, place) is None
        if is_used(raw):
            raise _in_use(place)
    kept = None if is_empty else _kept(source, url)
    with tempfile.NamedTemporaryFile(prefix=".askaday-", suffix=".sql") as script:
        done = run_program(_RESTORE, (*_SCRIPT, f"--file={script.name}", str(source)), url="")
        if done.returncode:
            raise StoreError(f"{source} is damaged. {_first(done.stderr)}", hint="Use another backup.")
        words = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        whole = (*words, f"--command={_MAKING_ROOM}", f"--file={script.name}")
        done = run_program(_SQL, whole, url=url, name=_WORKING)
    if _IN_USE in done.stderr:
        raise _in_use(place)
    if done.returncode:
        raise refused(_SQL, place, "brought back", done.stderr)
    return kept


def _in_use(place: str) -> StoreError:
    hint = "Stop every Askaday that uses it, then try again."
    return StoreError(f"The database {place} is in use.", hint=hint)


def _refuse_other(source: Path, place: str) -> None:
    """Look into the copy, before anything is done with the database."""
    if not is_a_copy(source):
        hint = "Name a file that `askaday backup` or the nightly backup wrote, of a database on a server."
        raise StoreError(f"{source} is no backup of {place}.", hint=hint)
    done = run_program(_RESTORE, ("--data-only", "--table=askaday_steps", "--file=-", str(source)), url="")
    if done.returncode:
        raise StoreError(f"{source} is damaged. {_first(done.stderr)}", hint="Use another backup.")
    found = _STEPS.search(done.stdout)
    if found is None:
        raise StoreError(f"{source} is no backup of Askaday.", hint="Name a file that `askaday backup` wrote.")
    if {line.split("\t")[0] for line in found[1].splitlines()} - known_steps():
        raise StoreError(f"{source} is from a newer version of Askaday.", hint="Install that version.")


def _kept(source: Path, url: str) -> Path:
    database = shown(url).rpartition("/")[2]
    now = datetime.now(UTC)
    kept = source.with_name(f"{database}.before-restore-{now:%Y%m%dT%H%M%S.%fZ}.dump")
    dump(url, kept)
    return kept


def _first(said: str) -> str:
    return next((line.strip() for line in said.splitlines() if line.strip()), "")
