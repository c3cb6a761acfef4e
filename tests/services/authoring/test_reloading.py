"""Packs that were read anew: what is asked keeps its text, the next question is a new one, managers hear what broke."""

from pathlib import Path

from bot.domain.members import ITSELF
from bot.packs.library import PackLibrary
from bot.services.authoring.reloading import Reloading
from tests.memory_store import file_store
from tests.packs.samples import HEADER, MANIFEST, make_pack, question_text
from tests.worlds.builders import ADMIN, WORKSPACE
from tests.worlds.playing import open_round
from tests.worlds.world import World, new_world


def text_of(name: str) -> str:
    """Give a question's file, good for years."""
    return question_text(HEADER.replace("standby", name).replace("2026-06", "2036-06"))


async def reload(world: World, library: PackLibrary) -> None:
    await Reloading(world.app.store, world.clock, library).reload()


async def playing(world: World, folder: Path) -> PackLibrary:
    """Set a series up on a pack in a folder, of one question."""
    make_pack(folder / "ours", {"one.md": text_of("one")}, MANIFEST.replace("demo", "ours"))
    library = PackLibrary([folder])
    # What the world's source gives from now on is what the library holds.
    world.packs.packs = library.packs  # type: ignore[method-assign]
    await world.set_up(packs=("ours",))
    return library


async def test_open_round_keeps_its_text_and_the_next_asks_what_stands_there_now(world: World, tmp_path: Path) -> None:
    library = await playing(world, tmp_path)
    asked = await open_round(world)
    (tmp_path / "ours" / "questions" / "one.md").unlink()
    (tmp_path / "ours" / "questions" / "other.md").write_text(text_of("other"))

    await reload(world, library)

    kept = (await world.last_round()).question
    following = await open_round(world)
    assert (kept, kept and kept.id) == (asked.question, "one")
    assert following.question is not None
    assert following.question.id == "other"


async def test_managers_are_told_once_what_is_broken_and_the_rest_is_asked(world: World, tmp_path: Path) -> None:
    library = await playing(world, tmp_path)
    (tmp_path / "ours" / "questions" / "two.md").write_text("no front matter")

    for _ in range(2):
        await reload(world, library)
        await world.after(minutes=1)

    told = [card.title for card in world.posted(channel="direct:root")]
    assert told.count("Some questions cannot be used") == 1
    assert list(library.packs()["ours"].by_ref) == ["ours/one"]


async def test_what_became_of_a_pack_is_in_the_audit_of_its_series(tmp_path: Path) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        make_pack(tmp_path / "packs" / "other", {"four.md": text_of("four")}, MANIFEST.replace("demo", "other"))
        library = await playing(world, tmp_path / "packs")
        await world.command(ADMIN, "setup name=other packs=other zone=UTC", channel="ops")
        (tmp_path / "packs" / "ours" / "questions" / "two.md").write_text(text_of("two"))

        await reload(world, library)
        await reload(world, library)

        [newest, second, *_] = await world.app.call(lambda tx: list(tx.audit.changes(WORKSPACE, None, None)))
        series = await world.series()
    assert (newest.member, newest.action, newest.detail, newest.series_id) == (
        ITSELF,
        "pack read anew",
        "ours",
        series.id,
    )
    assert (newest.before, newest.after) == (
        {"questions": "1"},
        {"questions": "2", "added": "1", "removed": "0", "changed": "0"},
    )
    assert second.action == "setup"
