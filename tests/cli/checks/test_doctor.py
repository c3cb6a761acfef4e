"""`askaday doctor`: what is set up, what is missing, and what has gone wrong."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.card import Card
from bot.domain.deliveries import DeliveryKind
from bot.domain.events import MOST_ATTEMPTS
from bot.errors import DeliveryError, Scope
from bot.ports.store import Transaction
from tests.cli.askaday import Outcome, askaday
from tests.memory_store import file_store
from tests.packs.samples import make_pack, question_text
from tests.worlds.builders import ADMIN, CHANNEL, MONDAY, WORKSPACE, pack, question, schedule, settings
from tests.worlds.world import new_world

NOW = datetime.now(UTC)
UNREACHED = "nobody can reach Askaday. `askaday init` sets them up."
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_doctor_before_the_first_run(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor", ASKADAY_MODEL_DIR=str(tmp_path / "model"))

    how = "`askaday grading install-model` installs it"
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "packs      aws 2026.12.0, 260 questions",
        f"database   {tmp_path}/askaday.db does not exist yet; `askaday run` creates it",
        "backups    off; ASKADAY_BACKUPS names a folder for one every night",
        f"grader     keypoints compares words: no model is in {tmp_path}/model; {how}",
        "platforms  Slack is off: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set",
        "platforms  Discord is off: DISCORD_TOKEN is not set",
        f"platforms  WARNING: No Slack or Discord token is set (there is no .env in {tmp_path}): {UNREACHED}",
        "Nothing has failed; mind the warnings.",
    ]


def test_doctor_names_folders_that_are_no_database_and_no_pack(tmp_path: Path) -> None:
    (tmp_path / "askaday.db").mkdir(mode=0o755)
    packs = tmp_path / "packs"
    packs.mkdir()

    outcome = askaday(tmp_path, "doctor", ASKADAY_PACKS=f"{packs},{tmp_path}/gone")

    assert [line for line in outcome.out.splitlines() if line.startswith(("packs", "database"))] == [
        f"packs      FAILED: {packs}: holds no pack (a folder with pack.yaml). It is left out until that is put right.",
        f"packs      FAILED: {tmp_path}/gone: is no folder. It is left out until that is put right.",
        "packs      aws 2026.12.0, 260 questions",
        f"database   FAILED: {tmp_path}/askaday.db is a folder, not a database. Name a file.",
    ]


def test_doctor_says_the_next_slot_of_each_series(played: Path) -> None:
    outcome = askaday(played, "doctor")

    assert outcome.out.splitlines()[1:3] == [
        f"database   {played}/askaday.db is sound",
        "series     daily (console:test): next slot 2026-12-08 09:00 UTC",
    ]


async def test_doctor_says_why_a_series_asks_nothing(tmp_path: Path) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up("paused")
        await world.command(ADMIN, "pause")
        await world.set_up("over", schedule=schedule(paused_until=date(9999, 12, 31)))

    outcome = askaday(tmp_path, "doctor")

    assert outcome.out.splitlines()[2:4] == [
        "series     over (console:test): no slot is coming up; `/qotd setup` changes the schedule",
        "series     paused (console:test): paused: a manager asked for it; `/qotd resume` goes on",
    ]


async def test_doctor_without_a_series(tmp_path: Path) -> None:
    await file_store(tmp_path / "askaday.db").close()

    outcome = askaday(tmp_path, "doctor")

    assert outcome.out.splitlines()[2] == "series     none is set up yet; `/qotd setup` in a channel begins one"


def test_doctor_names_variables_that_are_no_setting(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor", ASKADAY_FLAG_TRESHOLD="2")

    lines = outcome.out.splitlines()
    assert outcome.status == 0
    assert lines[0] == ("settings   WARNING: ASKADAY_FLAG_TRESHOLD is no setting. Did you mean ASKADAY_FLAG_THRESHOLD?")
    assert lines[-1] == "Nothing has failed; mind the warnings."


def test_doctor_fails_on_sums_that_do_not_add_up(played: Path) -> None:
    with closing(sqlite3.connect(played / "askaday.db", isolation_level=None)) as database:
        database.execute("UPDATE standings SET points = points + 1 WHERE member = 'ana' AND period = 'all'")

    outcome = askaday(played, "doctor")

    assert outcome.status == 1
    assert outcome.out.splitlines()[1] == (
        "database   FAILED: 2 sums of leaderboards are not what the points add up to. Stop Askaday; "
        "`askaday doctor --rebuild` adds them up anew."
    )


def test_doctor_rebuilds_sums_that_do_not_add_up(played: Path) -> None:
    before = askaday(played, "stats", "all", "--format", "json").out
    with closing(sqlite3.connect(played / "askaday.db", isolation_level=None)) as database:
        database.execute("UPDATE standings SET points = points + 1 WHERE member = 'ana' AND period = 'all'")

    outcome = askaday(played, "doctor", "--rebuild")

    assert (outcome.status, outcome.out.splitlines()[1]) == (1, f"database   {played}/askaday.db is sound")
    assert askaday(played, "stats", "all", "--format", "json").out == before


def test_doctor_writes_a_file_of_an_earlier_version_anew_so_that_it_shrinks(played: Path) -> None:
    database = played / "askaday.db"
    with closing(sqlite3.connect(database)) as earlier:
        earlier.execute("PRAGMA auto_vacuum = NONE")
        earlier.execute("VACUUM")
        rows = earlier.execute("SELECT count(*) FROM revisions").fetchone()

    before = askaday(played, "doctor").out
    after = askaday(played, "doctor", "--rebuild").out

    said = "its file keeps the room of what is deleted for new rows."
    assert ([said in before, said in after]) == [True, False]
    with closing(sqlite3.connect(database)) as anew:
        assert anew.execute("PRAGMA auto_vacuum").fetchone() == (2,)
        assert anew.execute("SELECT count(*) FROM revisions").fetchone() == rows


def test_doctor_rebuilds_nothing_where_no_database_is(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "doctor", "--rebuild")

    assert (outcome.status, (tmp_path / "askaday.db").exists()) == (0, False)


@pytest.mark.parametrize("whole_pages", [1, 8])
def test_doctor_goes_on_behind_damaged_pages(played: Path, whole_pages: int) -> None:
    file = played / "askaday.db"
    kept = file.read_bytes()[: whole_pages * 4096]
    file.write_bytes(kept + b"\xa5" * (file.stat().st_size - len(kept)))

    outcome = askaday(played, "doctor")

    lines = outcome.out.splitlines()
    assert (outcome.status, outcome.err, {line.split()[0] for line in lines}) == (
        1,
        "",
        {"packs", "database", "backups", "grader", "platforms"},
    )
    found = [line for line in lines if line.startswith("database")]
    assert [
        line for line in found if not line.startswith("database   FAILED: ") or "askaday restore FILE" not in line
    ] == []


@pytest.mark.parametrize("setting", ["ASKADAY_DATABASE", "ASKADAY_BACKUPS"])
def test_doctor_finds_places_that_cannot_be_written(tmp_path: Path, setting: str) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")

    outcome = askaday(tmp_path, "doctor", **{setting: str(tmp_path / "taken" / "new" / "x.db")})

    [failed] = [line for line in outcome.out.splitlines() if "FAILED" in line]
    assert outcome.status == 1
    assert failed.split(maxsplit=1) == [
        setting.removeprefix("ASKADAY_").casefold(),
        (
            f"FAILED: {tmp_path}/taken: Not a directory. Let the account that Askaday runs under write there, or name "
            f"another place in {setting}."
        ),
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_doctor_fails_on_a_broken_database(tmp_path: Path) -> None:
    (tmp_path / "askaday.db").write_bytes(b"this is no database" * 500)

    outcome = askaday(tmp_path, "doctor")

    assert (outcome.status, "database   FAILED: " in outcome.out) == (1, True)


def test_doctor_fails_on_a_broken_pack(tmp_path: Path) -> None:
    (tmp_path / "packs" / "ours").mkdir(parents=True)
    (tmp_path / "packs" / "ours" / "pack.yaml").write_text("name: ours\n")

    outcome = askaday(tmp_path, "doctor", ASKADAY_PACKS="packs")

    assert (outcome.status, "packs      FAILED: " in outcome.out) == (1, True)


async def test_doctor_counts_what_is_overdue_and_what_failed(tmp_path: Path) -> None:
    def owe(tx: Transaction) -> None:
        card = Card("A title", ())
        for key in ("a", "b"):
            tx.deliveries.add(
                key=key, workspace=WORKSPACE, kind=DeliveryKind.NOTE, channel="general", card=card, due_at=LONG_AGO
            )
        tx.inbox.add(WORKSPACE, "Ev1", "{}", LONG_AGO)
        for _ in range(MOST_ATTEMPTS):
            tx.inbox.mark_failed(WORKSPACE, "Ev1", "broken")

    store = file_store(tmp_path / "askaday.db")
    await store.call(owe)
    await store.close()

    outcome = askaday(tmp_path, "doctor")

    assert outcome.out.splitlines()[3:5] == [
        "deliveries WARNING: 2 messages overdue; `askaday run` sends what is still of use",
        "inbox      WARNING: 1 event could not be handled; the log says why",
    ]


async def test_doctor_lists_what_is_owed_and_why(tmp_path: Path) -> None:
    refused = DeliveryError("The channel is archived.", permanent=True, scope=Scope.CHANNEL)
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        world.messenger.refusals[CHANNEL] = refused
        await world.at(MONDAY + timedelta(hours=1))

    outcome = askaday(tmp_path, "doctor")

    said = (
        "deliveries WARNING: daily (console:test): The question (Storage · associate) of Monday 7 December is owed: "
        "The channel is archived; it comes once that is put right; `/qotd reveal` tries it at once"
    )
    assert [line for line in outcome.out.splitlines() if line.startswith("deliveries") and "owed" in line] == [said]


@pytest.mark.parametrize("paused", ["", "before", "after"])
async def test_doctor_lists_what_waits_to_close_and_why(tmp_path: Path, paused: str) -> None:
    monday = MONDAY - timedelta(weeks=100)  # long over, by the machine's clock, too
    async with new_world(monday, file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await world.at(monday + timedelta(hours=1))
        if paused == "before":
            await world.command(ADMIN, "pause")
        world.messenger.refuse_reading(DeliveryError("Not in the channel.", permanent=True), times=1)
        await world.at(monday + timedelta(hours=9))
        if paused == "after":
            await world.command(ADMIN, "pause")

    outcome = askaday(tmp_path, "doctor")

    said = (
        "deliveries WARNING: daily (console:test): the question of Monday 6 January waits: Not in the channel; it "
        "closes once that is put right; `/qotd close` tries it at once"
    )
    assert [line for line in outcome.out.splitlines() if line.startswith("deliveries")] == [said]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("notes.txt", "every night in backups; none is there yet, `askaday run` makes the first"),
        (f"askaday-{NOW:%Y%m%dT%H%M%S}Z.db", "every night in backups; the newest is 0 hours old"),
        (
            f"askaday-{NOW - timedelta(hours=49):%Y%m%dT%H%M%S}Z.db",
            (
                "WARNING: every night in backups; the newest is 49 hours old: `askaday run` makes them, and its log "
                "says what failed"
            ),
        ),
    ],
    ids=["none", "new", "old"],
)
def test_doctor_says_how_old_the_newest_backup_is(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / name).touch()

    outcome = askaday(tmp_path, "doctor", ASKADAY_BACKUPS="backups")

    assert outcome.out.splitlines()[2] == f"backups    {said}"


async def test_doctor_names_series_whose_platform_is_off(tmp_path: Path) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.app.call(
            world.app.services.managing.set_up, replace(ADMIN, workspace="slack:T1"), "daily", "C1", settings()
        )

    outcome = askaday(tmp_path, "doctor")

    assert outcome.out.splitlines()[-3:] == [
        "platforms  WARNING: daily (slack:T1) needs Slack",
        "platforms  Discord is off: DISCORD_TOKEN is not set",
        f"platforms  WARNING: No Slack or Discord token is set (there is no .env in {tmp_path}): {UNREACHED}",
    ]


def test_doctor_asks_slack_where_it_is_on(tmp_path: Path) -> None:
    # Nothing listens at port 1.
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "ASKADAY_SLACK_API": "http://127.0.0.1:1/"}

    outcome = askaday(tmp_path, "doctor", **tokens)

    lines = outcome.out.splitlines()[4:]
    assert (outcome.status, lines[0]) == (1, "platforms  Slack over Socket Mode")
    assert [line.split(":")[:2] for line in lines[1:]] == [
        ["slack      FAILED", " SLACK_APP_TOKEN"],
        ["slack      FAILED", " SLACK_BOT_TOKEN"],
        ["platforms  Discord is off", " DISCORD_TOKEN is not set"],
    ]


async def _with_packs(folder: Path, *packs: str) -> None:
    async with new_world(store=file_store(folder / "askaday.db")) as world:
        await world.app.call(lambda tx: tx.series.add(WORKSPACE, "daily", "c", settings(packs=packs), 3))


def _questions(outcome: Outcome) -> list[str]:
    return [line.split(maxsplit=1)[1] for line in outcome.out.splitlines() if line.startswith("questions")]


async def test_doctor_says_what_each_series_can_ask(tmp_path: Path) -> None:
    await _with_packs(tmp_path, "aws", "gone")
    (tmp_path / "askaday.db").chmod(0o644)

    outcome = askaday(tmp_path, "doctor", ASKADAY_LLM_URL="http://127.0.0.1:1/v1", ASKADAY_LLM_MODEL="tiny")

    assert _questions(outcome) == [
        "FAILED: daily (console:test): no pack is named gone. Put it back, or change packs=.",
        "daily (console:test): 260 questions can be asked, the last until 2028-05-31",
    ]
    assert "other accounts of this machine may read it" in outcome.out
    assert (
        "grader     WARNING: llm: tiny at http://127.0.0.1:1/v1: The endpoint cannot be reached. Until it answers, "
        "keypoints grades in its place."
    ) in outcome.out.splitlines()


async def test_doctor_fails_where_every_question_is_past_its_review(tmp_path: Path) -> None:
    await _with_packs(tmp_path, "demo")
    make_pack(tmp_path / "pack", {"standby.md": question_text().replace("2026-", "2020-")})

    outcome = askaday(tmp_path, "doctor", ASKADAY_PACKS=str(tmp_path / "pack"))

    said = "FAILED: daily (console:test): nothing can be asked: 1 question past review_by. Check them in the pack."
    assert (outcome.status, _questions(outcome)) == (1, [said])


async def test_doctor_names_folders_packs_that_are_hidden_by_a_workspaces_own(tmp_path: Path) -> None:
    await _with_packs(tmp_path, "demo")
    make_pack(tmp_path / "pack", {"standby.md": question_text()})
    store, own = file_store(tmp_path / "askaday.db"), question(pack="demo")

    def keep(tx: Transaction) -> None:
        tx.own_packs.keep_manifest(WORKSPACE, replace(pack(name="demo"), questions=()), NOW)
        tx.own_packs.keep(WORKSPACE, own, NOW)
        tx.own_packs.keep_manifest(WORKSPACE, replace(pack(name="others"), questions=()), NOW)
        tx.own_packs.keep(WORKSPACE, replace(own, pack="others"), NOW)

    await store.call(keep)
    await store.close()

    outcome = askaday(tmp_path, "doctor", ASKADAY_PACKS=str(tmp_path / "pack"))

    said = (
        "WARNING: demo: console:test asks its own pack of this name, and nothing of the folder's. "
        "Give the folder's another name (`name:` in pack.yaml), unless it is its export."
    )
    assert [line.split(maxsplit=1)[1] for line in outcome.out.splitlines() if "asks its own" in line] == [said]
