"""Older servers, told by the number that the driver gives: what they lack is said, or they are refused."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from unittest.mock import PropertyMock, patch

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from adapters.storage.postgres import PostgresStore
from bot.config.address import ServerAddress
from bot.databases import shortcoming_of
from bot.errors import StoreError
from tests.servers.postgres import new_database
from tests.worlds.builders import options

LACKING = (
    "PostgreSQL 13 does not end the session of a process that hangs or is suspended: no other takes its connection "
    "over before it wakes or ends. Version 14 does."
)


@pytest.fixture
def url() -> Iterator[str]:
    with new_database() as made:
        yield made


def on(version: int) -> AbstractContextManager[object]:
    return patch("psycopg.ConnectionInfo.server_version", PropertyMock(return_value=version))


@pytest.mark.parametrize(("version", "lacking"), [(130022, LACKING), (140000, ""), (180001, "")])
async def test_what_a_server_lacks_is_said_to_who_starts_and_to_doctor(url: str, version: int, lacking: str) -> None:
    with on(version), capture_logs() as logs:
        store = PostgresStore.open(url)
        await store.close()
        told = shortcoming_of(options(database=ServerAddress(SecretStr(url))))

    assert (told, [one["event"] for one in logs]) == (lacking, [lacking] if lacking else [])


def test_server_that_lacks_what_transactions_need_is_refused(url: str) -> None:
    with on(120019), pytest.raises(StoreError, match="is on PostgreSQL 12, which is too old") as refused:
        PostgresStore.open(url)

    assert "Upgrade the server to version 13 or later." in str(refused.value)
