"""Exporting a workspace's own questions as files, and what becomes of them when they come back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from adapters.storage.sqlite.store import SqliteStore
from bot.domain.judging.wordings import Saying, Wording
from bot.domain.members import Actor
from bot.domain.question import Pack, Question
from bot.packs.checking import check_folders
from bot.packs.folder import read_pack
from bot.packs.library import PackLibrary
from bot.ports.store import Transaction
from bot.services.authoring.at_hand import packs_at_hand
from tests.cli.askaday import askaday
from tests.memory_store import file_store
from tests.worlds.builders import WORKSPACE, pack, question, settings, with_choices

NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)
MANIFEST = replace(pack(name="own"), questions=(), title="Our own questions")
FIRST = question(1, pack="own", title="A full disk", prompt="<!channel> @everyone *What* fills `it`?\n\n- =cmd|'x'!A0")
SECOND = with_choices(question(2, pack="own", verified=date(2026, 12, 7), review_by=date(2027, 12, 7)))


async def kept(path: Path, *questions: Question, author: str = "Zoë | # “Ana”") -> Pack:
    store = file_store(path)

    def fill(tx: Transaction) -> Pack:
        tx.series.add(WORKSPACE, "daily", "general", settings(), 1)
        tx.members.seen(Actor(WORKSPACE, "ana", author))
        tx.own_packs.keep_manifest(WORKSPACE, MANIFEST, NOON, takes_approved=True)
        for one in questions:
            tx.own_packs.keep(WORKSPACE, one, NOON, member="ana" if one is FIRST else "")
        return tx.own_packs.packs(WORKSPACE)[0]

    found = await store.call(fill)
    await store.close()
    return found


async def teach(path: Path, *wordings: Wording) -> None:
    store = SqliteStore.open(path)
    await store.call(lambda tx: [tx.wordings.add(one) for one in wordings])
    await store.close()


async def at_hand(path: Path, *folders: Path) -> Mapping[str, Pack]:
    store = SqliteStore.open(path, read_only=True)
    found = await store.call(packs_at_hand, PackLibrary(folders), WORKSPACE)
    await store.close()
    return found


async def test_files_hold_all_of_it_and_coming_back_they_change_nothing(
    tmp_path: Path,
) -> None:
    database, folder = tmp_path / "askaday.db", tmp_path / "packs" / "own"
    before = await kept(database, FIRST, SECOND)

    outcome = askaday(tmp_path, "packs", "export", "--workspace", WORKSPACE, "--out", str(folder))

    assert outcome.status == 0, outcome.err
    written = read_pack(folder).pack
    assert written == replace(before, questions=(replace(FIRST, author="Zoë | # “Ana”"), SECOND))
    assert check_folders([folder])[0].errors == ()
    assert await at_hand(database, folder) == {"own": before}


async def test_files_hold_what_reviewers_accepted_and_coming_back_they_change_nothing(tmp_path: Path) -> None:
    database, folder = tmp_path / "askaday.db", tmp_path / "packs" / "own"
    before = await kept(database, FIRST, SECOND)
    point = FIRST.key_points[1]
    said = Wording(0, WORKSPACE, FIRST.ref, point.text, "Beasts at the door", Saying.WORDING, "ana", "cy", NOON)
    await teach(database, said, replace(said, text="Nobody guards it", saying=Saying.CONTRARY))

    outcome = askaday(tmp_path, "packs", "export", "--workspace", WORKSPACE, "--out", str(folder))

    assert (outcome.status, outcome.err) == (0, f"2 sentences accepted in {WORKSPACE} added to own.\n")
    [written, other] = read_pack(folder).pack.questions
    added = written.key_points[1]
    assert (added.alt, added.contrary) == (
        (*point.alt, "Beasts at the door"),
        (*point.contrary, "Nobody guards it"),
    )
    assert (replace(written, key_points=FIRST.key_points, author=""), other) == (FIRST, SECOND)
    assert check_folders([folder])[0].errors == ()
    assert await at_hand(database, folder) == {"own": before}
