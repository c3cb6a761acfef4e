"""JSON and YAML: questions wherever they stand in a document, and tables of questions and answers."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.errors import PackError, PackProblem
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.importing.guessing import slug
from bot.packs.importing.naming import Naming, missing, names_question
from bot.packs.importing.problems import Problems
from bot.packs.records import Manifest
from bot.packs.texts import is_name
from bot.packs.validation import Place
from bot.packs.yaml_text import Path, read_yaml

_DEEPEST: Final = 30
#: Keys that say nothing of what is below them.
_PLAIN_KEYS: Final = frozenset(
    re.findall(
        r"[\w$]+",
        """questions items results data quiz quizzes content contents cards notes entries list all records rows value
    values root test exam response bank pool""",
    )
)
_NOT_A_LIST: Final = "must be a list of questions, or an object with the key “questions” that holds one"


def drafts_of_json(text: str, file: str, naming: Naming) -> Drafts:
    """Read JSON, or one JSON object a line.

    Raises:
        PackError: it is not JSON, or holds no questions.
    """
    repeated: list[str] = []
    try:
        value = json.loads(text, object_pairs_hook=lambda pairs: _without_repeats(pairs, repeated))
    except json.JSONDecodeError as error:
        value = _by_lines(text)
        if value is None:
            raise PackError([PackProblem(file, error.lineno, f"is no valid JSON: {error.msg}")]) from None
    except RecursionError:
        raise PackError([PackProblem(file, None, "is nested too deeply")]) from None
    problems = [
        PackProblem(file, None, f"the key “{key}” is given twice in one object") for key in dict.fromkeys(repeated)
    ]
    return _drafts(value, file, {}, problems, naming)


def drafts_of_yaml(text: str, file: str, naming: Naming) -> Drafts:
    """Read YAML.

    Raises:
        PackError: it is not YAML, or holds no questions.
    """
    read = read_yaml(text)
    problems = [PackProblem(file, line, reason) for line, reason in read.problems]
    if read.value is None and problems:
        raise PackError(problems)
    return _drafts(read.value, file, read.lines, problems, naming)


def _by_lines(text: str) -> list[Any] | None:
    """Read one object a line; None: a line is none."""
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        return [json.loads(line) for line in lines] if len(lines) > 1 and lines[0].lstrip().startswith("{") else None
    except (json.JSONDecodeError, RecursionError):
        return None


def _without_repeats(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated.extend(sorted({key for key in keys if keys.count(key) > 1}))
    return entries


def _drafts(value: Any, file: str, lines: Mapping[Path, int], problems: list[PackProblem], naming: Naming) -> Drafts:
    manifest = _manifest(value)
    walk = _Walk(naming, file, lines)
    found = list(walk.questions(value, (), ()))
    if not found:
        found = list(walk.list(*_likeliest_list(value)))
    if (
        not found
        and not isinstance(value, list)
        and not (isinstance(value, dict) and isinstance(value.get("questions"), list))
    ):
        root: Path = ("questions",) if isinstance(value, dict) and "questions" in value else ()
        raise PackError([*problems, PackProblem(file, lines.get(root), _NOT_A_LIST)])
    naming.require()
    _require_names(found, naming)
    problems += walk.problems
    return Drafts(found, manifest, Place(file, lines), problems, (), len(found) + len(walk.problems))


def _require_names(found: list[Draft], naming: Naming) -> None:
    """See to it that some question has a prompt and something for an answer, by the names that are known.

    Raises:
        PackError: none has.
    """
    if not found or any(names_question(one.fields) for one in found):
        return
    held = {name for one in found for name in one.fields}
    lacking = [name for name in ("prompt", "model_answer") if name not in held]
    if lacking:
        said = missing(naming.met, lacking, what="key")
        alike = [PackProblem(one.place.file, one.place.line(()), one.place.prefix + said) for one in found]
        problems = Problems()
        problems.add(alike)
        raise PackError([*problems.told()])


def _manifest(value: Any) -> dict[str, Any]:
    """Give what a document says of the pack itself: only beside a list of questions."""
    if not isinstance(value, dict) or not isinstance(value.get("questions"), list):
        return {}
    given = {key: entry for key, entry in value.items() if key in Manifest.model_fields}
    if isinstance(given.get("name"), str) and not is_name(given["name"]):
        given.setdefault("title", given["name"])
        given["name"] = slug(given["name"])[:40].strip("-")
    for key in ("title", "description", "version", "licence", "language"):
        if key in given and not isinstance(given[key], str):
            given[key] = str(given[key]) if isinstance(given[key], (int, float)) else None
    return given


@dataclass(slots=True)
class _Walk:
    naming: Naming
    file: str
    lines: Mapping[Path, int]
    problems: list[PackProblem] = field(default_factory=list)
    count: int = 0

    def questions(self, value: Any, path: Path, above: tuple[str, ...]) -> Iterator[Draft]:
        """Find questions in a value; `above` are the keys that lead to it and say something."""
        if len(path) > _DEEPEST:
            raise PackError([PackProblem(self.file, self.lines.get(path), "is nested too deeply")])
        if isinstance(value, list):
            yield from self.in_list(value, path, above)
        elif isinstance(value, dict):
            yield from self.in_object(value, path, above)

    def in_list(self, value: list[Any], path: Path, above: tuple[str, ...]) -> Iterator[Draft]:
        if any(self.is_question(one) for one in value):
            yield from self.list(value, path, above)
        elif value and all(_is_pair(one) for one in value):
            for index, one in enumerate(value):
                yield self.draft({"question": one[0], "answer": one[1]}, (*path, index), above)
        else:
            for index, one in enumerate(value):
                yield from self.questions(one, (*path, index), above)

    def in_object(self, value: dict[str, Any], path: Path, above: tuple[str, ...]) -> Iterator[Draft]:
        if self.is_question(value):
            yield self.draft(value, path, above)
        elif _is_table(value):
            yield from self.table(value, path, above)
        else:
            for key, one in value.items():
                if _asks(key) and isinstance(one, dict) and self.is_question({"question": key, **one}):
                    yield self.draft({"question": key, **one}, (*path, key), above)
                else:
                    yield from self.questions(one, (*path, key), _with(above, key))

    def list(self, value: list[Any], path: Path, above: tuple[str, ...]) -> Iterator[Draft]:
        for index, one in enumerate(value):
            if isinstance(one, dict):
                yield self.draft(one, (*path, index), above)
            else:
                self.count += 1
                place = Place(
                    self.file,
                    {(): line} if (line := self.lines.get((*path, index))) else {},
                    f"question {self.count}: ",
                )
                self.problems.append(place.problem((), "must be an object with the fields of a question"))

    def table(self, value: dict[str, Any], path: Path, above: tuple[str, ...]) -> Iterator[Draft]:
        for key, one in value.items():
            if _is_answer(one) and not _is_note(key):
                answers = one if isinstance(one, list) else [one]
                yield self.draft({"question": key, "answer": answers[0], "synonyms": answers[1:]}, (*path, key), above)

    def draft(self, entries: dict[str, Any], path: Path, above: tuple[str, ...]) -> Draft:
        self.count += 1
        named = self.naming.named(entries)
        if above and "category" not in named and "topics" not in named:
            named["category"] = above[-1]
        return Draft(named, Place(self.file, _below(self.lines, path), f"question {self.count}: "))

    def is_question(self, value: Any) -> bool:
        return isinstance(value, dict) and names_question(self.naming.looked_up([str(key) for key in value]))


def _below(lines: Mapping[Path, int], path: Path) -> Mapping[Path, int]:
    """Give the lines of a value and of what is directly in it and in its lists."""
    if not lines:
        return {}
    return _Below(lines, path)


@dataclass(frozen=True, slots=True)
class _Below(Mapping[Path, int]):
    lines: Mapping[Path, int]
    root: Path

    def __getitem__(self, path: Path) -> int:
        return self.lines[self.root + path]

    def __iter__(self) -> Iterator[Path]:
        return (path[len(self.root) :] for path in self.lines if path[: len(self.root)] == self.root)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _likeliest_list(value: Any) -> tuple[list[Any], Path, tuple[str, ...]]:
    """Give the longest list of objects, where nothing in the document is named as questions are."""
    best: tuple[list[Any], Path, tuple[str, ...]] = ([], (), ())
    waiting: list[tuple[Any, Path]] = [(value, ())]
    while waiting:
        one, path = waiting.pop()
        if len(path) > _DEEPEST:
            continue
        if isinstance(one, list):
            is_questions = path[-1:] == ("questions",) or not path
            if (is_questions or any(isinstance(entry, dict) for entry in one)) and len(one) > len(best[0]):
                best = (one, path, ())
            waiting += [(entry, (*path, index)) for index, entry in enumerate(one) if isinstance(entry, (dict, list))]
        elif isinstance(one, dict):
            waiting += [(entry, (*path, key)) for key, entry in one.items() if isinstance(entry, (dict, list))]
    return best


def _with(above: tuple[str, ...], key: str) -> tuple[str, ...]:
    return above if key.casefold() in _PLAIN_KEYS or key.isdigit() else (*above, key)


def _is_pair(value: Any) -> bool:
    is_pair = isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value)  # noqa: PLR2004 - a pair
    return is_pair and _asks(value[0])


def _is_table(value: dict[str, Any]) -> bool:
    """Say whether an object is a table of questions and answers: most keys ask something, and have a short value."""
    asked = [key for key, one in value.items() if _is_answer(one) and not _is_note(key)]
    return bool(asked) and 2 * sum(map(_asks, asked)) >= len(asked)


def _is_note(key: str) -> bool:
    """Say whether a key is one of Red's own: AUTHOR, DESCRIPTION."""
    return re.fullmatch(r"[A-Z_]{2,40}", key) is not None


def _is_answer(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, (str, int, float)) for one in value)
    return isinstance(value, (str, int, float))


def _asks(text: str) -> bool:
    return "?" in text or len(text.split()) > 3  # noqa: PLR2004 - a key of so many words is a sentence
