"""JSON and YAML: an object with the manifest's fields and `questions`, or a bare list of questions."""

import json
from collections.abc import Mapping
from typing import Any

from bot.errors import PackError, PackProblem
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.validation import Place
from bot.packs.yaml_text import Path, read_yaml


def drafts_of_json(text: str, file: str) -> Drafts:
    """Read JSON.

    Raises:
        PackError: it is not JSON, or not of that shape.
    """
    repeated: list[str] = []
    try:
        value = json.loads(text, object_pairs_hook=lambda pairs: _without_repeats(pairs, repeated))
    except json.JSONDecodeError as error:
        raise PackError([PackProblem(file, error.lineno, f"is no valid JSON: {error.msg}")]) from None
    except RecursionError:
        raise PackError([PackProblem(file, None, "is nested too deeply")]) from None
    problems = [PackProblem(file, None, f"the key “{key}” is given twice in one object") for key in repeated]
    return _drafts(value, file, {}, problems)


def drafts_of_yaml(text: str, file: str) -> Drafts:
    """Read YAML.

    Raises:
        PackError: it is not YAML, or not of that shape.
    """
    read = read_yaml(text)
    problems = [PackProblem(file, line, reason) for line, reason in read.problems]
    if read.value is None and problems:
        raise PackError(problems)
    return _drafts(read.value, file, read.lines, problems)


def _without_repeats(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated.extend(sorted({key for key in keys if keys.count(key) > 1}))
    return entries


def _drafts(value: Any, file: str, lines: Mapping[Path, int], problems: list[PackProblem]) -> Drafts:
    manifest: dict[str, Any] = {}
    root: Path = ()
    if isinstance(value, dict):
        manifest = {key: entry for key, entry in value.items() if key != "questions"}
        value, root = value.get("questions"), ("questions",)
    if not isinstance(value, list):
        reason = "must be a list of questions, or an object with the key “questions” that holds one"
        raise PackError([*problems, PackProblem(file, lines.get(root), reason)])
    below = _lines_by_question(lines, root)
    drafts = []
    for index, fields in enumerate(value):
        place = Place(file, below.get(index, {}), f"question {index + 1}: ")
        if isinstance(fields, dict):
            drafts.append(Draft(fields, place))
        else:
            problems.append(place.problem((), "must be an object with the fields of a question"))
    return Drafts(drafts, manifest, Place(file, lines), problems)


def _lines_by_question(lines: Mapping[Path, int], root: Path) -> dict[int, dict[Path, int]]:
    below: dict[int, dict[Path, int]] = {}
    for path, line in lines.items():
        if len(path) > len(root) and path[: len(root)] == root:
            below.setdefault(int(path[len(root)]), {})[path[len(root) + 1 :]] = line
    return below
