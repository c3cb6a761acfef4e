"""Every store that the contract is tested on."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.storage.postgres import PostgresStore
from bot.ports.store import Store
from tests.memory_store import file_store
from tests.servers.postgres import new_database

Opener = Callable[[], Store]


@contextmanager
def _sqlite(folder: Path) -> Iterator[Opener]:
    yield lambda: file_store(folder / "askaday.db")


@contextmanager
def _postgres(_: Path) -> Iterator[Opener]:
    with new_database() as url:
        yield lambda: PostgresStore.open(url)


STORES = {"sqlite": _sqlite, "postgres": _postgres}


@pytest.fixture(params=STORES)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Give what opens stores on the same, at first empty, database."""
    with STORES[request.param](tmp_path) as opened:
        yield opened


@pytest.fixture
async def store(opener: Opener) -> AsyncIterator[Store]:
    opened = opener()
    yield opened
    await opened.close()
