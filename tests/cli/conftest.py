"""A database in which one question was asked, answered and closed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.memory_store import file_store
from tests.worlds.builders import ANA, BO
from tests.worlds.world import new_world


@pytest.fixture
async def played(tmp_path: Path) -> Path:
    """Give a folder with the database of a series that closed one round: Ana met both key points, Bo none."""
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await world.at(datetime(2026, 12, 7, 9, tzinfo=UTC))
        await world.say(ANA, "It stores turquoise lanterns. Elephants guard marble gates.")
        await world.say(BO, "Nothing comes to mind")
        await world.at(datetime(2026, 12, 7, 17, tzinfo=UTC))
    return tmp_path
