import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.series import Results
from tests.cli.askaday import askaday
from tests.memory_store import file_store
from tests.worlds.builders import ANA, BO, CY, actor
from tests.worlds.playing import BOTH, HALF, play
from tests.worlds.world import new_world


def test_stats_as_json(played: Path) -> None:
    outcome = askaday(played, "stats", "all", "--format", "json")

    rows = [
        (row["name"], row["rounds"], row["answered"], row["rate"], row["points"]) for row in json.loads(outcome.out)
    ]
    assert (outcome.status, rows) == (0, [("Ana", 1, 1, 1.0, 10), ("Bo", 1, 1, 1.0, 2)])


def test_stats_as_csv(played: Path) -> None:
    outcome = askaday(played, "stats", "2026-W50", "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert [(row["series"], row["name"], row["mean_score"], row["streak"]) for row in rows] == [
        ("daily", "Ana", "1.0", "1"),
        ("daily", "Bo", "0.001", "1"),
    ]


def test_stats_as_a_table(played: Path) -> None:
    outcome = askaday(played, "stats", "all")

    lines = [line.split() for line in outcome.out.splitlines()]
    assert lines == [
        ["Participation:", "All", "time"],
        ["Series", "Member", "Rounds", "Answered", "Rate", "Score", "Points", "Streak", "Longest", "Last", "answer"],
        ["daily", "Ana", "1", "1", "100", "%", "100", "%", "10", "1", "1", "2026-12-07"],
        ["daily", "Bo", "1", "1", "100", "%", "0", "%", "2", "1", "1", "2026-12-07"],
    ]


def test_stats_of_a_period_without_answers(played: Path) -> None:
    outcome = askaday(played, "stats", "2020-01")

    assert (outcome.status, outcome.out) == (0, "Nobody has answered in this period (January 2020).\n")


def test_stats_of_an_unknown_series_names_those_there_are(played: Path) -> None:
    outcome = askaday(played, "stats", "--series", "weekly")

    assert (outcome.status, outcome.err) == (2, "askaday: There is no series 'weekly'. Series: daily.\n")


def test_stats_of_a_period_that_is_none(played: Path) -> None:
    outcome = askaday(played, "stats", "fortnight")

    said = outcome.err.splitlines()[0]
    assert (outcome.status, said.startswith("askaday: 'fortnight' is no period. For example")) == (2, True)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("x;=1+1", "x;'\u2060=1+1"),
        ("Ana\t@SUM(1)", "Ana\t'\u2060@SUM(1)"),
        ("\uff1d1+1", "'\uff1d1+1"),
    ],
)
async def test_stats_as_csv_defuse_names_that_are_formulas(tmp_path: Path, name: str, cell: str) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await world.at(datetime(2026, 12, 7, 9, tzinfo=UTC))
        await world.say(actor(name), "lanterns")
        await world.at(datetime(2026, 12, 7, 17, tzinfo=UTC))

    outcome = askaday(tmp_path, "stats", "all", "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert [row["name"] for row in rows] == [cell]


def test_stats_name_the_period_and_give_instants_in_full(played: Path) -> None:
    as_json = askaday(played, "stats", "2026-W50", "--format", "json")
    as_csv = askaday(played, "stats", "2026-W50", "--format", "csv")

    [ana, bo] = json.loads(as_json.out)
    assert list(ana) == [
        "period", "series", "member", "name", "rounds", "answered", "mean_score", "points", "streak", "longest",
        "last_answer", "rate", "quick",
    ]  # fmt: skip
    assert (ana["period"], ana["last_answer"]) == ("2026-W50", "2026-12-07T09:00:00+00:00")
    rows = list(csv.DictReader(io.StringIO(as_csv.out)))
    assert rows == [{name: str(value) for name, value in row.items()} for row in (ana, bo)]


async def test_stats_in_a_pipe_are_not_cut(tmp_path: Path) -> None:
    name = "Maximiliane Konstantinopolitanova-Oberhuber of the department for everything else"
    async with new_world(datetime(2026, 12, 7, 8, 59, tzinfo=UTC), file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await world.after(minutes=1)
        await world.say(replace(actor("Max"), name=name), "Nothing comes to mind")
        await world.after(hours=8)

    outcome = askaday(tmp_path, "stats", "2026-Q4", COLUMNS="80")

    lines = outcome.out.splitlines()
    assert (lines[0], len(lines)) == ("Participation: Quarter 4 of 2026", 3)
    assert lines[2].split() == ["daily", *name.split(), "1", "1", "100", "%", "0", "%", "2", "1", "1", "2026-12-07"]


@pytest.fixture
async def four_answers(tmp_path: Path) -> Path:
    """Give a folder with the database of a series that closed a round with four answers, and named nobody."""
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up(results=Results.NONE)
        await play(world, {ANA: BOTH, BO: BOTH, CY: HALF, actor("=1+1"): HALF})
    return tmp_path


def records(folder: Path, view: str) -> list[dict[str, object]]:
    outcome = askaday(folder, "stats", view, "2026-Q4", "--format", "json")
    assert (outcome.status, outcome.err) == (0, "")
    found: list[dict[str, object]] = json.loads(outcome.out)
    return found


def test_stats_of_weeks(four_answers: Path) -> None:
    assert records(four_answers, "weeks") == [
        {
            "series": "daily", "period": "2026-Q4", "week": "2026-W50", "rounds": 1, "possible": 4, "answers": 4,
            "quick": 0, "rate": 1.0, "in_channel": None, "channel_rate": None, "first_after": 0,
        }
    ]  # fmt: skip


def test_stats_of_topics(four_answers: Path) -> None:
    [topic] = records(four_answers, "topics")

    assert (topic["topic"], topic["met"], topic["trend"], topic["withheld"]) == ("storage", 0.75, None, False)


def test_stats_of_people_say_levels(four_answers: Path) -> None:
    assert [(one["name"], one["level"], one["strong"], one["rate"]) for one in records(four_answers, "people")] == [
        ("=1+1", "too early", [], 1.0),
        ("Ana", "too early", [], 1.0),
        ("Bo", "too early", [], 1.0),
        ("Cy", "too early", [], 1.0),
    ]


def test_stats_of_questions(four_answers: Path) -> None:
    [question] = records(four_answers, "questions")

    assert (question["topic"], question["answered"], question["met"], question["unmet"], question["marks"]) == (
        "storage",
        4,
        0.75,
        [],
        [],
    )


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("weeks", "No question was asked in this period."),
        ("topics", "Nothing is known of any topic in this period."),
        ("people", "Nobody has ever answered."),
        ("questions", "No question was asked in this period."),
        ("forecast", "Nothing will be forgotten in the next four weeks."),
    ],
)
async def test_views_that_have_nothing_to_show_say_so(tmp_path: Path, view: str, said: str) -> None:
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()

    outcome = askaday(tmp_path, "stats", view)

    assert (outcome.status, outcome.out) == (0, f"{said}\n")


@pytest.mark.parametrize("view", ["weeks", "topics", "people", "questions", "forecast"])
def test_views_have_the_same_columns_in_every_form(four_answers: Path, view: str) -> None:
    as_csv = askaday(four_answers, "stats", view, "2026-Q4", "--format", "csv")
    table = askaday(four_answers, "stats", view, "2026-Q4")

    header, *rows = csv.reader(io.StringIO(as_csv.out))
    assert [list(record) for record in records(four_answers, view)] == [header] * len(rows)
    assert len(table.out.splitlines()) == len(rows) + 1


def test_views_as_csv_defuse_names_that_are_formulas(four_answers: Path) -> None:
    as_csv = askaday(four_answers, "stats", "people", "2026-Q4", "--format", "csv")

    assert [row["name"] for row in csv.DictReader(io.StringIO(as_csv.out))] == ["'=1+1", "Ana", "Bo", "Cy"]


async def test_feedback_by_question(tmp_path: Path) -> None:
    store = file_store(tmp_path / "askaday.db")
    async with new_world(store=store) as world:
        await world.set_up()
        played = await play(world, {ANA: BOTH})
        for who, action in ((ANA, "bad"), (BO, "bad"), (CY, "good")):
            await world.press(who, action, f"round:{played.id}")

    table, as_json = (askaday(tmp_path, "packs", "feedback", *how) for how in ((), ("--json",)))

    ref = played.question.ref if played.question else ""
    assert [line.split() for line in table.out.splitlines()] == [["Question", "Good", "Bad"], [ref, "1", "2"]]
    assert json.loads(as_json.out) == [{"ref": ref, "good": 1, "bad": 2}]


def test_feedback_where_nobody_gave_any(played: Path) -> None:
    outcome = askaday(played, "packs", "feedback")

    assert (outcome.status, outcome.out) == (0, "Nobody has said yet what they think of a question.\n")
