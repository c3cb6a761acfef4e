"""Fixtures that several folders share."""

import signal
from collections.abc import AsyncIterator

import pytest

from tests.documents import leave_out_without_documents
from tests.world import World, new_world

# A shell that starts the suite in the background lets it ignore SIGINT, and what tests start inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out_without_documents(config, items)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with new_world() as made:
        yield made
