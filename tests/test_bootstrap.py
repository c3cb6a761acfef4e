"""Putting everything together, and what happens at night."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from adapters.storage.sqlite.store import SqliteStore
from bot.bootstrap import build, graders, nightly_jobs
from bot.config.settings import Settings
from bot.errors import PackError, StoreError
from bot.packs.library import pack_library
from bot.ports.store import Store
from bot.services.backing_up import newest_backup
from tests.memory_store import memory_store
from tests.waiting import PATIENCE
from tests.worlds.builders import ANA, CHANNEL, Packs
from tests.worlds.world import new_world

NINE = datetime(2026, 12, 7, 9, tzinfo=UTC)


def settings(**chosen: object) -> Settings:
    return Settings(_env_file=None, **chosen)  # type: ignore[arg-type]  # pydantic checks them


def test_the_graders_a_series_may_choose() -> None:
    assert list(graders()) == ["keypoints", "lexical", "participation"]


def test_a_language_model_that_is_set_up_may_be_chosen_and_is_not_the_default(tmp_path: Path) -> None:
    chosen = settings(model_dir=tmp_path, llm_url="http://localhost:11434/v1", llm_model="tiny")

    known = graders(chosen)

    assert list(known) == ["keypoints", "lexical", "llm", "participation"]
    assert known["keypoints"] is known["lexical"]


def test_the_shipped_pack_is_always_there() -> None:
    assert "aws" in pack_library(settings()).packs()


def test_broken_pack_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("name: ours\n")

    library = pack_library(settings(packs=(tmp_path,)))

    assert list(library.packs()) == ["aws"]
    with pytest.raises(PackError):
        library.require_sound()


async def test_nightly_jobs_without_and_with_backups(tmp_path: Path) -> None:
    store = memory_store()
    app = build(settings(), {}, store=store, packs=Packs())

    jobs = [nightly_jobs(chosen, store, app.clock, app.ticking) for chosen in (settings(), settings(backups=tmp_path))]

    kept, backup = [("retention", 3, 30), ("lapsing", 3, 45)], ("backup", 3, 0)
    assert [[(job.name, job.hour, job.minute) for job in some] for some in jobs] == [kept, [*kept, backup]]
    await store.close()


async def test_nightly_job_of_backups_writes_one(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "askaday.db")
    chosen = settings(backups=tmp_path / "backups")
    app = build(chosen, {}, store=store, packs=Packs())

    await nightly_jobs(chosen, store, app.clock, app.ticking)[-1].run()

    await store.close()
    assert len(list((tmp_path / "backups").glob("askaday-*Z.db"))) == 1


async def test_nightly_backups_of_a_database_that_askaday_cannot_copy_are_refused_at_the_start(tmp_path: Path) -> None:
    class Elsewhere:
        pass

    store = SqliteStore.open(":memory:")
    app = build(settings(), {}, store=store, packs=Packs())

    with pytest.raises(StoreError, match="makes no copies of this database"):
        nightly_jobs(settings(backups=tmp_path), cast("Store", Elsewhere()), app.clock, app.ticking)

    await store.close()


async def test_missed_night_is_made_good_at_the_start(tmp_path: Path) -> None:
    class Waited(SqliteStore):
        async def backup(self, target: str) -> None:
            await super().backup(target)
            self.made.set()

        made = asyncio.Event()

    store = Waited.open(tmp_path / "askaday.db")
    assert isinstance(store, Waited)
    app = build(settings(backups=tmp_path / "backups"), {}, store=store, packs=Packs())

    await app.start()
    async with asyncio.timeout(PATIENCE):
        await store.made.wait()
    await app.stop()

    assert newest_backup(tmp_path / "backups") is not None


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
        left = await world.app.call(lambda tx: tx.answers.revisions(played.workspace, CHANNEL, played.thread or ""))
        assert (deleted.revisions, [answer.text for answer in answers], list(left)) == (1, ["Turquoise lanterns"], [])
