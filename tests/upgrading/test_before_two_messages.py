"""The database of commit 6eab0b6, whose reveals were one message: what was open goes on, and what was owed is sent."""

import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlite.store import SqliteStore
from bot.domain.deliveries import DeliveryState
from bot.domain.members import Actor
from bot.domain.series import BoardTimes
from bot.errors import RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, MONDAY
from tests.worlds.playing import BOTH
from tests.worlds.reading import facts
from tests.worlds.titles import ABOUT, REVEAL, REVEALED
from tests.worlds.world import World, new_world, title

KEPT = Path(__file__).parent / "6eab0b6" / "askaday.db.gz"
NOON = MONDAY + timedelta(days=1, hours=4)
FIVE = NOON + timedelta(hours=5)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    file = tmp_path / "askaday.db"
    file.write_bytes(gzip.decompress(KEPT.read_bytes()))
    async with new_world(NOON + timedelta(minutes=1), store=SqliteStore.open(file)) as made:
        yield made


async def refused(world: World, actor: Actor, name: str, target: str) -> str:
    with pytest.raises(RefusedError) as error:
        await world.press(actor, name, target)
    return error.value.message


async def test_open_and_sealed_rounds_of_then_close_and_are_revealed_in_two_messages(world: World) -> None:
    daily, private = await world.last_round("daily"), await world.last_round("private")
    await world.say(BO, BOTH, thread=daily.thread)
    kept = await world.press(BO, "answer", f"round:{private.id}", BOTH)
    hint = await world.press(ANA, "hint", f"round:{daily.id}")
    await world.at(FIVE)

    own = [await world.press(BO, "mine", f"round:{one.id}") for one in (daily, private)]
    answers = await world.press(ANA, "answers", f"round:{private.id}")

    assert (kept.title, hint.title) == ("Your answer is kept", "Hint")
    assert title(world.posted(daily.thread)) == REVEALED
    # Sealed answers stand in the thread, as they did in that series.
    assert title(world.posted(private.thread, "interviews")) == [*REVEALED, f"Answers: {ABOUT}"]
    assert {one.state for played in (daily, private) for one in await world.deliveries(played.id)} == {
        DeliveryState.SENT
    }
    assert [card.title for card in own] == ["How you did"] * 2
    assert answers.title == f"Answers: {ABOUT}"
    assert (await world.series()).settings.board is BoardTimes.EACH


async def test_reveal_that_was_owed_then_is_sent_once_and_found_only_after(world: World) -> None:
    [sealed] = await world.rounds("sealed")
    target = f"round:{sealed.id}"
    before = [await refused(world, ANA, name, target) for name in ("mine", "whole")]
    await world.command(ADMIN, "resume", channel="ops")
    for _ in range(3):
        await world.after(minutes=1)

    assert before == ["This question has closed, and its reveal is not posted yet."] * 2
    assert title(world.posted(sealed.thread, "ops")) == [REVEAL]
    assert title(world.posted(channel="ops"))[0] == "Leaderboard of sealed: Week 50 of 2026"
    assert {one.state for one in await world.deliveries(sealed.id)} == {DeliveryState.SENT}
    assert [(await world.press(ANA, name, target)).title for name in ("mine", "whole")] == ["How you did", ABOUT]


async def test_drill_and_exam_of_then_go_on_with_their_old_buttons(world: World) -> None:
    answered = await world.press(ANA, "answer", "drill:1", BOTH)
    card = await world.press(BO, "answer", "drill:4", BOTH)
    for _ in range(2):
        card = await world.press(BO, "pass", card.actions[0].target)

    assert answered.title == f"Answer: {ABOUT}"
    assert card.title.startswith("Your exam: ")
    assert facts(card)["Questions"] == "5 of 5"
