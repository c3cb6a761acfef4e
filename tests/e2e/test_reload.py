"""Packs are read anew by a process that serves, told by `askaday packs reload` or by SIGHUP itself."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cli.askaday import ASKADAY, askaday, clean_environment
from tests.packs.samples import HEADER, MANIFEST, make_pack, question_text

OURS = MANIFEST.replace("demo", "ours")
PACKS = {"ASKADAY_PACKS": "packs"}


def text_of(name: str) -> str:
    """Give a question's file, good for years."""
    return question_text(HEADER.replace("standby", name).replace("2026-06", "2036-06"))


class Serving:
    """The process, and its log as far as it was read."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def until(self, event: str) -> list[dict[str, Any]]:
        """Read the log up to a line, and give what stood there."""
        seen: list[dict[str, Any]] = []
        assert self.process.stderr is not None
        for line in iter(self.process.stderr.readline, ""):
            seen.append(json.loads(line))
            if seen[-1]["event"] == event:
                return seen
        raise AssertionError([event, seen])


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    with subprocess.Popen(
        [ASKADAY, "run"],
        cwd=folder,
        env=clean_environment(folder, ASKADAY_LOG_FORMAT="json", PYTHONUNBUFFERED="1", **PACKS),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        found = Serving(process)
        try:
            found.until("running")
            yield found
        finally:
            process.kill()


def ours(folder: Path) -> Path:
    return make_pack(folder / "packs" / "ours", {f"{name}.md": text_of(name) for name in ("one", "two")}, OURS)


NOBODY = (
    "askaday: No Askaday serves the database {database}, so there is nobody to tell. Packs are read when it starts. "
    "One that is played at a terminal is started again.\n"
)


def nobody(folder: Path) -> tuple[int, str, str]:
    return 1, "", NOBODY.format(database=folder / "askaday.db")


def test_command_and_signal_let_the_process_read_packs_anew(tmp_path: Path) -> None:
    pack = ours(tmp_path)
    questions = pack / "questions"
    with serving(tmp_path) as running:
        (questions / "three.md").write_text(text_of("three"))
        (questions / "two.md").write_text("no front matter")
        told = askaday(tmp_path, "packs", "reload", **PACKS)
        first = running.until("packs were read anew")

        (questions / "two.md").write_text(text_of("two").replace("associate", "foundation"))
        running.process.send_signal(signal.SIGHUP)
        second = running.until("packs were read anew")

        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait() == 0

    assert (told.status, told.out.splitlines()[0].startswith(f"Told process {running.process.pid}: 2 packs, ")) == (
        1,
        True,
    )
    assert told.err.endswith("problem in 1 file. These are left out.\n")
    broken = [[one for one in lines if one["event"] == "left out of the packs"] for lines in (first, second)]
    assert [(one["pack"], "two.md" in one["problem"]) for one in broken[0]] == [("ours", True)]
    figures = [(one["packs"]["ours"], one["added"], one["removed"], one["changed"]) for one in (first[-1], second[-1])]
    assert (figures, broken[1]) == ([(2, 1, 1, 0), (3, 1, 0, 0)], [])


def test_where_nobody_runs_it_says_so(tmp_path: Path) -> None:
    ours(tmp_path)
    before = askaday(tmp_path, "packs", "reload", **PACKS)
    with serving(tmp_path) as running:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait()
    after = askaday(tmp_path, "packs", "reload", **PACKS)

    assert [(one.status, one.out, one.err) for one in (before, after)] == [nobody(tmp_path)] * 2
    assert not (tmp_path / "askaday.db.pid").exists()


def test_number_that_a_crash_left_behind_is_told_nothing(tmp_path: Path) -> None:
    ours(tmp_path)
    with serving(tmp_path) as running:
        running.process.kill()
        running.process.wait()
    # Whoever has that number now would be ended by the signal.
    with subprocess.Popen(["sleep", "1000"]) as innocent:
        (tmp_path / "askaday.db.pid").write_text(str(innocent.pid))
        told = askaday(tmp_path, "packs", "reload", **PACKS)
        is_alive = innocent.poll() is None
        innocent.kill()

    assert ((told.status, told.out, told.err), is_alive) == (nobody(tmp_path), True)
