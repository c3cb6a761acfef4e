"""What importing costs, and what the engine must not know."""

import json
import os
import subprocess
import sys

from tests.architecture.later import LATER

ENGINE = ["bot.engine", "bot.domain.rounds", "bot.packs.library", "bot.config.settings"]
PLATFORMS = {"slack_bolt", "slack_sdk", "discord", "aiohttp", "sqlite3", "sqlite_utils", "apscheduler"}
SLOW = {
    "pydantic",
    "structlog",
    "yaml",
    "markdown_it",
    "holidays",
    "snowballstemmer",
    "prompt_toolkit",
    "rich.markdown",
}


def after(statements: str, asked: str) -> list[object]:
    """Give what an expression is in a fresh interpreter after some statements: a list of what JSON can say."""
    code = f"{statements}\nimport json, sys\nsys.stdout.write(json.dumps({asked}))"
    # Measuring coverage would load modules of its own, sqlite3 among them.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=unmeasured)
    answer: list[object] = json.loads(done.stdout)
    return answer


def modules_after(statement: str) -> set[object]:
    """Give the modules that a fresh interpreter has loaded after a statement."""
    return set(after(statement, "sorted(sys.modules)"))


def test_the_engine_loads_no_platform_and_no_database() -> None:
    loaded = modules_after(f"import {', '.join(ENGINE)}")

    assert loaded & PLATFORMS == set()


def test_the_command_line_loads_nothing_slow_before_a_command_runs() -> None:
    loaded = modules_after("import bot.cli")

    assert loaded & (SLOW | PLATFORMS) == set()


def test_a_command_that_only_looks_at_the_database_loads_neither_engine_nor_packs() -> None:
    loaded = modules_after("import bot.cli.health, bot.config.settings, bot.databases")

    assert loaded & (LATER | {"bot.engine", "bot.packs.library", "markdown_it", "structlog", "apscheduler"}) == set()


def test_a_command_that_only_looks_at_packs_loads_neither_engine_nor_database() -> None:
    loaded = modules_after("import bot.cli.packs.app, bot.cli.packs.output, bot.config.settings, bot.packs.library")

    assert loaded & (LATER | PLATFORMS | {"bot.engine", "bot.bootstrap", "bot.databases", "structlog"}) == set()


def test_grading_loads_nothing_that_only_the_installation_of_its_model_needs() -> None:
    loaded = modules_after("import adapters.grading.vectors.quantized")

    assert "onnx" not in loaded


def test_what_only_some_work_needs_is_loaded_with_the_first_of_it() -> None:
    needed = "bot, bot.cli, bot.bootstrap, bot.engine, bot.cli.play.app, bot.cli.play.terminal, bot.cli.reports.page"
    loaded = modules_after(f"import {needed}, adapters.discord.connection, adapters.slack.connection")
    drawing = modules_after("import adapters.charts.drawing")

    assert (loaded & LATER, drawing & LATER) == (set(), {"matplotlib", "numpy"})


STARTING = """
import gc
from bot import garbage
usual, rounds = gc.get_threshold(), []
garbage.put_off()
gc.callbacks.append(lambda phase, info: rounds.append(phase))
import bot.bootstrap, bot.cli.play.terminal
from bot.packs.library import SHIPPED_PACKS, PackLibrary
PackLibrary([SHIPPED_PACKS]).packs()
"""


def test_nothing_is_looked_through_for_garbage_before_all_is_read() -> None:
    starting = after(STARTING, "rounds")
    # One round, of which Python tells the beginning and the end.
    kept = after(f"{STARTING}garbage.keep_for_good()", "[rounds, gc.get_threshold() == usual]")

    assert (starting, kept) == ([], [["start", "stop"], True])


ENDING = """
import gc, sys
from bot.cli import main
sys.argv = ["askaday", "nothing"]
try:
    main()
except SystemExit as end:
    status = end.code
"""


def test_what_a_command_leaves_is_not_looked_through_when_it_ends() -> None:
    assert after(ENDING, "[status, gc.get_freeze_count() > 20_000, len(gc.get_objects()) < 2_000]") == [2, True, True]
