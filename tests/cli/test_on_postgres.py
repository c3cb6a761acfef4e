"""Commands on a database of PostgreSQL, as on a file; none shows the password in its address."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from pydantic import SecretStr

from adapters.storage.postgres import PostgresAppointingWords, PostgresCallCount, PostgresStore
from bot.config.address import ServerAddress
from bot.config.settings import Settings
from bot.ports.store import Store
from tests.cli.askaday import Outcome, askaday
from tests.contracts.stored import DAY, MINUTE, NOON
from tests.memory_store import file_store
from tests.servers.postgres import new_database, programs
from tests.services.played import CLOSE, WHOLE, opened
from tests.worlds.builders import ANA, WORKSPACE
from tests.worlds.world import new_world

SECRET = "hush-9f3b"  # noqa: S105 - of no server


@pytest.fixture
def address() -> Iterator[str]:
    """Give an address with a password in it, which a server that trusts everybody does not look at."""
    with new_database() as url:
        found = urlsplit(url)
        yield urlunsplit(found._replace(netloc=f"postgres:{SECRET}@{found.netloc.rpartition('@')[2]}"))


async def test_commands_say_on_a_server_what_they_say_on_a_file(address: str, tmp_path: Path) -> None:
    said = [await _said_of(store, tmp_path, where) for store, where in _both(address, tmp_path)]

    on_file, on_server = said
    assert [one.status for one in on_server] == [one.status for one in on_file]
    assert on_server[0] == on_file[0]
    assert "".join(one.out + one.err for one in on_server).count(SECRET) == 0
    assert f"{_shown(address)} is sound" in on_server[3].out
    assert on_server[2].out == f"The database {_shown(address)} is up to date; nothing has to be done.\n"


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("", "pg_dump cannot be run here: No such file or directory."),
        ("pg_dump (PostgreSQL) 9.6.24", "pg_dump is too old for the server at"),
        ("pg_dump (PostgreSQL) 99.1", "off; ASKADAY_BACKUPS names a folder"),
    ],
)
def test_doctor_compares_what_copies_the_database_with_the_server(
    address: str, tmp_path: Path, version: str, said: str
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if version:
        (programs / "pg_dump").write_text(f"#!/bin/sh\necho '{version}'\n")
        (programs / "pg_dump").chmod(0o700)

    done = askaday(tmp_path, "doctor", ASKADAY_DATABASE=address, PATH=str(programs))
    wanted = askaday(tmp_path, "doctor", ASKADAY_DATABASE=address, PATH=str(programs), ASKADAY_BACKUPS="backups")

    [line] = [line for line in done.out.splitlines() if "backups" in line.split()[:2]]
    assert said in line
    assert wanted.status == (0 if "99" in version else 1)


def _both(address: str, folder: Path) -> Iterator[tuple[Store, str]]:
    yield file_store(folder / "askaday.db"), str(folder / "askaday.db")
    yield PostgresStore.open(address), address


async def _said_of(store: Store, folder: Path, where: str) -> list[Outcome]:
    async with new_world(store=store) as world:
        await opened(world)
        await world.say(ANA, WHOLE)
        await world.at(CLOSE)
    path = f"{programs()}{os.pathsep}{os.environ['PATH']}"
    commands = ("stats all --format json", "health", "upgrade --check", "doctor")
    return [askaday(folder, *one.split(), ASKADAY_DATABASE=where, PATH=path) for one in commands]


def _shown(address: str) -> str:
    return str(ServerAddress(SecretStr(address)))


def test_address_is_read_and_shown_without_user_and_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKADAY_DATABASE", f"postgresql://ana:{SECRET}@db.example:5433/askaday?sslmode=require")
    settings = Settings()

    assert str(settings.database) == "postgresql://db.example:5433/askaday"
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    "wrong",
    [
        f"mysql://ana:{SECRET}@db/askaday",
        f"postgresql://ana:{SECRET}@db",
        f"postgresql://ana:{SECRET}%zz@127.0.0.1:1/askaday",
        f"postgresql://ana:12/{SECRET}@127.0.0.1:1/askaday",
    ],
)
def test_wrong_address_is_refused_without_showing_it(tmp_path: Path, wrong: str) -> None:
    done = askaday(tmp_path, "doctor", ASKADAY_DATABASE=wrong)

    assert done.status == 2
    assert "ASKADAY_DATABASE" in done.err
    assert SECRET not in done.out + done.err


def test_words_of_claim_are_used_once(address: str) -> None:
    words = PostgresAppointingWords(address)
    words.issue(WORKSPACE, "old", NOON + MINUTE)
    words.issue(WORKSPACE, "new", NOON + MINUTE)

    assert [words.workspace_of(one, NOON) for one in ("old", "new")] == ["", WORKSPACE]
    assert words.workspace_of("new", NOON + MINUTE) == ""
    assert [words.use_up("new"), words.use_up("new")] == [True, False]


def test_calls_are_counted_up_to_the_most_of_a_day(address: str) -> None:
    count = PostgresCallCount(address)

    assert [count.take(DAY, 2) for _ in range(3)] == [True, True, False]
    assert not count.take(DAY, 0)
