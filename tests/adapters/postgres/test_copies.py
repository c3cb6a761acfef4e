"""Copies of a database on a server: made by `pg_dump`, and brought back by `pg_restore`."""

import asyncio
import os
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest

from adapters.storage.postgres import PostgresStore, restore_server
from adapters.storage.postgres import store as postgres_store
from adapters.storage.postgres.server import dumping
from bot.errors import StoreError
from bot.ports.clock import TravelClock
from bot.ports.locks import locks_of
from bot.services.backing_up import BackingUp, newest_backup
from tests.contracts.stored import add_series
from tests.servers.postgres import new_database, programs
from tests.waiting import PATIENCE, until
from tests.worlds.builders import MONDAY, WORKSPACE

A_SECRET = "correct horse battery staple"  # noqa: S105 - a test's
#: What it says where the server is newer.
OTHER_VERSION = """
echo 'pg_dump: error: aborting because of server version mismatch' >&2
echo 'pg_dump: detail: server version: 18.1; pg_dump version: 15.18' >&2
exit 1
"""


def _files(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{programs()}:/usr/bin:/bin")


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


async def _series(url: str) -> list[str]:
    store = PostgresStore.open(url)
    try:
        return [series.name for series in await store.call(lambda tx: tx.series.of_workspace(WORKSPACE))]
    finally:
        await store.close()


async def test_nightly_copy_can_be_brought_back(url: str, tmp_path: Path) -> None:
    store = PostgresStore.open(url)
    await store.call(add_series, "kept")
    made = await BackingUp(store, TravelClock(MONDAY), tmp_path, 7).back_up()
    await store.call(add_series, "later")
    await store.close()

    with new_database(with_tables=False) as again:
        restoring = (programs() / "pg_restore", "--no-owner", "--exit-on-error", "--dbname", again, made)
        subprocess.run(restoring, check=True, capture_output=True)  # noqa: ASYNC221 - nothing runs beside it
        assert (await _series(again), await _series(url)) == (["kept"], ["kept", "later"])
    assert (made.name, newest_backup(tmp_path)) == ("askaday-20261207T080000Z.dump", MONDAY)
    assert (stat.S_IMODE(made.stat().st_mode), _files(tmp_path)) == (0o600, [made.name])


async def test_processes_that_share_a_folder_make_one_copy_a_night(url: str, tmp_path: Path) -> None:
    stores = [PostgresStore.open(url) for _ in range(2)]

    def backing_up(store: PostgresStore, folder: Path, late: int = 0) -> BackingUp:
        return BackingUp(store, TravelClock(MONDAY + timedelta(seconds=late)), folder, 7, locks_of(store))

    shared = await asyncio.gather(*(backing_up(one, tmp_path, late).back_up() for late, one in enumerate(stores)))
    own = await backing_up(stores[1], tmp_path / "own").back_up()

    for store in stores:
        await store.close()
    assert shared[0] == shared[1]
    assert sorted(_files(tmp_path)) == [shared[0].name, "own"]
    assert own.parent == tmp_path / "own"


async def test_a_copy_is_brought_back_and_what_was_there_is_kept(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.dump"
    store = PostgresStore.open(url)
    await store.call(add_series, "kept")
    await store.backup(str(copy))
    await store.call(add_series, "later")
    with pytest.raises(StoreError, match="in use"):
        restore_server(copy, url)
    await store.close()

    aside = restore_server(copy, url)

    assert aside is not None
    with new_database(with_tables=False) as empty:
        assert restore_server(aside, empty) is None
        assert (await _series(url), await _series(empty)) == (["kept"], ["kept", "later"])
    assert _files(tmp_path) == sorted([copy.name, aside.name], key=_files(tmp_path).index)


async def test_what_cannot_be_brought_back_leaves_everything_as_it_was(url: str, tmp_path: Path) -> None:
    store = PostgresStore.open(url)
    await store.call(add_series, "old")
    await store.backup(str(tmp_path / "whole.dump"))
    with new_database() as newer:
        _run(newer, "INSERT INTO askaday_steps (name) VALUES ('of tomorrow')")
        dumping.dump(newer, tmp_path / "newer.dump")
        _run(newer, "DELETE FROM askaday_steps WHERE name = 'of tomorrow'")
    with new_database(with_tables=False) as other:
        _run(other, "CREATE TABLE notes (text TEXT)")
        dumping.dump(other, tmp_path / "other.dump")
    await store.close()
    whole = (tmp_path / "whole.dump").read_bytes()
    (tmp_path / "short.dump").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "notes.txt").write_text("mine")
    before = _files(tmp_path)

    said = []
    for name in ("missing", "notes.txt", "other.dump", "newer.dump", "short.dump"):
        with pytest.raises(StoreError) as refused:
            restore_server(tmp_path / name, url)
        said.append(refused.value.message.replace(f"{tmp_path}/", "").partition(". ")[0].partition(" of postgresql")[0])

    assert said == [
        "There is no backup at missing.",
        "notes.txt is no backup",
        "other.dump is no backup of Askaday.",
        "newer.dump is from a newer version of Askaday.",
        "short.dump is damaged",
    ]
    assert (await _series(url), _files(tmp_path)) == (["old"], before)


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


async def test_a_copy_replaces_nothing_but_a_copy(url: str, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("mine")
    store = PostgresStore.open(url, read_only=True)
    with pytest.raises(StoreError, match="no backup of Askaday"):
        await store.backup(str(other))
    copy = tmp_path / "copy.dump"
    for _ in range(2):
        await store.backup(str(copy))
    await store.close()

    assert (other.read_text(), copy.read_bytes()[:5]) == ("mine", b"PGDMP")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "pg_dump cannot be run here: No such file or directory."),
        (
            OTHER_VERSION,
            "pg_dump is too old for the server at",
        ),
        ("echo 'pg_dump: error: no more room' >&2; exit 1", "could not be copied: pg_dump: error: no more room"),
    ],
)
async def test_a_program_that_cannot_do_it_leaves_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, said: str
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    if script is not None:
        (programs / "pg_dump").write_text(f"#!/bin/sh\n{script}\n")
        (programs / "pg_dump").chmod(0o700)
    store = PostgresStore.open(url, read_only=True)
    target = tmp_path / "copy.dump"

    with pytest.raises(StoreError) as refused:
        await store.backup(str(target))
    await store.close()

    assert said in str(refused.value)
    assert _files(tmp_path) == ["programs"]


def test_password_is_in_no_list_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pg_dump").write_text('#!/bin/sh\nprintf "%s\\n" "$*" "$PGPASSWORD" >"$0.seen"\n')
    (tmp_path / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))

    dumping.dump(f"postgresql://ana:{A_SECRET.replace(' ', '%20')}@db.example/askaday", tmp_path / "copy.dump")

    words, secret = (tmp_path / "pg_dump.seen").read_text().splitlines()
    assert (A_SECRET in words, secret) == (False, A_SECRET)
    assert "host=db.example" in words


async def test_program_ends_with_whoever_waits_for_the_copy(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, runs = tmp_path / "programs", tmp_path / "runs"
    programs.mkdir()
    (programs / "pg_dump").write_text(f"#!/bin/sh\necho $$ > {runs}.new; mv {runs}.new {runs}; exec sleep 1000\n")
    (programs / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    store, folder = PostgresStore.open(url, read_only=True), tmp_path / "copies"
    folder.mkdir()
    copying = asyncio.create_task(store.backup(str(folder / "copy.dump")))
    await until(runs.exists)

    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying
    try:
        await until(lambda: not _files(folder))
    finally:
        with suppress(ProcessLookupError):
            os.kill(int(runs.read_text()), signal.SIGKILL)
    await store.close()


async def test_program_that_begins_once_the_copy_was_given_up_is_ended(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starting, go, killed = Event(), Event(), Event()

    class Program:
        def kill(self) -> None:
            killed.set()

    def dump(_url: str, _target: Path, begin: Callable[[Program], object]) -> None:
        starting.set()
        go.wait(PATIENCE)
        begin(Program())

    monkeypatch.setattr(postgres_store, "dump", dump)
    store = PostgresStore.open(url, read_only=True)
    copying = asyncio.create_task(store.backup(str(tmp_path / "copy.dump")))
    await asyncio.to_thread(starting.wait, PATIENCE)

    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying
    go.set()

    assert await asyncio.to_thread(killed.wait, PATIENCE)
    await store.close()
