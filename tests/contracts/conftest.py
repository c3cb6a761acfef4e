"""Every store that the contract is tested on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports.store import Store
from tests.memory_store import file_store


def _sqlite(folder: Path) -> Store:
    return file_store(folder / "askaday.db")


STORES = {"sqlite": _sqlite}


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = STORES[request.param](tmp_path)
    yield opened
    await opened.close()
