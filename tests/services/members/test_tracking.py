"""Who left tracking leaves no answer behind, whatever the way; what was kept before stays until it is erased."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.answers import Happening, Revision
from bot.domain.card import Small
from bot.domain.series import AnswerMode
from bot.errors import RefusedError
from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, WORKSPACE, actor, with_choices
from tests.worlds.playing import BOTH, HALF, open_round, play
from tests.worlds.reading import rows, small, text_of
from tests.worlds.stored import mentioning, stored, world_on_disk
from tests.worlds.world import World

ZOE = actor("Zoë Zebra", member="u-zebra")
SAID = f"striped opinions. {HALF}"
LEFT = "You left tracking, so Askaday stores no answer of yours."


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_disk(tmp_path) as world:
        basics = world.packs.held["basics"]
        world.packs.held["basics"] = replace(basics, questions=tuple(map(with_choices, basics.questions)))
        await world.set_up()
        yield world


async def leave(world: World) -> None:
    assert (await world.press(ZOE, "leave")).title == "You left tracking"


async def said(attempt: Awaitable[object]) -> str:
    with pytest.raises(RefusedError) as caught:
        await attempt
    return caught.value.message


async def test_reply_is_not_stored_nor_counted_graded_or_read_back(kept: World, tmp_path: Path) -> None:
    await leave(kept)
    played = await open_round(kept)

    # The thread is read back at the close: the console has the message.
    await kept.say(ZOE, SAID)
    await kept.say(BO, HALF)
    await kept.after(hours=9)
    await kept.after(seconds=1)

    assert mentioning(stored(tmp_path), "u-zebra", "Zebra", "striped") == []
    assert [row[1] for row in rows(await kept.command(BO, "leaderboard all"))] == ["Bo"]
    answers = await kept.app.call(lambda tx: [one.member for one in tx.answers.frozen(played.id)])
    assert answers == ["bo"]


async def test_every_private_way_is_refused_before_anything_is_typed(kept: World, tmp_path: Path) -> None:
    await leave(kept)
    played = await open_round(kept)
    target = f"round:{played.id}"

    ways: list[Callable[[], Awaitable[Any]]] = [
        lambda: kept.app.desk.answer_form(ZOE, target),
        lambda: kept.press(ZOE, "answer", target, SAID),
        lambda: kept.press(ZOE, "quick", target),
        lambda: kept.press(ZOE, "a", target),
        lambda: kept.app.desk.answer_form(ZOE, f"why:{played.id}"),
        lambda: kept.press(ZOE, "why", f"why:{played.id}", SAID),
    ]

    assert [await said(way()) for way in ways] == [LEFT] * len(ways)
    assert mentioning(stored(tmp_path), "u-zebra", "Zebra", "striped") == []


async def test_sealed_series_stores_nothing_either(kept: World, tmp_path: Path) -> None:
    await kept.set_up("sealed", answer_mode=AnswerMode.SEALED, schedule=(await kept.series()).settings.schedule)
    await leave(kept)
    played = await open_round(kept, "sealed")

    assert await said(kept.press(ZOE, "answer", f"round:{played.id}", SAID)) == LEFT
    await kept.say(ZOE, SAID, thread=played.thread)
    await kept.after(hours=9)
    assert mentioning(stored(tmp_path), "u-zebra", "striped") == []


async def test_practice_works_and_remembers_nothing(kept: World, tmp_path: Path) -> None:
    await leave(kept)

    shown = []
    for _ in range(3):
        await kept.command(ZOE, "", "aws-quiz")
        [(number, *_)] = stored(tmp_path)["drills"]
        result = await kept.press(ZOE, "answer", f"drill:{number}", SAID)
        shown.append((small(result)[-1], [one.name for one in result.pressable]))
    after = stored(tmp_path)

    assert shown == [("Nothing of this is stored, since you left tracking.", ["next", "easier", "harder", "data"])] * 3
    assert [after[table] for table in ("drills", "reviews", "memories", "drill_points")] == [[], [], [], []]
    assert mentioning(after, "u-zebra", "Zebra", "striped") == []
    assert await said(kept.command(ZOE, "exam 3", "aws-quiz")) == (
        "You left tracking, and an exam has to keep your answers until its end."
    )


async def test_choices_of_practice_are_not_kept(kept: World, tmp_path: Path) -> None:
    await leave(kept)
    await kept.command(ZOE, "", "aws-quiz")
    [(number, *_)] = stored(tmp_path)["drills"]

    await kept.press(ZOE, "choices", f"drill:{number}")
    result = await kept.press(ZOE, "a", f"drill:{number}")

    assert [block.text for block in result.blocks if isinstance(block, Small)][-1].startswith("Nothing of this")
    assert stored(tmp_path)["drills"] == []


async def test_questions_left_alone_do_not_pile_up_and_differ(kept: World, tmp_path: Path) -> None:
    await leave(kept)
    asked = set()
    for _ in range(8):
        await kept.after(seconds=1)
        asked.add((await kept.command(ZOE, "", "aws-quiz")).blocks[0])

    assert len(stored(tmp_path)["drills"]) == 1
    assert len(asked) > 2


async def test_follow_up_and_rating_that_wait_when_somebody_leaves_store_nothing(kept: World, tmp_path: Path) -> None:
    await kept.command(ZOE, "", "aws-quiz")
    [(number, *_)] = stored(tmp_path)["drills"]
    await kept.press(ZOE, "answer", f"drill:{number}", HALF)
    await leave(kept)
    before = stored(tmp_path)

    ways: list[Callable[[], Awaitable[Any]]] = [
        lambda: kept.press(ZOE, "answer", f"probe:{number}", SAID),
        lambda: kept.press(ZOE, "hard", f"drill:{number}"),
    ]

    assert [await said(way()) for way in ways] == [LEFT] * len(ways)
    assert stored(tmp_path) == before


async def test_exam_that_runs_ends_and_its_question_is_not_kept(kept: World, tmp_path: Path) -> None:
    await kept.command(ZOE, "exam 3", "aws-quiz")
    await leave(kept)

    result = await kept.press(ZOE, "answer", "drill:1", SAID)

    assert result.title == "The exam is over"
    assert mentioning(stored(tmp_path), "striped") == []


async def test_what_was_kept_before_stays_until_it_is_erased_and_leaving_outlives_that(
    kept: World, tmp_path: Path
) -> None:
    await play(kept, {ZOE: SAID, BO: HALF})
    await leave(kept)
    before = mentioning(stored(tmp_path), "striped")

    await kept.press(ZOE, "erase-all")
    await open_round(kept)
    await kept.say(ZOE, SAID)
    await kept.after(hours=9)

    assert {"answers", "revisions"} <= set(before)
    assert mentioning(stored(tmp_path), "u-zebra", "Zebra", "striped") == []


async def test_earlier_message_can_still_be_deleted_and_its_edit_is_not_stored(kept: World, tmp_path: Path) -> None:
    await open_round(kept)
    edited, deleted = await kept.say(ZOE, HALF), await kept.say(ZOE, "purple drums")
    await leave(kept)

    await kept.edit(ZOE, edited, SAID)
    await kept.delete(deleted)

    happened = {row[4] for row in stored(tmp_path)["revisions"]}
    assert happened == {Happening.POSTED, Happening.DELETED}
    assert mentioning(stored(tmp_path), "striped") == []


async def test_who_comes_back_is_kept_again_from_then_on(kept: World) -> None:
    await leave(kept)
    assert (await kept.press(ZOE, "return")).title == "You are back"
    await play(kept, {ZOE: BOTH})

    assert [row[1] for row in rows(await kept.command(BO, "leaderboard all"))] == ["Zoë Zebra"]


async def test_card_offers_what_can_be_changed(kept: World) -> None:
    labels = [[one.label for one in (await kept.command(ZOE, "privacy")).actions]]
    await kept.command(ZOE, "privacy hide")
    await kept.command(ZOE, "privacy leave")
    labels.append([one.label for one in (await kept.press(ZOE, "data")).actions])

    assert labels == [
        ["Export", "Hide me from boards", "Leave tracking", "Erase …"],
        ["Export", "Show me on boards", "Come back", "Erase …"],
    ]
    assert "no reply in a thread, no private answer, no choice" in text_of(await kept.press(ZOE, "leave"))


async def test_who_left_is_not_reminded_nor_met(kept: World) -> None:
    for _ in range(3):
        await play(kept, {ZOE: HALF, BO: HALF})
    await kept.command(ADMIN, 'setup remind="1h private"')
    await leave(kept)
    await open_round(kept)
    await kept.after(hours=7, minutes=30)

    assert [card.name for card in kept.posted(channel="direct:u-zebra")] == []
    assert len(kept.posted(channel="direct:bo")) == 1


async def test_person_whose_ids_are_good_everywhere_leaves_everywhere(kept: World, tmp_path: Path) -> None:
    ana = replace(ANA, is_same_everywhere=True)
    await kept.press(ana, "leave")

    def record(tx: Any, workspace: str) -> tuple[bool, int]:
        revision = Revision("m1", Happening.POSTED, kept.clock.now(), kept.clock.now(), ana.member, SAID)
        added = tx.answers.record(workspace, CHANNEL, "t1", [revision], kept.clock.now())
        return tx.members.is_tracked(workspace, ana.member), added

    found = [await kept.app.call(record, where) for where in (WORKSPACE, "console:later", "slack:T1")]

    assert found == [(False, 0), (False, 0), (True, 1)]
    assert len(stored(tmp_path)["untracked"]) == 1


async def test_person_whose_ids_are_a_workspaces_leaves_that_alone(kept: World) -> None:
    await leave(kept)

    def tracked(tx: Any) -> list[bool]:
        return [tx.members.is_tracked(place, ZOE.member) for place in (WORKSPACE, "console:other")]

    assert await kept.app.call(tracked) == [False, True]
