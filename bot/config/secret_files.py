"""Secrets in files, which variables ending in _FILE name: as Docker, Kubernetes and systemd hand them over."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.config.problems import unreadable
from bot.errors import SettingProblem
from bot.paths import from_home

#: What the name of a secret's variable ends with where its value is the path of a file.
SUFFIX = "_FILE"


def read_secrets(given: Mapping[str, str], secrets: Iterable[str]) -> tuple[dict[str, str], list[SettingProblem]]:
    """Give the secrets that stand in files, by variable, and what is wrong with those that should.

    `given` are the variables with their values, `secrets` those that hold a secret. White space around one is no part
    of it: files often end with a line end.
    """
    found: dict[str, str] = {}
    problems = []
    for variable in secrets:
        path = given.get(f"{variable}{SUFFIX}", "")
        if not path:
            continue
        text, saw, reason = _read(from_home(Path(path)))
        if given.get(variable):
            saw, reason = "both", f"{variable} is set, too: leave one of them out"
        if reason:
            problems.append(SettingProblem(f"{variable}{SUFFIX}", saw, reason, f"/run/secrets/{variable.lower()}"))
        else:
            found[variable] = text
    return found, problems


def _read(path: Path) -> tuple[str, str, str]:
    """Give what a file holds; else what there is in its place, and what is wrong with that."""
    if wrong := unreadable(path):
        return "", *wrong
    if not path.is_file():
        return "", str(path), "there is no such file"
    text = path.read_text("utf-8-sig").strip()
    return (text, "", "") if text else ("", "an empty file", "it has to hold the secret")
