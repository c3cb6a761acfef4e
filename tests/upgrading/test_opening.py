"""The database, the settings and the pack of commit bd4e7ab, read by today's code."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from adapters.storage.sqlite.schema.steps import known_steps
from adapters.storage.sqlite.store import SqliteStore
from bot.domain.series import BoardTimes
from bot.packs.library import PackLibrary
from bot.ports.clock import TravelClock
from bot.ports.store import Transaction
from tests.cli.askaday import Outcome, askaday
from tests.upgrading.scene import PACKS, SETTINGS, database_of_then, platforms_of_then, settings_of_then

NOON = datetime(2026, 12, 8, 12, tzinfo=UTC)


def _all_of_it(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


def _steps(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return [name for (name,) in database.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]


async def _open(file: Path) -> list[str]:
    """Open a database as the bot does, and give what its own checks find."""
    store = SqliteStore.open(file)
    try:
        return list(await store.check())
    finally:
        await store.close()


async def test_database_of_then_opens_and_is_sound(tmp_path: Path) -> None:
    file = database_of_then(tmp_path)
    before = _steps(file)

    problems = await _open(file)

    assert problems == []
    assert before == ["create_tables", "add_inbox_and_disputes", "add_practice", "add_installations"]
    assert _steps(file)[:4] == before
    assert set(_steps(file)) == known_steps()


async def test_second_opening_changes_nothing(tmp_path: Path) -> None:
    file = database_of_then(tmp_path)
    await _open(file)
    once = _all_of_it(file)

    await _open(file)

    assert _all_of_it(file) == once


async def test_rows_of_then_are_all_there_after_the_upgrade(tmp_path: Path) -> None:
    file = database_of_then(tmp_path)
    before = _counts(file)

    await _open(file)

    after = _counts(file)
    # Disputes are claims now.
    after["disputes"] = after["claims"]
    assert {table: after[table] for table in before} == before
    assert min(before[table] for table in ("answers", "disputes", "exams", "installations", "memories", "nudges")) > 0


def _counts(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        # Steps are rows, too; new ones are what an upgrade is about.
        kept = [name for name in tables if name != "_sqlite_migrations"]
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in kept}  # noqa: S608 - names of tables


async def test_doctor_finds_nothing_wrong(tmp_path: Path) -> None:
    file = database_of_then(tmp_path)
    await _open(file)
    async with platforms_of_then(TravelClock(NOON)) as (slack, discord):
        outcome = await asyncio.to_thread(_doctor, tmp_path, slack.base_url, discord.address)

    lines = outcome.out.splitlines()
    assert (outcome.status, outcome.err, [line for line in lines if "FAILED" in line]) == (0, "", [])
    assert [line for line in lines if line.startswith("settings")] == []
    assert f"database   {file} is sound" in lines
    assert "packs      basics 1, 24 questions" in lines


def _doctor(folder: Path, slack: str, discord: str) -> Outcome:
    said = dict(line.split("=", 1) for line in SETTINGS.read_text("utf-8").splitlines() if line and line[0] != "#")
    here = {
        "ASKADAY_DATABASE": str(folder / "askaday.db"),
        "ASKADAY_PACKS": str(PACKS),
        "ASKADAY_BACKUPS": str(folder / "backups"),
        # There is no language model here to ask.
        "ASKADAY_LLM_URL": "",
        "ASKADAY_LLM_MODEL": "",
        "ASKADAY_LLM_KEY": "",
        "ASKADAY_SLACK_API": slack,
        "ASKADAY_DISCORD_API": discord,
    }
    return askaday(folder, "doctor", **(said | here))


def test_every_line_of_the_settings_is_read() -> None:
    settings = settings_of_then()
    secrets = {
        name: value.get_secret_value() if value is not None else None
        for name, value in (
            ("bot", settings.slack_bot_token),
            ("app", settings.slack_app_token),
            ("llm", settings.llm_key),
            ("discord", settings.discord_token),
        )
    }

    assert (settings.database, settings.packs, settings.backups, settings.model_dir) == (
        Path("data/askaday.db"),
        (Path("packs"),),
        Path("data/backups"),
        Path("no-model"),
    )
    assert (settings.llm_url, settings.llm_model, settings.llm_timeout, settings.llm_per_day) == (
        "http://localhost:11434/v1",
        "llama3",
        20,
        500,
    )
    assert (settings.command, settings.quiz_command, settings.flag_threshold, settings.drills_per_hour) == (
        "qotd",
        "aws-quiz",
        3,
        10,
    )
    assert (settings.retention_days, settings.backups_kept, settings.slack_reaction) == (365, 7, "eyes")
    assert (settings.discord_reaction, settings.discord_shards, settings.discord_api) == (
        "👀",
        "0,1/4",
        "https://discord.com",
    )
    assert secrets == {"bot": None, "app": None, "llm": "no-key", "discord": "1579407114240000008.token"}


async def test_pack_of_then_is_what_was_asked(tmp_path: Path) -> None:
    store = SqliteStore.open(database_of_then(tmp_path))
    try:
        asked = await store.call(
            lambda tx: [played.question for one in tx.series.all() for played in tx.rounds.of_series(one.id)]
        )
    finally:
        await store.close()

    [pack] = PackLibrary([PACKS]).packs().values()
    by_ref = {question.ref: question for question in pack.questions}
    assert (len(pack.questions), len(asked)) == (24, 8)
    assert [by_ref[question.ref] for question in asked if question] == asked


async def test_series_of_then_keep_the_board_after_each_round(tmp_path: Path) -> None:
    store = SqliteStore.open(database_of_then(tmp_path))
    try:
        everywhere = await store.call(lambda tx: tx.series.all())
    finally:
        await store.close()

    assert [series.settings.board for series in everywhere] == [BoardTimes.EACH] * 6


async def test_questions_that_were_revealed_then_are_found(tmp_path: Path) -> None:
    def found(tx: Transaction) -> list[list[date]]:
        rounds = [[tx.rounds.get(one) for one in tx.past.find(s.id, "archive", limit=9)] for s in tx.series.all()]
        return [[one.day for one in some if one] for some in rounds]

    store = SqliteStore.open(database_of_then(tmp_path))
    try:
        days = await store.call(found)
    finally:
        await store.close()

    # What is open on Tuesday is not among them, nor has the series that rests any.
    assert sorted(days) == [[], [], *[[date(2026, 12, 7)]] * 4]
