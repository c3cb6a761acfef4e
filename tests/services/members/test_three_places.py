"""A person with data in three places, two servers and their own: all of it handed out, and nothing of it left."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.members import Actor
from tests.worlds.builders import ADMIN, ANA, BO, CY, WORKSPACE, actor, settings
from tests.worlds.playing import HALF, meet, play
from tests.worlds.reading import rows
from tests.worlds.stored import Rows, mentioning, stored, world_on_disk
from tests.worlds.world import World

OTHER, OWN = "console:other", "console:@9070501"
#: Nothing else that is stored contains these.
ZOE = actor("Zoë Zebra", member="9070501", is_same_everywhere=True)
ELSEWHERE, ALONE = replace(ZOE, workspace=OTHER), replace(ZOE, workspace=OWN)
WORDS = "striped opinions"
TRACES = (ZOE.member, "Zebra", "zebra", WORDS, "triped")
CLAIMABLE = f"{HALF} {WORDS.capitalize()} at the gates stand."


def there(who: Actor) -> Actor:
    return replace(who, workspace=OTHER)


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[World]:
    async with world_on_disk(tmp_path) as world:
        await world.set_up(reviewers=frozenset({"cy"}))
        await meet(world, ADMIN, ANA, BO, CY, *map(there, (ANA, BO)))
        root = there(ADMIN)
        await world.app.call(world.app.services.managing.set_up, root, "theirs", "ops", settings())
        await in_a_server(world)
        await elsewhere_and_alone(world)
        yield world


async def in_a_server(world: World) -> None:
    """Answer, edit, delete, choose, claim, doubt, flag, rate, suggest, go away, manage."""
    played = await play(world, {ZOE: CLAIMABLE, BO: HALF, ANA: HALF, CY: HALF})
    await world.press(ZOE, "claim", f"round:{played.id}")
    await world.press(CY, "learn", "claim:1/1/1")
    await world.press(ZOE, "good", f"round:{played.id}")
    await world.command(ZOE, f'suggest title="{WORDS}" prompt="What of {WORDS}?" answer="The {WORDS}." topic=zebras')
    await world.command(ADMIN, f"setup managers=root,{ZOE.member} reviewers=cy,{ZOE.member}")
    for text in ("grade bo 40% as-it-is", "best bo", f"flag {WORDS}", "away until 2026-12-20", "skip", "unskip"):
        await world.command(ZOE, text)
    for text in (f"best {ZOE.member}", f"grade {ZOE.member} 70% fine", f"exclude {ZOE.member}"):
        await world.command(ADMIN, text)
    await world.command(ZOE, f"dispute {WORDS}")
    await world.command(ZOE, "away off")
    await world.after(days=1)


async def elsewhere_and_alone(world: World) -> None:
    """Practise, be reminded, sit an exam, in another server and alone."""
    await world.command(ELSEWHERE, "flag it is old")
    for who in (ELSEWHERE, ALONE):
        await world.command(who, "", "aws-quiz")
        latest = await world.app.call(lambda tx, who=who: tx.drills.latest(who.workspace, who.member))  # type: ignore[misc]
        assert latest is not None
        await world.press(who, "answer", f"drill:{latest.id}", f"{WORDS}. {HALF}")
        await world.command(who, "exam 3", "aws-quiz")
        await world.command(who, "nudge on 09:00 Europe/Berlin", "aws-quiz")
    await world.command(there(BO), "", "aws-quiz")
    await world.after(minutes=5)


def of_others(rows: Rows) -> Rows:
    """Give the rows of people's tables in which she does not stand."""
    kept = ("answers", "revisions", "grades", "points", "streaks", "drills", "reviews", "memories", "members", "claims")
    return {table: [row for row in rows[table] if not mentioning({table: [row]}, *TRACES)] for table in kept}


async def test_export_has_the_rows_of_all_three_places(busy: World) -> None:
    kept = await busy.app.call(busy.app.services.privacy.export, ELSEWHERE)

    by_place: dict[object, set[str]] = {}
    for table, found in kept.items():
        for row in found:
            by_place.setdefault(row["workspace"], set()).add(table)
    practice = {"drills", "exams", "reviews", "memories", "nudges", "members"}
    assert practice <= by_place[OTHER]
    assert practice <= by_place[OWN]
    assert by_place[WORKSPACE] >= {
        *("answers", "revisions", "grades", "points", "claims", "flags", "feedback", "suggestions", "audit", "members"),
        *("wordings", "contacts", "streaks", "standings"),
    }
    assert json.loads(json.dumps(kept, default=str)) is not None
    assert {row["action"] for row in kept["audit"]} >= {"grade", "best", "skip", "unskip"}


async def test_erasing_leaves_neither_id_nor_word_in_any_column_of_any_table(busy: World, tmp_path: Path) -> None:
    before = stored(tmp_path)

    await busy.app.call(busy.app.services.privacy.erase, ALONE)

    after = stored(tmp_path)
    assert len(mentioning(before, *TRACES)) > 15
    assert mentioning(after, *TRACES) == []


async def test_erasing_leaves_nothing_in_the_pages_of_the_file_and_its_log(busy: World, tmp_path: Path) -> None:
    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    files = [tmp_path / f"askaday.db{suffix}" for suffix in ("", "-wal")]
    found = [(file.name, trace) for file in files for trace in TRACES if trace.encode() in file.read_bytes()]
    assert found == []
    with closing(sqlite3.connect(tmp_path / "askaday.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_rows_of_others_are_untouched(busy: World, tmp_path: Path) -> None:
    before = of_others(stored(tmp_path))

    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    after = of_others(stored(tmp_path))
    graded_by = [(row[0], row[6]) for row in after["grades"] if row[6] == ""]
    # Her name goes where she graded; what she said of the answer is theirs.
    assert len(graded_by) == 1
    assert {table: len(rows) for table, rows in after.items() if table != "grades"} == {
        table: len(rows) for table, rows in before.items() if table != "grades"
    }
    assert {table: rows for table, rows in after.items() if table not in {"grades", "claims"}} == {
        table: rows for table, rows in before.items() if table not in {"grades", "claims"}
    }


async def test_figures_of_the_team_are_those_of_who_is_left(busy: World) -> None:
    await busy.app.call(busy.app.services.privacy.erase, ZOE)

    board = rows(await busy.command(BO, "leaderboard all"))
    assert sorted(row[1] for row in board) == ["Ana", "Bo", "Cy"]
    assert await busy.app.store.check() == []  # type: ignore[attr-defined]
