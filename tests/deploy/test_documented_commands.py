"""Every command of the documents is run by a test; those in blocks called `console` need a host of their own."""

import re
from pathlib import Path

import pytest

from tests.cli.askaday import askaday
from tests.content.shipped import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: Those that other tests run, or `.ci/run` does, and which.
ELSEWHERE = {
    "uvx --from . askaday demo": "tests/deploy/test_image.py",
    "uv tool install .": "tests/deploy/test_image.py",
    "make demo": ".ci/run",
    "make test": ".ci/run",
    "askaday init": "tests/cli/test_init.py",
    "askaday run": "tests/e2e/test_run.py",
    "askaday upgrade --check": "tests/cli/test_upgrade.py",
    "askaday migrate --to postgresql://askaday@db.example.com/askaday": "tests/cli/test_migrate.py",
    "askaday discord invite": "tests/e2e/discord/test_process.py",
    "askaday packs export --workspace slack:T024BE7LD --out packs/own": "tests/cli/packs/test_own_export.py",
}
BANK = "prompt,answer,topics,level\nWhat is S3?,An object store for files of any size.,storage,foundation\n"


def _word(command: str) -> str:
    """Give the word of a command that its test has to have: the last but for what is made up."""
    return command.partition(" --")[0].rpartition(" ")[2]


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def test_what_other_tests_run_is_in_the_documents_and_in_them() -> None:
    told = {command for page in PAGES for command in commands(page)}

    assert {command for command in told if not command.startswith("askaday ")} <= ELSEWHERE.keys() <= told
    assert [
        command
        for command, test in ELSEWHERE.items()
        if "." not in command.split() and _word(command) not in (ROOT / test).read_text()
    ] == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if set(commands(page)) - ELSEWHERE.keys()], ids=lambda p: p.name
)
def test_commands_of_a_page_do_what_it_says(tmp_path: Path, page: Path) -> None:
    (tmp_path / "bank.csv").write_text(BANK)
    (tmp_path / "packs").mkdir()

    ended = {}
    for command in commands(page):
        if command not in ELSEWHERE:
            done = askaday(tmp_path, *command.split()[1:], ASKADAY_PACKS="packs" if "export" in command else "")
            ended[command] = (done.status, done.err)

    assert {command: outcome for command, outcome in ended.items() if outcome[0]} == {}
