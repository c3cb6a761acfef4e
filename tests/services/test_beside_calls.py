"""What reads much is read beside all calls: none of it runs on the store's own thread."""

import threading
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.sqlite import SqliteStore
from bot.services.access.auditing import Auditing
from bot.services.home import Home
from bot.services.members.privacy import Privacy
from bot.services.practice.practising import Practising
from bot.services.reporting import Reporting
from bot.services.rounds.looking_back import LookingBack
from bot.services.statistics.reading import Statistics
from tests.worlds.builders import ADMIN, ANA, BO, CY, actor
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.world import World, new_world

LARGE: tuple[tuple[type, str], ...] = (
    (Statistics, "team"),
    (Statistics, "people"),
    (Statistics, "person"),
    (Statistics, "questions"),
    (Statistics, "forecast"),
    (Home, "figures"),
    (Practising, "figures"),
    (Reporting, "own"),
    (Reporting, "board"),
    (LookingBack, "page"),
    (Auditing, "page"),
    (Privacy, "export"),
)
MONDAY_AFTER = datetime(2026, 12, 14, 8, tzinfo=UTC)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with new_world(store=SqliteStore.open(tmp_path / "askaday.db")) as made:
        yield made


@pytest.fixture
def read_on(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Note on which threads each of the large things was read."""
    threads: dict[str, set[str]] = {}

    def noting(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **kwargs: Any) -> Any:
            threads.setdefault(name, set()).add(threading.current_thread().name.split("_")[0])
            return work(*args, **kwargs)

        return noted

    for owner, method in LARGE:
        monkeypatch.setattr(owner, method, noting(f"{owner.__name__}.{method}", getattr(owner, method)))
    return threads


async def test_nothing_large_is_read_on_the_thread_of_calls(world: World, read_on: dict[str, set[str]]) -> None:
    await world.set_up()
    await world.command(actor("Root"), "digest on")
    await play(world, {ANA: BOTH, BO: HALF, CY: HALF})
    await world.at(MONDAY_AFTER)
    for view in ("", "topics", "people", "questions", "forecast"):
        await world.command(ADMIN, f"stats {view}".strip())
        await world.press(ADMIN, view or "team", "stats:1")
    await world.press(ADMIN, "hold", "stats:1")
    for words in ("me", "leaderboard", "past", "privacy export"):
        await world.command(ANA, words)
    await world.command(ADMIN, "audit")
    await world.press(ADMIN, "page", "audit:0")
    await world.press(ANA, "older", "series:1")
    await world.app.desk.home(ADMIN)

    assert read_on == {f"{owner.__name__}.{method}": {"askaday-reader"} for owner, method in LARGE}
    assert [card.name for card in world.posted(channel="direct:root")] == ["daily: Week 50 of 2026"]
