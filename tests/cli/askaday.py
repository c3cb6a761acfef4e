"""Running the command line: in a process that has everything imported already, or as a user starts it."""

import os
import sys
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory

import pexpect

import bot.cli
from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent.parent
#: The program itself, for tests of what a process does: signals, terminals, redirected output, its own home folder.
ASKADAY = Path(sys.executable).parent / "askaday"

# Imports, and parsing the shipped packs, are nearly all of what a short command costs: this server does them once, and
# forks for each command.
_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(
    [*(one.name for one in walk_packages(bot.cli.__path__, "bot.cli.")), "tests.cli.askaday", "tests.cli.preloaded"]
)


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int
    out: str
    err: str


def clean_environment(folder: Path, **changes: str) -> dict[str, str]:
    """Give an environment in which only the named settings are set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ASKADAY_", "DISCORD_", "SLACK_", "LINES"))
    }
    defaults = {
        "ASKADAY_DATABASE": str(folder / "askaday.db"),
        "ASKADAY_FETCH_MODEL": "no",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "120",
    }
    return kept | defaults | changes


def askaday(folder: Path, *words: str, **settings: str) -> Outcome:
    """Run a command in a folder, with nothing to read and nobody at a terminal."""
    with TemporaryDirectory() as written:
        out, err = Path(written, "out"), Path(written, "err")
        command = _SERVER.Process(target=_run, args=(folder, words, clean_environment(folder, **settings), out, err))
        command.start()
        command.join(PATIENCE)
        if command.exitcode is None:
            command.kill()
            raise TimeoutError(f"askaday {' '.join(words)}: {err.read_text('utf-8')}")
        return Outcome(command.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def at_terminal(folder: Path, *words: str, **settings: str) -> pexpect.spawn:
    """Start a command as a user does who sits at a terminal, in a folder; COLUMNS says how wide it is."""
    environment = clean_environment(folder, TERM="xterm", **settings)
    return pexpect.spawn(
        str(ASKADAY),
        list(words),
        cwd=folder,
        env=environment,
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(50, int(environment["COLUMNS"])),
    )


def leave(play: pexpect.spawn, typed: str = "/quit") -> int:
    """Leave what is played at a terminal, and give the status that it ends with."""
    play.sendline(typed)
    play.expect(pexpect.EOF)
    play.close()
    return int(play.exitstatus)


def _run(folder: Path, words: tuple[str, ...], environment: dict[str, str], out: Path, err: Path) -> None:
    """Be `askaday` in a process of its own; multiprocessing makes the status of what it ends with."""
    for number, path in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = [str(ASKADAY), *words]
    bot.cli.main()
