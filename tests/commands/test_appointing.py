"""A word that makes whoever sends it an administrator: once, within an hour, for one workspace, with five tries."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.members import Actor
from bot.engine import digest_in
from bot.services.access.appointing import new_word
from tests.worlds.builders import ANA, BO, WORKSPACE, actor
from tests.worlds.stored import stored, world_on_disk
from tests.worlds.world import World

NO_MORE = r"This word is not good here, or no more\."
TOO_OFTEN = r"That was tried too often\."


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_disk(tmp_path, database=tmp_path / "askaday.db") as world:
        yield world


def issued(world: World, workspace: str = WORKSPACE) -> str:
    return new_word(world.app.services.appointing.words, workspace, world.clock)


async def sent(world: World, who: Actor, word: str) -> str:
    card = await world.app.desk.appoint(who, digest_in(f"here it is: {word}!"))
    return card.title or card.blocks[0].markdown  # type: ignore[union-attr]


async def made(world: World, workspace: str = WORKSPACE) -> list[str]:
    return list(await world.app.call(lambda tx: tx.access.administrators(workspace)))


async def test_word_makes_an_administrator_once_and_the_audit_has_it(kept: World, tmp_path: Path) -> None:
    word = issued(kept)

    said = [await sent(kept, who, word.upper()) for who in (ANA, BO)]

    assert said == ["Thank you", NO_MORE]
    assert await made(kept) == ["ana"]
    assert [row[1:4] for row in stored(tmp_path)["audit"]] == [(WORKSPACE, "ana", "claim")]
    assert (await kept.command(ANA, "setup packs=basics zone=UTC")).title == "daily is set up"


async def test_word_of_yesterday_and_the_one_before_are_worth_nothing(kept: World) -> None:
    first, second = issued(kept), issued(kept)
    kept.clock.travel(kept.clock.now() + timedelta(minutes=59, seconds=59))
    said = [await sent(kept, ANA, first)]
    kept.clock.travel(kept.clock.now() + timedelta(seconds=1))
    said.append(await sent(kept, ANA, second))

    assert said == [NO_MORE] * 2
    assert await made(kept) == []


async def test_word_for_another_workspace_is_worth_nothing_here_and_stays_good_there(kept: World) -> None:
    word = issued(kept, "console:other")

    said = [await sent(kept, who, word) for who in (ANA, replace(ANA, workspace="console:other"))]

    assert said == [NO_MORE, "Thank you"]
    assert (await made(kept), await made(kept, "console:other")) == ([], ["ana"])


async def test_sixth_try_within_an_hour_is_refused_even_with_the_right_word(kept: World) -> None:
    word = issued(kept)

    wrong = [await sent(kept, ANA, "claim-aaaa-bbbb-cccc") for _ in range(5)]
    sixth = await sent(kept, ANA, word)
    other = await sent(kept, BO, word)
    kept.clock.travel(kept.clock.now() + timedelta(hours=1, seconds=1))
    later = await sent(kept, ANA, issued(kept))

    assert (wrong, sixth, other, later) == ([NO_MORE] * 5, TOO_OFTEN, "Thank you", "Thank you")


async def test_of_several_who_send_a_word_at_once_one_becomes_administrator(kept: World) -> None:
    people = [actor(f"P{number}") for number in range(8)]
    word = issued(kept)

    said = await asyncio.gather(*(sent(kept, who, word) for who in people))

    assert (sorted(said), len(await made(kept))) == (sorted([*[NO_MORE] * 7, "Thank you"]), 1)


async def test_nobody_who_tried_is_kept(kept: World, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "askaday-claims.db")) as database, database:
        database.execute("CREATE TABLE tries (who TEXT NOT NULL, at TEXT NOT NULL) STRICT")
        database.execute("INSERT INTO tries VALUES ('console ana', '2026-12-07T08:00:00.000000+00:00')")
    await sent(kept, ANA, "claim-aaaa-bbbb-cccc")

    with closing(sqlite3.connect(tmp_path / "askaday-claims.db")) as database:
        assert [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")] == ["claims"]


async def test_word_is_kept_by_its_digest_alone(kept: World, tmp_path: Path) -> None:
    word = issued(kept)

    with closing(sqlite3.connect(tmp_path / "askaday-claims.db")) as database:
        assert database.execute("SELECT workspace, digest FROM claims").fetchall() == [(WORKSPACE, digest_in(word))]


@pytest.mark.parametrize(
    "text", ["hello", "claim", "claim-aaaa-bbbb", "reclaim-aaaa-bbbb-cccc", "claim-aaaa-bbbb-cccl"]
)
def test_what_is_no_word_has_no_digest(text: str) -> None:
    assert digest_in(text) == ""


async def test_who_claimed_from_elsewhere_can_erase_that(kept: World) -> None:
    alone = replace(ANA, workspace="console:@ana", is_same_everywhere=True)
    word = issued(kept)

    said = await sent(kept, alone, word)
    before = await made(kept)
    await kept.app.call(kept.app.services.privacy.erase, alone)

    assert (said, before, await made(kept)) == ("Thank you", ["ana"], [])
