"""`askaday audit`: as a table, as CSV, as JSON."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.askaday import askaday
from tests.memory_store import file_store
from tests.worlds.builders import ADMIN, WORKSPACE, actor
from tests.worlds.playing import meet
from tests.worlds.world import new_world

EVE = actor("=HYPERLINK(1)\x1b[2J", member="eve")


@pytest.fixture
async def changed(tmp_path: Path) -> Path:
    """Give a folder with the database of a series that Root set up and paused, and Eve, of a hostile name, woke."""
    async with new_world(store=file_store(tmp_path / "askaday.db")) as world:
        await world.set_up()
        await meet(world, ADMIN, EVE)
        await world.command(ADMIN, "setup managers=root,eve")
        await world.command(EVE, "pause")
        await world.command(ADMIN, "workspace setup=administrators")
    return tmp_path


def test_audit_as_json(changed: Path) -> None:
    outcome = askaday(changed, "audit", "--format", "json")

    found = json.loads(outcome.out)
    assert (outcome.status, [(one["action"], one["name"]) for one in found]) == (
        0,
        [("workspace", "Root"), ("pause", EVE.name), ("setup", "Root"), ("setup", "Root")],
    )
    assert found[1] == {
        "at": "2026-12-07T08:00:00+00:00",
        "workspace": WORKSPACE,
        "series": "daily",
        "member": "eve",
        "name": EVE.name,
        "action": "pause",
        "detail": "daily",
        "before": {"state": "active"},
        "after": {"state": "paused: a manager asked for it"},
    }


def test_audit_as_csv_defuses_what_a_spreadsheet_would_run(changed: Path) -> None:
    outcome = askaday(changed, "audit", "--format", "csv")

    found = list(csv.DictReader(io.StringIO(outcome.out)))
    assert [one["name"] for one in found] == ["Root", f"'{EVE.name}", "Root", "Root"]
    assert json.loads(found[2]["after"]) == {"managers": ["eve", "root"]}


def test_audit_as_a_table_steers_no_terminal(changed: Path) -> None:
    outcome = askaday(changed, "audit")

    lines = outcome.out.splitlines()
    assert (len(lines), "\x1b" in outcome.out) == (5, False)
    assert [" ".join(line.split()) for line in lines[:3]] == [
        "Workspace When (UTC) Who What Before → after",
        "console:test 2026-12-07 08:00 Root workspace · setup=administrators setup: inviters → administrators",
        "console:test 2026-12-07 08:00 =HYPERLINK(1)[2J pause · daily state: active → paused: a manager asked for it",
    ]


def test_audit_of_one_workspace_series_and_time(changed: Path) -> None:
    of_series = askaday(changed, "audit", "--series", "DAILY", "--format", "json")
    of_workspace = askaday(changed, "audit", "--workspace", "console:other", "--format", "json")
    earlier = askaday(changed, "audit", "2020-01")

    assert [one["action"] for one in json.loads(of_series.out)] == ["pause", "setup", "setup"]
    assert (json.loads(of_workspace.out), earlier.out) == ([], "Nothing was changed in this time.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--series", "weekly"], "askaday: There is no series 'weekly'. Series: daily.\n"),
        (["fortnight"], "askaday: 'fortnight' is no period. For example"),
    ],
)
def test_mistakes_are_said_in_a_sentence(changed: Path, words: list[str], said: str) -> None:
    outcome = askaday(changed, "audit", *words)

    assert (outcome.status, outcome.err.startswith(said)) == (2, True)
