"""A table that is gone is damage: it is neither read as empty nor made anew."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.sqlite import SqliteStore
from bot.domain.installations import Installed
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.contracts.stored import NOON
from tests.worlds.builders import WORKSPACE
from tests.worlds.stored import stored

USES: dict[str, tuple[str, Callable[[Transaction], object]]] = {
    "audit, added to": ("audit", lambda tx: tx.audit.add(WORKSPACE, "ana", "pause", "daily", NOON)),
    "members, read by name": ("members", lambda tx: tx.members.find(WORKSPACE, "ana")),
    "members, read by platform": ("members", lambda tx: tx.members.places("slack", "ana")),
    "reminders, read": ("nudges", lambda tx: tx.nudges.of_member(WORKSPACE, "ana")),
    "reminders, removed": ("nudges", lambda tx: tx.nudges.remove(WORKSPACE, "ana")),
    "flags, read": ("flags", lambda tx: tx.flags.open_flags(WORKSPACE)),
    "quarantine, read": ("quarantine", lambda tx: tx.flags.quarantined(WORKSPACE)),
    "installations, read": ("installations", lambda tx: tx.installations.all()),
    "installations, added to": (
        "installations",
        lambda tx: tx.installations.save(Installed(WORKSPACE, "", False, "U1", "B1", "sealed", NOON)),
    ),
    "states, added to": ("oauth_states", lambda tx: tx.installations.add_state("s", NOON, NOON)),
}


@pytest.mark.parametrize("use", USES)
async def test_missing_table_is_damage(tmp_path: Path, use: str) -> None:
    table, work = USES[use]
    await SqliteStore.open(tmp_path / "askaday.db").close()
    with closing(sqlite3.connect(tmp_path / "askaday.db")) as database:
        database.execute(f"DROP TABLE {table}")
    store = SqliteStore.open(tmp_path / "askaday.db")

    with pytest.raises(StoreError, match=r"askaday\.db is damaged"):
        await store.call(work)

    await store.close()
    assert table not in stored(tmp_path)
