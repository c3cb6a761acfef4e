"""Red-DiscordBot on a fake Discord: how it is installed, set up and started, in a venv of its own.

Its Python runs this file: `python -m benchmarks.idle.red ADDRESS INSTANCE …`, with what `redbot` takes.
"""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.discord.bare import reach

#: The newest one, for Python before 3.12.
RED = "Red-DiscordBot==3.5.24"
INSTANCE = "idle"


def python_with_red(folder: Path) -> Path:
    """Give a Python that has Red, in a venv below a folder that is made once.

    Raises:
        subprocess.CalledProcessError: it cannot be installed; its output says why.
    """
    venv = folder.absolute() / "red-discordbot"
    python = venv / "bin" / "python"
    if not (venv / RED).exists():
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(venv)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", RED],
        ):
            subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - the words are ours
        (venv / RED).touch()
    return python


def set_up(folder: Path) -> dict[str, str]:
    """Let Red keep what it keeps in a folder, and give the environment by which it finds that."""
    kept = {"DATA_PATH": str(folder), "COG_PATH_APPEND": "cogs", "CORE_PATH_APPEND": "core"}
    instances = {INSTANCE: {**kept, "STORAGE_TYPE": "JSON", "STORAGE_DETAILS": {}}}
    (folder / "Red-DiscordBot").mkdir()
    (folder / "Red-DiscordBot" / "config.json").write_text(json.dumps(instances), encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder)}


def main(address: str, *words: str) -> None:
    """Run it; it has no setting for where Discord is."""
    from redbot.__main__ import main as red  # type: ignore[import-not-found]  # noqa: PLC0415 - no dependency of ours

    reach(address)
    sys.argv = ["redbot", *words]
    red()


if __name__ == "__main__":
    main(*sys.argv[1:])
