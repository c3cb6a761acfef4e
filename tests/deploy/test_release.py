"""`make release` in a small repository: what keeps a version from being released is said before lint and tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content.shipped import ROOT

#: Programs that lint, test and build, as far as their place matters: each writes down that it ran.
PROGRAMS = ("ruff", "mypy", "lint-imports", "askaday", "pytest")


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.com")
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def program(path: Path, does: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "askaday"
    (folder / "bot").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "uv.lock", ".gitignore"):
        shutil.copy(ROOT / name, folder)
    (folder / "bot" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3 - 2026-12-01\n")
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Begin")
    for name in PROGRAMS:
        program(folder / ".venv" / "bin" / name, f'echo {name} >> "{tmp_path}/ran"')
    program(folder / ".venv" / "bin" / "python", f'exec "{sys.executable}" "$@"')
    program(folder / ".venv-uv" / "bin" / "uv", "mkdir dist && touch dist/askaday-1.2.3-py3-none-any.whl")
    for name in (".playable", ".ready", ".model"):
        (folder / ".venv" / name).touch()
    return folder


def release(folder: Path) -> tuple[int, str, str, list[str]]:
    """Run it, and give its status, what it says, which tags there are, and which programs ran."""
    who = {"GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.com", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        ["make", "--silent", "release"],
        cwd=folder,
        env={**os.environ, **who},
        capture_output=True,
        text=True,
        check=False,
    )
    said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("make"))
    ran = folder.parent / "ran"
    return (
        done.returncode,
        said or done.stdout,
        git(folder, "tag").strip(),
        ran.read_text().split() if ran.exists() else [],
    )


def test_what_is_right_is_tested_built_and_tagged(repository: Path) -> None:
    said = "askaday-1.2.3-py3-none-any.whl\nTagged v1.2.3. To publish: git push origin v1.2.3\n"

    assert release(repository) == (0, said, "v1.2.3", ["ruff", "ruff", "mypy", "lint-imports", "askaday", "pytest"])
    assert git(repository, "cat-file", "-t", "v1.2.3") == "tag\n"


def test_what_is_not_committed_is_not_released(repository: Path) -> None:
    (repository / "notes").touch()

    assert release(repository) == (2, "Commit first: the tag is of what is committed.", "", [])


def test_a_version_is_released_once(repository: Path) -> None:
    git(repository, "tag", "v1.2.3")

    said = "v1.2.3 is tagged already: CONTRIBUTING.md says where the version gets its next number."
    assert release(repository) == (2, said, "v1.2.3", [])


def test_a_version_that_the_changelog_does_not_have_is_not_released(repository: Path) -> None:
    (repository / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n## 1.2.30 - 2026-12-01\n")
    git(repository, "commit", "--quiet", "--all", "--message", "Go on")

    status, said, *rest = release(repository)

    # What follows is today.
    assert (status, said.rpartition(" ")[0], *rest) == (
        2,
        "CHANGELOG.md has no heading for 1.2.3, like: ## 1.2.3 -",
        "",
        [],
    )


def test_what_tests_leave_behind_is_not_released(repository: Path) -> None:
    program(repository / ".venv" / "bin" / "pytest", "touch left-behind")

    assert release(repository)[:3] == (2, "Commit first: the tag is of what is committed.", "")
