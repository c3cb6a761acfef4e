"""Putting everything together, and what happens at night."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import back_up, build, graders, nightly_jobs, pack_library
from bot.config import Settings
from tests.builders import ANA, Packs
from tests.world import new_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


def settings(**chosen: object) -> Settings:
    return Settings(_env_file=None, **chosen)  # type: ignore[arg-type]  # pydantic checks them


def test_the_graders_a_series_may_choose() -> None:
    assert list(graders()) == ["keypoints", "participation"]


def test_the_shipped_pack_is_always_there() -> None:
    assert "aws" in pack_library(settings()).packs()


async def test_nightly_jobs_without_and_with_backups(tmp_path: Path) -> None:
    store = SqliteStore.open(":memory:")
    app = build(settings(), {}, store=store, packs=Packs())

    without = [(job.name, job.hour, job.minute) for job in nightly_jobs(settings(), store, app.ticking)]
    with_backups = [job.name for job in nightly_jobs(settings(backups=tmp_path), store, app.ticking)]

    assert (without, with_backups) == ([("retention", 3, 30)], ["retention", "backup"])
    await store.close()


async def test_nightly_backup_keeps_the_newest(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"askaday-2020010{day}T030000Z.db").write_text("old")
    (folder / "notes.txt").write_text("mine")
    store = SqliteStore.open(tmp_path / "askaday.db")

    made = await back_up(store, folder, kept=2)

    await store.close()
    assert sorted(path.name for path in folder.iterdir()) == ["askaday-20200103T030000Z.db", made.name, "notes.txt"]
    restored = SqliteStore.open(made, read_only=True)
    assert await restored.check() == []
    await restored.close()


async def test_nightly_job_of_backups_writes_one(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    chosen = settings(backups=tmp_path / "backups")
    app = build(chosen, {}, store=store, packs=Packs())

    await nightly_jobs(chosen, store, app.ticking)[1].run()

    await store.close()
    assert len(list((tmp_path / "backups").glob("askaday-*Z.db"))) == 1


async def test_retention_deletes_messages_and_keeps_answers() -> None:
    async with new_world() as world:
        await world.set_up()
        await world.at(NINE)
        await world.say(ANA, "Turquoise lanterns")
        await world.at(NINE + timedelta(hours=8))
        played = await world.last_round()
        world.clock.travel(NINE + timedelta(days=400))

        deleted = await world.app.ticking.retain(timedelta(days=365))

        answers = await world.app.call(lambda tx: tx.answers.frozen(played.id))
        left = await world.app.call(lambda tx: tx.answers.revisions(played.workspace, played.thread or ""))
        assert (deleted.revisions, [answer.text for answer in answers], list(left)) == (1, ["Turquoise lanterns"], [])
