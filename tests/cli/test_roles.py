"""`askaday run --role …`: what goes with which settings, and what doctor says of the processes that run."""

from pathlib import Path

import pytest

from adapters.storage.postgres import PostgresStore
from bot.config.roles import Role
from tests.cli.askaday import Outcome, askaday
from tests.servers.postgres import new_database

ON_SQLITE = (
    "needs PostgreSQL: on SQLite one process does everything. Leave --role out, or name a server in ASKADAY_DATABASE."
)
SERVER = {"ASKADAY_DATABASE": "postgresql://127.0.0.1:1/askaday"}
#: Settings, a role, and the sentence that says why they do not go together.
REFUSED: dict[str, tuple[dict[str, str], str, str]] = {
    "connecting alone on SQLite": (
        {},
        "connect",
        f"--role connect {ON_SQLITE}",
    ),
    "working alone on SQLite": (
        {},
        "work",
        f"--role work {ON_SQLITE}",
    ),
    "nothing to connect to": (
        SERVER,
        "connect",
        "--role connect is for chat platforms, and none is set up. `askaday init` sets Slack or Discord up.",
    ),
    "nobody to send to": (
        SERVER,
        "work",
        "--role work is for chat platforms, and none is set up. `askaday init` sets Slack or Discord up.",
    ),
    "no pages": (SERVER, "web", "--role web shows the pages, and they are off. Set ASKADAY_WEB=on."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_role_that_does_not_go_with_the_settings_is_refused(tmp_path: Path, case: str) -> None:
    settings, role, said = REFUSED[case]

    outcome = askaday(tmp_path, "run", "--role", role, **settings)

    assert outcome == Outcome(2, "", f"askaday: {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_role_that_there_is_not_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    outcome = askaday(tmp_path, "run", "--role", "everything")

    assert outcome.status == 2
    assert "'everything' is not one of 'all', 'connect', 'work', 'web'" in " ".join(outcome.err.split())


#: Which processes run, with which settings, and what doctor says of them.
DISCORD = {"DISCORD_TOKEN": "MTk4NjIy.Cl2FMQ.ZnCjm1", "ASKADAY_DISCORD_API": "http://127.0.0.1:1"}
RUNNING: dict[str, tuple[list[str], dict[str, str], list[str]]] = {
    "none": ([], {}, []),
    "one that does everything": (["all"], {}, ["1 process in the last two minutes: 1 with --role all"]),
    "one of before there were roles": ([""], {}, ["1 process in the last two minutes: 1 with --role all"]),
    "one of each": (
        ["connect", "work", "work", "web"],
        DISCORD,
        ["4 processes in the last two minutes: 1 with --role connect, 1 with --role web, 2 with --role work"],
    ),
    "only one that connects": (
        ["connect"],
        {"ASKADAY_WEB": "on", "ASKADAY_PUBLIC_URL": "https://askaday.example.com"},
        [
            "1 process in the last two minutes: 1 with --role connect",
            "WARNING: none does what is due, so nothing is asked or sent: start one with --role work",
            "WARNING: none shows the pages: start one with --role web",
        ],
    ),
    "only one that works": (
        ["work"],
        DISCORD,
        [
            "1 process in the last two minutes: 1 with --role work",
            "WARNING: none hears what people do: start one with --role connect",
        ],
    ),
}


@pytest.mark.parametrize("case", RUNNING)
async def test_doctor_says_what_runs_and_what_nobody_does(tmp_path: Path, case: str) -> None:
    roles, settings, said = RUNNING[case]
    with new_database() as url:
        for role in roles:
            store = PostgresStore.open(url)
            await store.call(lambda tx, role=role: tx.upkeep.beat(role))  # type: ignore[misc]  # of this turn
            await store.close()

        outcome = askaday(tmp_path, "doctor", ASKADAY_DATABASE=url, **settings)

    told = [line.removeprefix("processes").strip() for line in outcome.out.splitlines() if line.startswith("processes")]
    assert told == said


def test_every_part_is_done_by_one_role_and_by_all() -> None:
    parts = {str(role): [role.connects, role.works, role.shows] for role in Role}

    assert parts == {
        "all": [True, True, True],
        "connect": [True, False, False],
        "work": [False, True, False],
        "web": [False, False, True],
    }
