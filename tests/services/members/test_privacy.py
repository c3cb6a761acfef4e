"""A member's data: all of it handed out, and nothing left."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.worlds.builders import ADMIN, ANA, BO, CHANNEL, MONDAY, WORKSPACE, actor, settings
from tests.worlds.playing import HALF, NOTHING, open_round, play
from tests.worlds.reading import rows
from tests.worlds.stored import mentioning, stored, world_on_disk
from tests.worlds.world import World

#: Nothing else that is stored contains these words.
ZOE = actor("Zoë Zebra", member="u-zebra")
SAID = "striped opinions"
NINE = MONDAY + timedelta(hours=1)
CLOSE = NINE + timedelta(hours=8)


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[World]:
    """A member who did all that leaves traces: answered, sealed, was graded and chosen, flagged, drilled, managed."""
    async with world_on_disk(tmp_path) as world:
        await world.set_up()
        await world.set_up("weekly", managers=frozenset({ZOE.member}), low_pool=40)
        await world.command(ZOE, "", "aws-quiz")
        await world.press(ZOE, "answer", "drill:1", SAID)
        played = await open_round(world)
        message = await world.say(ZOE, SAID, thread=played.thread)
        await world.edit(ZOE, message, f"{SAID} {HALF}")
        await world.delete(await world.say(ZOE, f"{SAID} gone", thread=played.thread))
        await world.press(ZOE, "answer", f"round:{played.id}", f"{SAID} sealed")
        await world.say(BO, HALF, thread=played.thread)
        await world.after(hours=9)
        for text in ("best u-zebra series=daily", "grade u-zebra 70% fine series=daily"):
            await world.command(ADMIN, text)
        await world.command(ADMIN, "setup name=daily managers=u-zebra,root reviewers=u-zebra")
        await world.command(ADMIN, "exclude u-zebra series=weekly")
        for text in (
            "grade bo 40% as-it-is series=daily",
            "flag odd series=daily",
            "skip series=daily",
            "pause series=daily",
        ):
            await world.command(ZOE, text)
        await world.command(ZOE, "resume series=daily")
        await world.after(seconds=1)
        yield world


TRACES = ("u-zebra", "Zebra", "zebra", SAID, "odd")


async def test_export_holds_a_row_of_every_table_that_has_one(busy: World) -> None:
    kept = await busy.app.call(busy.app.services.privacy.export, ZOE)

    assert sorted(kept) == [
        "answers",
        "audit",
        "contacts",
        "deliveries",
        "drills",
        "flags",
        "grades",
        "members",
        "memories",
        "points",
        "reviews",
        "revisions",
        "standings",
        "streaks",
    ]
    assert [flag["reason"] for flag in kept["flags"]] == ["odd"]
    assert [drill["answer"] for drill in kept["drills"]] == [SAID]
    assert len(json.dumps(kept)) > 1000


async def test_erase_leaves_nothing_in_any_table(busy: World, tmp_path: Path) -> None:
    before = mentioning(stored(tmp_path), *TRACES)

    deleted = await busy.app.call(busy.app.services.privacy.erase, ZOE)

    assert {"audit", "answers", "deliveries", "drills", "members", "revisions", "series"} <= set(before)
    assert deleted > 10
    assert mentioning(stored(tmp_path), *TRACES) == []


async def test_erase_leaves_nothing_in_boards_of_later_rounds(busy: World, tmp_path: Path) -> None:
    await busy.after(days=1)
    await play(busy, {BO: NOTHING})

    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    assert mentioning(stored(tmp_path), *TRACES) == []


async def test_erase_leaves_others_what_is_theirs(busy: World) -> None:
    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    board = await busy.command(BO, "leaderboard all series=daily")

    assert [row[:3] for row in rows(board)] == [("1", "Bo", "5")]
    series = await busy.series("weekly")
    assert (series.settings.managers, series.settings.excluded) == (frozenset({"root"}), frozenset())


async def test_erase_of_a_stranger(busy: World, tmp_path: Path) -> None:
    before = stored(tmp_path)

    assert await busy.app.call(busy.app.services.privacy.erase, actor("Stranger")) == 0
    after = stored(tmp_path)
    assert len(after.pop("erased")) == 1 + len(before.pop("erased"))
    assert after == before


async def test_erased_member_can_come_back(busy: World) -> None:
    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    await play(busy, {ZOE: HALF})

    assert "Zoë Zebra" in [row[1] for row in rows(await busy.command(BO, "leaderboard all series=daily"))]


async def test_erased_messages_do_not_come_back_when_the_thread_is_read(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    await world.say(ANA, "Turquoise lanterns")
    await world.say(BO, "Marble gates")
    await world.after(minutes=1)

    await world.app.call(world.app.services.privacy.erase, ANA)
    await world.at(CLOSE)

    played = await world.last_round()
    answers = await world.app.call(lambda tx: [answer.member for answer in tx.answers.frozen(played.id)])
    kept = await world.app.call(
        lambda tx: [r.text for r in tx.answers.revisions(WORKSPACE, CHANNEL, played.thread or "")]
    )
    assert (answers, sorted(kept)) == (["bo"], ["Marble gates"])


async def test_what_is_written_after_the_erasure_counts(world: World) -> None:
    await world.set_up()
    await world.at(NINE)
    await world.say(ANA, "Turquoise lanterns")
    await world.after(minutes=1)
    await world.app.call(world.app.services.privacy.erase, ANA)

    await world.after(minutes=1)
    await world.say(ANA, "Marble gates")
    await world.at(CLOSE)

    played = await world.last_round()
    answers = await world.app.call(lambda tx: [(a.member, a.text) for a in tx.answers.frozen(played.id)])
    assert answers == [("ana", "Marble gates")]


@pytest.mark.parametrize("is_same", [True, False])
async def test_all_places_of_a_person_are_theirs_where_ids_are_good_everywhere(tmp_path: Path, is_same: bool) -> None:
    here = actor("Ana", is_same_everywhere=is_same)
    there = actor("Ana", workspace="console:other", is_same_everywhere=is_same)
    async with world_on_disk(tmp_path) as world:
        for who in (here, there, BO):
            await world.command(who, "", "aws-quiz")
        kept = await world.app.call(world.app.services.privacy.export, here)
        await world.app.call(world.app.services.privacy.erase, here)
        rest = [row[1:3] for row in stored(tmp_path)["drills"]]

    both = ["console:other", WORKSPACE]
    assert [row["workspace"] for row in kept["drills"]] == (both if is_same else [WORKSPACE])
    left = [] if is_same else [("console:other", "ana")]
    assert sorted(rest) == [*left, (WORKSPACE, "bo")]


async def test_roles_end_in_all_places_of_a_person(world: World) -> None:
    ana = actor("Ana", is_same_everywhere=True)
    other = actor("Root", workspace="console:other", is_admin=True)
    # She has never written anything there.
    led = settings(managers=frozenset({"root", ana.member}), reviewers=frozenset({ana.member}))
    await world.app.call(world.app.services.managing.set_up, other, "theirs", CHANNEL, led)

    await world.app.call(world.app.services.privacy.erase, ana)

    [theirs] = await world.app.call(lambda tx: list(tx.series.of_workspace("console:other")))
    assert (theirs.settings.managers, theirs.settings.reviewers) == (frozenset({"root"}), frozenset())
