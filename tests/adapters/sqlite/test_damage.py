"""Bytes that were flipped anywhere in the file: the same clear refusal everywhere, and never a raw error."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlite import SqliteStore, restore_database
from adapters.storage.sqlite.file.backup import backup_database
from bot.errors import StoreError
from bot.ports.store import Transaction
from tests.worlds.builders import ANA, BO, WORKSPACE
from tests.worlds.world import new_world

VARIANTS = 400
_DAY = datetime(2026, 12, 7, tzinfo=UTC)


@pytest.fixture
async def sound(tmp_path: Path) -> Path:
    """Give a database in which one question was asked, answered and closed."""
    path = tmp_path / "sound.db"
    async with new_world(store=SqliteStore.open(path)) as world:
        await world.set_up()
        await world.at(_DAY + timedelta(hours=9))
        await world.say(ANA, "It stores turquoise lanterns. Elephants guard marble gates.")
        await world.say(BO, "Nothing comes to mind")
        await world.at(_DAY + timedelta(hours=17))
    return path


def _read_all(tx: Transaction) -> None:
    """Read what `run`, `stats` and `doctor` begin with."""
    tx.members.get(WORKSPACE, ANA.member)
    tx.inbox.newest()
    tx.inbox.pending("console", 100)
    tx.deliveries.backlog(_DAY + timedelta(days=400))
    tx.reports.next_due()
    for series in tx.series.all():
        tx.queue.list(series.id)
        for played in tx.rounds.of_series(series.id, since=_DAY.date()):
            tx.answers.frozen(played.id)
            tx.grades.of_round(played.id)
            tx.deliveries.of_round(played.id)
            if played.thread:
                tx.answers.revisions(played.workspace, played.channel, played.thread)


async def _use(path: Path, *, read_only: bool) -> None:
    store = SqliteStore.open(path, read_only=read_only)
    try:
        await store.call(_read_all)
        await store.check()
    finally:
        await store.close()


async def _run(path: Path) -> None:
    await _use(path, read_only=False)


async def _look(path: Path) -> None:
    await _use(path, read_only=True)


async def _back_up(path: Path) -> None:
    backup_database(path, path.with_name("copy.db"))


async def _restore(path: Path) -> None:
    restore_database(path, path.with_name("restored.db"))


def _write(path: Path, content: bytes) -> None:
    for stale in path.parent.glob(f"{path.name}*"):
        stale.unlink()
    path.write_bytes(content)


@pytest.mark.repeats
@pytest.mark.parametrize("use", [_run, _look, _back_up, _restore], ids=lambda f: f.__name__)
async def test_flipped_bytes_end_in_a_sentence_or_in_nothing(
    sound: Path, tmp_path: Path, use: Callable[[Path], Awaitable[None]]
) -> None:
    dice = random.Random(7)
    whole, found = await asyncio.to_thread(sound.read_bytes), Counter[str]()
    path = tmp_path / "askaday.db"
    for _ in range(VARIANTS // 4):
        damaged = bytearray(whole)
        start, length = dice.randrange(len(whole)), dice.choice((1, 8, 64, 4096))
        for place in range(start, min(start + length, len(whole))):
            damaged[place] ^= dice.randrange(1, 256)
        await asyncio.to_thread(_write, path, bytes(damaged))
        try:
            await use(path)
        except StoreError as error:
            found[error.message.replace(str(path), "FILE").split(". ")[0].rstrip(".")] += 1

    assert found.keys() - _SENTENCES == set()
    assert found["The database FILE is damaged"] + found["The backup FILE is damaged"] > VARIANTS // 40


#: Damage that looks like something else is refused as that: a header, the name of a step of the schema.
_SENTENCES = {
    "The database FILE is damaged",
    "The backup FILE is damaged",
    "FILE is damaged",
    "The file FILE is not a database",
    "The database FILE belongs to another program",
    "The database FILE is from a newer version of Askaday",
    "The database FILE is from an older version",
    "FILE is no backup of Askaday",
}
