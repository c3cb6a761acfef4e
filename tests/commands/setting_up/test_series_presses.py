"""Buttons of a series, and sharing a private question."""

import pytest

from bot.commands.request import Press
from bot.domain.card import Quote
from bot.domain.members import Actor
from bot.domain.series import SeriesState
from bot.errors import AskadayError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, actor, pack, question
from tests.worlds.playing import HALF, open_round
from tests.worlds.world import World


async def refused(world: World, who: Actor, action: str, target: str) -> str:
    with pytest.raises(AskadayError) as caught:
        await world.press(who, action, target)
    return str(caught.value)


async def test_series_is_run_by_its_buttons_wherever_they_are_pressed(world: World) -> None:
    await world.set_up("weekly", channel="other")
    await world.set_up()

    skipped = await world.press(ADMIN, "skip", "series:1")
    stats = await world.press(ADMIN, "stats", "series:1")
    paused = await world.press(ADMIN, "pause", "series:1")
    state = (await world.series("weekly")).state
    resumed = await world.press(ADMIN, "resume", "series:1")

    titles = [card.title for card in (skipped, stats, paused, resumed)]
    assert titles == [
        "Skipped",
        "Team of weekly: December 2026",
        "weekly is paused",
        "weekly asks again",
    ]
    assert (state, (await world.series()).state) == (SeriesState.PAUSED, SeriesState.ACTIVE)


async def test_series_buttons_refused(world: World) -> None:
    await world.set_up()
    stranger = actor("Root", workspace="console:other", is_admin=True)

    assert await refused(world, ANA, "pause", "series:1") == ("Only managers of daily and administrators may do this.")
    for who, target in ((ADMIN, "series:9"), (stranger, "series:1")):
        assert await refused(world, who, "pause", target) == "This series does not exist here."


async def test_shared_drill_is_public_and_without_the_model_answer(world: World) -> None:
    await world.command(ANA, "", "aws-quiz")
    await world.press(ANA, "answer", "drill:1", HALF)

    reply = await world.app.desk.press(Press(ANA, CHANNEL, "share", "drill:1"))

    assert (reply.public, reply.card.title) == (True, "Ana practised: Storage · associate")
    assert [block for block in reply.card.blocks if isinstance(block, Quote)] == [Quote("Ana", HALF)]
    assert "Elephants" not in repr(reply.card)


async def test_share_refused(world: World) -> None:
    world.packs.held = {"basics": pack(question())}
    await world.set_up()
    await world.command(ANA, "", "aws-quiz")

    unanswered = await refused(world, ANA, "share", "drill:1")
    await world.press(ANA, "answer", "drill:1", HALF)
    others = await refused(world, BO, "share", "drill:1")
    await open_round(world)
    asked_now = await refused(world, ANA, "share", "drill:1")

    assert (unanswered, others, asked_now) == (
        "There is no answer of yours to share. Answer the question first.",
        "This question is not yours. Ask for one of your own.",
        "This question is being asked in a channel right now; come back after its reveal.",
    )
