"""What hosts run Askaday by, held against what they take: unit, image, compose, forms for issues."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.cli import FAILURE, MISUSE
from tests.content.shipped import ROOT

BINARIES = Path(sys.executable).parent
UNIT = ROOT / "deploy" / "askaday.service"
COMPOSE = ROOT / "deploy" / "compose.yaml"
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def said(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    # What it starts is looked for where the unit says.
    program = tmp_path / "askaday"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/askaday/bin/askaday", str(program)))

    status, told = said("systemd-analyze", "verify", "--man=no", unit)

    assert (status, [line for line in told.splitlines() if unit.name in line]) == (0, [])


def test_what_may_pass_comes_back_and_what_cannot_does_not() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(UNIT.read_text())
    service = yaml.safe_load(COMPOSE.read_text())["services"]["askaday"]

    assert (FAILURE, MISUSE) == (1, 2)
    assert unit["Service"]["Restart"] == "on-failure"
    assert unit["Service"]["RestartPreventExitStatus"] == str(MISUSE)
    assert service["restart"] == "unless-stopped"


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    assert said(BINARIES / "hadolint", "Dockerfile") == (0, "")


def test_compose_keeps_to_its_schema() -> None:
    status, told = said(BINARIES / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE)

    assert (status, told) == (0, "ok -- validation done\n")


def test_compose_refuses_what_is_none(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(COMPOSE.read_text().replace("restart:", "restarts:"))

    status, _ = said(BINARIES / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", wrong)

    assert status == 1


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_forms_for_issues_keep_to_their_schema(form: Path) -> None:
    kind = "config" if form.stem == "config" else "forms"

    status, told = said(BINARIES / "check-jsonschema", "--builtin-schema", f"vendor.github-issue-{kind}", form)

    assert (status, told) == (0, "ok -- validation done\n")


def test_there_are_forms() -> None:
    assert [form.stem for form in FORMS] == ["config", "fault", "question", "wish"]


def test_the_image_and_compose_begin_where_the_documents_say() -> None:
    service = yaml.safe_load(COMPOSE.read_text())["services"]["askaday"]

    assert (COMPOSE.parent / service["build"]["context"] / "Dockerfile").resolve() == ROOT / "Dockerfile"
    assert (COMPOSE.parent / service["env_file"]).resolve() == ROOT / ".env"
