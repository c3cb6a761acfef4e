"""What an operator does with a database: brought up to date, copied, brought back, moved, with a death at each point.

Whatever dies is run again. Then the database holds what it holds where nothing died, and every copy that bears the name
of one is whole.
"""

import asyncio
import hashlib
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg

from tests.crash.points import Point, noted
from tests.crash.process import FORKED, Askaday, Context, DiedError, run_to_its_end
from tests.crash.week import let_grow_old, wrong_with_dump
from tests.servers.postgres import new_database
from tests.upgrading.scene import database_of_then

#: The day on which it happens; the database of then is of this week.
TODAY = datetime(2026, 12, 7, 12, tzinfo=UTC)
#: Of these tables the instants are those of the machine's clock; how many rows they have is all that is compared.
_OF_NOW = frozenset({"_sqlite_migrations", "askaday_steps", "erasures", "sqlite_sequence", "sessions"})
#: Every process leaves its own rows here, also one that died: a sign of life; on a server, when it wrote last.
_OF_PROCESSES = frozenset({"heartbeats", "last_writes"})
#: Databases and copies that a person would take for one; counts of calls and words of claims are no part of it.
_COPY = re.compile(r"(askaday\w*|copy|again)\.(db|dump)(\.before-\w+-[\dTZ.]+)?")


@dataclass
class Scene:
    """A database in a folder, and what is done with it."""

    folder: Path
    database: str
    #: The commands, in order; `run` makes the tables, and is told to end.
    commands: Sequence[Sequence[str]]
    #: Where something is moved to.
    server: str = ""
    context: Context = FORKED
    points: list[Point] = field(default_factory=list)

    async def play(self, fatal: int | None = None) -> list[str]:
        """Do everything, with a death at a point if one is given, and give what is left, step by step."""
        found = []
        for number, words in enumerate(self.commands):
            notes = self.folder / f"points-{number}.txt"
            gone = None if fatal is None else fatal - len(self.points)
            is_dead = await self._done(words, notes, gone)
            self.points += noted(notes)
            if is_dead:
                fatal = None
                await asyncio.to_thread(let_grow_old, self.folder)
                assert not await self._done(words, self.folder / "again.txt", None), "it died by itself"
            found.append(await asyncio.to_thread(self._held, words))
        return found

    async def _done(self, words: Sequence[str], notes: Path, fatal: int | None) -> bool:
        """Run a command, and say whether it died at its point.

        Raises:
            AssertionError: it ended with a status of its own that is not zero.
        """
        if tuple(words) == ("run",):
            return await self._ran(notes, fatal)
        running = partial(run_to_its_end, database=self.database, notes=notes, fatal=fatal, context=self.context)
        status = await asyncio.to_thread(running, self.folder, *words)
        log = self.folder / "askaday.log"
        assert status in {0, -9}, f"{words[0]} ended with {status}: {log.read_text('utf-8').splitlines()[-1:]}"
        return status != 0

    async def _ran(self, notes: Path, fatal: int | None) -> bool:
        askaday = Askaday(self.folder, self.database, {}, dict, context=self.context)
        try:
            await askaday.start(TODAY, fatal)
            await askaday.at(TODAY)
            is_dead = await askaday.stop() != 0
        except DiedError:
            is_dead = True
        finally:
            askaday.kill()
        askaday.notes(1).replace(notes)
        return is_dead

    def _held(self, words: Sequence[str]) -> str:
        """Say what every database and copy in the folder holds after a command; those that are damaged, and how."""
        found: dict[str, set[str]] = {}
        for one in self.folder.iterdir():
            if _COPY.fullmatch(one.name):
                found.setdefault(_kind(one), set()).add(_held_by(one))
        left = [one.name for one in self.folder.glob(".*.partial*")]
        if self.database.startswith("postgresql"):
            found["database"] = {_held_by_server(self.database)}
        if self.server:
            found["server"] = {_held_by_server(self.server)}
        return f"{words[0]}: {sorted((name, sorted(held)) for name, held in found.items())} {left}"


def _kind(path: Path) -> str:
    """Give the name of a file without the instant in it."""
    return re.sub(r"askaday_\w+", "askaday", path.name.partition("-20")[0])


def _held_by(path: Path) -> str:
    if path.suffix == ".dump":
        return "; ".join(wrong_with_dump(path)) or "whole"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        [(integrity,)] = database.execute("PRAGMA integrity_check(1)").fetchall()
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'past_%'")
        tables = sorted(name for (name,) in named)
        return f"{integrity} " + _digest(tables, lambda table: database.execute(f'SELECT * FROM "{table}"'))  # noqa: S608 - its own


def _held_by_server(url: str) -> str:
    with psycopg.connect(url) as database:
        named = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted(name for (name,) in named)
        return _digest(tables, lambda table: database.execute(f'SELECT * FROM "{table}"'.encode()))  # noqa: S608 - its own


def _digest(tables: Sequence[str], rows: Callable[[str], object]) -> str:
    found = hashlib.sha256()
    for table in (one for one in tables if one not in _OF_PROCESSES):
        lines = sorted(repr(tuple(row)) for row in rows(table))  # type: ignore[attr-defined]
        found.update(f"{table} {len(lines) if table in _OF_NOW else lines}".encode())
    return f"{len(tables)} tables {found.hexdigest()[:16]}"


@asynccontextmanager
async def scene_on(database: str) -> AsyncIterator[Scene]:
    """Give a scene before its beginning: on a file, a database of long ago; on a server, an empty one."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if database == "sqlite":
            file = database_of_then(folder)
            server = stack.enter_context(new_database(with_tables=False))
            moved = (("migrate", "--to", server), ("migrate", "--from", server, "--to", "again.db"))
            yield Scene(
                folder, str(file), (("upgrade",), ("backup", "copy.db"), ("restore", "copy.db"), *moved), server
            )
        else:
            server = stack.enter_context(new_database(with_tables=False))
            yield Scene(folder, server, (("run",), ("backup", "copy.dump"), ("restore", "copy.dump")))


async def calm_points(database: str) -> tuple[list[Point], list[str]]:
    """Play the scene that nothing befalls, and give its points and what is left."""
    async with scene_on(database) as scene:
        return scene.points, await scene.play()


async def died(database: str, number: int, calm: Sequence[str], context: Context) -> tuple[Point | None, list[str]]:
    """Play it with a death at a point, and give where that was and what is left otherwise than it must."""
    async with scene_on(database) as scene:
        scene.context = context
        held = await scene.play(number)
        found = [f"{one} instead of {other}" for one, other in zip(held, calm, strict=True) if one != other]
        point = scene.points[number - 1] if number <= len(scene.points) else None
        return point, found
