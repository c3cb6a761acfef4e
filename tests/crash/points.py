"""Where a process can die: found by putting a watch round the libraries through which it reaches the outside.

A point lies behind each write to a database, behind each step that a file takes, and on both sides of each call and
each acknowledgement. Nothing in Askaday knows of it: SQLite, aiohttp and functions of the system are wrapped.
"""

import functools
import json
import os
import re
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
from psycopg.pq import TransactionStatus

from adapters.storage.batches import Call
from adapters.storage.postgres.server.connection import PostgresConnection
from adapters.storage.postgres.worker import Worker as PostgresWorker
from adapters.storage.sqlite.worker import Worker as SqliteWorker

_NUMBERS = re.compile(r"\d{3,}")
_IDLE = TransactionStatus.IDLE
#: How statements begin that change something by themselves.
_WRITES = frozenset({b"INSERT", b"UPDATE", b"DELETE"})
_SECRETS = re.compile(r"(?<=/)(?=\w*\d)[A-Za-z0-9._-]{16,}")


_ACKNOWLEDGES = re.compile(r"interactions/.*/callback$")

#: The kinds of points; a week has some of each.
KINDS = (
    "commit",
    "file",
    "before call",
    "after call",
    "before acknowledgement",
    "after acknowledgement",
)


@dataclass(frozen=True, slots=True)
class Point:
    """A place at which a process can die."""

    #: One of `KINDS`.
    kind: str
    #: The work that was written, the method that was called, the file's step.
    what: str


class Points:
    """Counts the points of a process, writes them down, and ends it at the one that it was given."""

    def __init__(self, notes: Path, fatal: int | None) -> None:
        #: Who dies makes it; of several processes one does.
        self._grave = notes.with_name("died")
        self._notes = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._fatal = fatal
        self._count = 0
        self._lock = threading.Lock()
        #: What the store's thread writes just now.
        self.work = threading.local()

    def reach(self, kind: str, what: str) -> None:
        """Note a point, and die there if it is the one."""
        with self._lock:
            self._count += 1
            os.write(self._notes, f"{kind}\t{what}\n".encode())
            if self._count == self._fatal and self._is_first():
                os.kill(os.getpid(), signal.SIGKILL)

    def _is_first(self) -> bool:
        try:
            self._grave.touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def watch(self) -> None:
        """Put the watch round everything, in this process and for good."""
        _watch_files_of_sqlite(self)
        _watch_servers(self)
        _watch_calls(self)
        _watch_files(self)


def noted(notes: Path) -> list[Point]:
    """Read what points a process has passed, in order; the one at which it died is the last."""
    return [Point(*line.split("\t")) for line in notes.read_text("utf-8").splitlines()]


def _watch_files_of_sqlite(points: Points) -> None:
    real, commit = sqlite3.connect, SqliteWorker._commit

    def watched_connect(*words: Any, factory: type[sqlite3.Connection] = sqlite3.Connection, **named: Any) -> Any:
        return real(*words, factory=_watched(factory, points), **named)

    def named(self: SqliteWorker, batch: Sequence[Call]) -> bool:
        points.work.name = " + ".join(sorted({_name(call) for call in batch}))
        return commit(self, batch)

    sqlite3.connect = watched_connect
    SqliteWorker._commit = named  # type: ignore[method-assign]


def _watch_servers(points: Points) -> None:
    kept, end = PostgresWorker._kept, PostgresWorker._end
    execute, leave = psycopg.Cursor.execute, psycopg.transaction.Transaction.__exit__

    def named(self: PostgresWorker, calls: Sequence[Call]) -> bool:
        points.work.name = " + ".join(sorted({_name(call) for call in calls}))
        return kept(self, calls)

    def watched_end(self: PostgresWorker, connection: PostgresConnection, number: str | None) -> None:
        end(self, connection, number)
        if number is not None:  # else it only read
            points.reach("commit", points.work.name)

    def watched_execute(self: Any, query: Any, params: Any = None, **named: Any) -> Any:
        text = query if isinstance(query, bytes) else str(query).encode()
        done = execute(self, query, params, **named)
        if self.connection.info.transaction_status == _IDLE and text.lstrip()[:6].upper() in _WRITES:
            points.reach("commit", "outside the store")
        return done

    def watched_leave(self: Any, *words: Any) -> Any:
        done = leave(self, *words)
        if self.connection.info.transaction_status == _IDLE:
            points.reach("commit", "outside the store")
        return done

    PostgresWorker._kept = named  # type: ignore[method-assign]
    PostgresWorker._end = watched_end  # type: ignore[method-assign]
    psycopg.Cursor.execute = watched_execute  # type: ignore[method-assign]
    psycopg.transaction.Transaction.__exit__ = watched_leave  # type: ignore[method-assign]


def _watched(factory: type[sqlite3.Connection], points: Points) -> type[sqlite3.Connection]:
    class Watched(factory):  # type: ignore[misc,valid-type]
        """A connection whose every change that is final is a point; what only read is none."""

        _changes = 0

        def execute(self, *words: Any) -> Any:
            done = super().execute(*words)
            self._look()
            return done

        def backup(self, *words: Any, **named: Any) -> None:
            super().backup(*words, **named)
            points.reach("file", "copy of a database")

        def _look(self) -> None:
            if not self.in_transaction and self.total_changes != self._changes:
                self._changes = self.total_changes
                points.reach("commit", getattr(points.work, "name", "") or "outside the store")

    return Watched


def _name(call: Call) -> str:
    name = getattr(call.work, "__qualname__", type(call.work).__name__)
    return name.replace(".<locals>.<lambda>", "")


def _watch_calls(points: Points) -> None:
    request, send = aiohttp.ClientSession._request, aiohttp.ClientWebSocketResponse.send_str

    async def watched_request(self: aiohttp.ClientSession, method: str, url: Any, **named: Any) -> Any:
        path = _NUMBERS.sub("N", _SECRETS.sub("…", str(url).partition("?")[0].split("/", 3)[-1]))
        # Discord's interactions are acknowledged by a call.
        what = "acknowledgement" if _ACKNOWLEDGES.search(path) else "call"
        points.reach(f"before {what}", f"{method} {path}")
        answer = await request(self, method, url, **named)
        points.reach(f"after {what}", f"{method} {path}")
        return answer

    async def watched_send(self: aiohttp.ClientWebSocketResponse, data: str, *words: Any) -> None:
        is_acknowledgement = "envelope_id" in json.loads(data)
        if is_acknowledgement:
            points.reach("before acknowledgement", "envelope")
        await send(self, data, *words)
        if is_acknowledgement:
            points.reach("after acknowledgement", "envelope")

    aiohttp.ClientSession._request = watched_request  # type: ignore[method-assign,assignment]
    aiohttp.ClientWebSocketResponse.send_str = watched_send  # type: ignore[method-assign,assignment]


def _watch_files(points: Points) -> None:
    for home, name in ((os, "replace"), (os, "unlink"), (os, "fsync"), (shutil, "copyfile")):
        setattr(home, name, _followed(points, name, getattr(home, name)))


def _followed(points: Points, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(step)
    def followed(*words: Any, **named: Any) -> Any:
        done = step(*words, **named)
        points.reach("file", name)
        return done

    return followed
