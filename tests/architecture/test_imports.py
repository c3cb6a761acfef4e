"""What importing costs, and what the engine must not know."""

import json
import os
import subprocess
import sys

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


def modules_after(statement: str) -> set[str]:
    """Give the modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport json, sys\nsys.stdout.write(json.dumps(sorted(sys.modules)))"
    # Measuring coverage would load modules of its own, sqlite3 among them.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=unmeasured)
    loaded: list[str] = json.loads(done.stdout)
    return set(loaded)


def test_the_engine_loads_no_platform_and_no_database() -> None:
    loaded = modules_after(f"import {', '.join(ENGINE)}")

    assert loaded & PLATFORMS == set()


def test_the_command_line_loads_nothing_slow_before_a_command_runs() -> None:
    loaded = modules_after("import bot.cli")

    assert loaded & (SLOW | PLATFORMS) == set()


def test_grading_loads_nothing_that_only_the_installation_of_its_model_needs() -> None:
    loaded = modules_after("import adapters.grading.vectors.quantized")

    assert "onnx" not in loaded


#: Drawing takes a second to import, templates are for pages, and the rest, 28 MB of memory,
#: is for who grades, imports, types or keeps tokens.
LATER = {
    "matplotlib",
    "jinja2",
    "onnxruntime",
    "adapters.grading.aligned.aligning",
    "adapters.grading.llm.grader",
    "openpyxl",
    "prompt_toolkit",
    "cryptography",
}


def test_what_only_some_work_needs_is_loaded_with_the_first_of_it() -> None:
    needed = "bot, bot.cli, bot.bootstrap, bot.engine, bot.cli.play.app, bot.cli.play.terminal, bot.cli.reports.page"
    loaded = modules_after(f"import {needed}, adapters.discord.connection, adapters.slack.connection")
    drawing = modules_after("import adapters.charts.drawing")

    assert (loaded & LATER, drawing & LATER) == (set(), {"matplotlib"})
