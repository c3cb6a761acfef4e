"""Flags, quarantine and what managers decide."""

import pytest

from adapters.console.send.channel import Place
from bot.domain.card import Card, Text
from bot.domain.doubts import Verdict
from bot.domain.members import Actor
from bot.errors import RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, CY, WORKSPACE, actor, pack, question
from tests.worlds.playing import open_round, play
from tests.worlds.reading import text_of
from tests.worlds.world import World, new_world

REF = "basics/question-1"


def told(world: World, manager: str) -> list[Card]:
    place = Place(WORKSPACE, f"direct:{manager}")
    return [message.card for message in world.chat.at(place) if message.card is not None]


async def flag(world: World, *members: Actor, reason: str = "wrong") -> list[bool]:
    flagging = world.app.services.flagging
    return [await world.app.call(flagging.flag, who, REF, reason) for who in members]


async def quarantined(world: World, workspace: str = WORKSPACE) -> frozenset[str]:
    return await world.app.call(lambda tx: tx.flags.quarantined(workspace))


async def test_third_flag_quarantines_in_that_workspace_and_tells_the_managers(world: World) -> None:
    await world.set_up(managers=frozenset({"root", "ana", "a-group"}))

    outcomes = await flag(world, ANA, BO, CY, reason="<!channel> **wrong** @everyone")
    await world.after(seconds=1)

    assert outcomes == [False, False, True]
    assert await quarantined(world) == frozenset({REF})
    assert await quarantined(world, "console:other") == frozenset()
    assert [card.title for card in told(world, "root")] == ["A question is in quarantine"]
    assert told(world, "ana") == told(world, "root")
    assert text_of(told(world, "root")[0]).splitlines()[0] == (
        f"`{REF}` was flagged 3 times and is not asked until you decide:"
    )


async def test_managers_are_told_once_and_only_of_what_their_series_asks(world: World) -> None:
    await world.set_up(managers=frozenset({"root", "ana"}))
    await world.set_up("weekly", managers=frozenset({"ana", "never-seen", "S0GROUP"}))
    world.packs.held = {**world.packs.held, "other": pack(question(1, pack="other"), name="other")}
    await world.set_up("elsewhere", packs=("other",), managers=frozenset({"dee"}))

    await flag(world, ANA, BO, CY)
    await world.after(seconds=1)

    counts = {who: len(told(world, who)) for who in ("root", "ana", "never-seen", "S0GROUP", "dee")}
    assert counts == {"root": 1, "ana": 1, "never-seen": 1, "S0GROUP": 0, "dee": 0}


async def test_questions_quarantined_within_one_second_are_all_told(world: World) -> None:
    await world.set_up()
    flagging = world.app.services.flagging
    for number in (1, 2):
        for who in (ANA, BO, CY):
            await world.app.call(flagging.flag, who, f"basics/question-{number}", "wrong")

    await world.after(seconds=1)

    [card] = told(world, "root")
    said = [block.markdown.split()[0] for block in card.blocks if isinstance(block, Text)]
    assert said == ["`basics/question-1`", "`basics/question-2`"]


async def test_fourth_flag_tells_nobody_again(world: World) -> None:
    await world.set_up()

    outcomes = await flag(world, ANA, BO, CY, actor("Dee"))
    await world.after(seconds=1)

    assert outcomes == [False, False, True, False]
    assert len(told(world, "root")) == 1


async def test_threshold_of_one() -> None:
    async with new_world(flag_threshold=1) as world:
        await world.set_up()

        await flag(world, ANA)
        await world.after(seconds=1)

        assert text_of(told(world, "root")[0]).splitlines()[0] == (
            f"`{REF}` was flagged 1 time and is not asked until you decide:"
        )


async def test_quarantined_question_is_not_asked_until_it_is_kept(world: World) -> None:
    world.packs.held = {"basics": pack(question(1), question(2))}
    await world.set_up(cool_down=0)
    await flag(world, ANA, BO, CY)
    asked = [await play(world, {}) for _ in range(3)]

    await world.command(ADMIN, "flags keep question-1")
    after = await open_round(world)

    assert {played.question and played.question.id for played in asked} == {"question-2"}
    assert after.question == question(1)


async def test_kept_question_can_be_flagged_anew(world: World) -> None:
    await world.set_up()
    await flag(world, ANA, BO, CY)
    settled = await world.app.call(world.app.services.flagging.decide, ADMIN, await world.series(), REF, Verdict.KEEP)
    world.clock.travel(world.clock.now().replace(hour=9))

    assert settled == 3
    assert await flag(world, ANA, BO, CY) == [False, False, True]


async def test_same_member_flags_once(world: World) -> None:
    await flag(world, ANA)

    with pytest.raises(RefusedError, match=r"^You have flagged this question already\. A manager will decide\.$"):
        await flag(world, ANA)


async def test_flag_round_without_a_question(world: World) -> None:
    await world.set_up()
    await world.command(ADMIN, "skip")

    with pytest.raises(RefusedError, match=r"^This question does not exist here\.$"):
        await world.app.call(world.app.services.flagging.flag_round, ANA, 1, "wrong")
