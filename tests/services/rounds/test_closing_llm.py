"""A series whose answers a language model grades, over a real socket."""

from pathlib import Path

import pytest

from bot.domain.grading import Grade
from tests.servers.fake_llm import KEY, FakeLlm, Told, found
from tests.services.played import CLOSE, NINE
from tests.worlds.builders import ADMIN, ANA, BO
from tests.worlds.world import World, new_world

LAMPS = "Lamps the colour of the sea, and big grey beasts at its doors."


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep away what the client takes up from the environment on its own."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


async def grades(world: World) -> dict[str, Grade]:
    played = await world.last_round()
    ledgers = await world.app.call(lambda tx: dict(tx.grades.of_round(played.id)))
    return {member: ledger[-1] for member, ledger in ledgers.items()}


async def test_series_chooses_the_language_model_and_a_failure_does_not_hold_up_the_close(tmp_path: Path) -> None:
    seen = found(("covered", "lamps the colour of the sea"), ("covered", "big grey beasts at its doors"))

    async with FakeLlm([seen, Told(status=500)]) as endpoint:
        file, address = tmp_path / "askaday.db", endpoint.address
        async with new_world(database=file, llm_url=address, llm_model="tiny", llm_key=KEY) as world:
            await world.set_up()
            await world.command(ADMIN, "setup grader=llm")
            await world.at(NINE)
            await world.say(ANA, LAMPS)
            await world.say(BO, "It stores turquoise lanterns.")
            await world.at(CLOSE)

            given = await grades(world)

    assert len(endpoint.asked) == 2
    assert {member: (grade.by, grade.judgement.score) for member, grade in given.items()} == {
        "ana": ("llm", 1.0),
        "bo": ("llm", 0.5),
    }
    assert all("Ana" not in str(asked) and "ana" not in str(asked["messages"]) for asked in endpoint.asked)
