"""What validation finds, said in plain sentences at the line of a file."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, NoneType
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.domain.text import one_line
from bot.errors import PackError, PackProblem
from bot.packs.records import ChoiceRecord, KeyPointRecord, Manifest, QuestionRecord, Record, ReferenceRecord
from bot.packs.texts import IN_WORDS
from bot.packs.yaml_text import Path

R = TypeVar("R", bound=Record)

_KNOWN_KEYS = sorted(
    {
        key
        for model in (QuestionRecord, Manifest, KeyPointRecord, ChoiceRecord, ReferenceRecord)
        for key in model.model_fields
    }
)
#: Characters shown of a value that is wrong.
_EXCERPT = 40
_NO_LINES: Mapping[Path, int] = MappingProxyType({})
_SENTENCES = {
    "missing": "is missing",
    "string_type": "must be text{quotes} (saw {saw})",
    "string_pattern_mismatch": "must be {rule} (saw {saw})",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "string_unicode": "holds half a character (a lone surrogate)",
    "tuple_type": "must be a list (saw {saw})",
    "model_type": "must be keys and values (saw {saw})",
    "float_type": "must be a number (saw {saw})",
    "int_type": "must be a whole number (saw {saw})",
    "bool_type": "must be true or false (saw {saw})",
    "greater_than": "must be above {gt} (saw {saw})",
    "greater_than_equal": "must be at least {ge} (saw {saw})",
    "less_than_equal": "must be at most {le} (saw {saw})",
    "finite_number": "must be a finite number (saw {saw})",
    "enum": "must be {expected} (saw {saw})",
    "too_long": "has {actual_length} entries; at most {max_length} are taken",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the data that is validated stands."""

    file: str
    #: 1-based lines by path; the longest known beginning of a path counts.
    lines: Mapping[Path, int] = field(default_factory=lambda: _NO_LINES)
    #: What to say before the key, for example "question 3: ".
    prefix: str = ""
    #: The line of what stands in none of `lines`: large tables would need as many of these as they have rows.
    start: int | None = None

    def line(self, path: Path) -> int | None:
        """Give the line of a value, or of the nearest one around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return self.start

    def problem(self, path: Path, reason: str) -> PackProblem:
        """Give a problem of the value at a path."""
        key = _spelt(path)
        return PackProblem(self.file, self.line(path), one_line(f"{self.prefix}{key + ': ' if key else ''}{reason}"))


def validate(model: type[R], data: Any, place: Place, *, vocabulary: tuple[str, ...] = ()) -> R:
    """Make a record of plain data.

    Raises:
        PackError: with everything that is wrong.
    """
    try:
        return model.model_validate(data, context=vocabulary)
    except ValidationError as error:
        raise PackError(problems_of(error, place)) from None


def problems_of(error: ValidationError, place: Place) -> tuple[PackProblem, ...]:
    """Say what pydantic found."""
    found = error.errors(include_url=False)
    inside = {details["loc"][:end] for details in found for end in range(len(details["loc"]))}
    # A list whose only entries are wrong is not empty, though pydantic counts it so.
    meant = (details for details in found if details["type"] != "too_short" or details["loc"] not in inside)
    return tuple(place.problem(*_finding(details)) for details in meant)


def _finding(details: ErrorDetails) -> tuple[Path, str]:
    path = details["loc"]
    if details["type"] == "extra_forbidden":
        return path, _unknown_key(str(path[-1]))
    if details["type"] == "too_short":
        return path, "is empty"
    if details["type"] == "without_rubric":  # found where the choices are looked at, and said of what is wanted
        return (*path[:-1], "key_points"), details["msg"]
    template = _SENTENCES.get(details["type"])
    if template is None:
        return path, details["msg"]
    given, context = details["input"], details.get("ctx", {})
    said = {"saw": _excerpt(given), "quotes": _quotes(given), "rule": IN_WORDS.get(context.get("pattern", ""), "")}
    return path, template.format_map({**context, **said})


def _quotes(value: object) -> str:
    """Say how what YAML takes for something else becomes text."""
    return "" if isinstance(value, (list, dict, NoneType)) else "; put it in quotes"


def _unknown_key(key: str) -> str:
    near = difflib.get_close_matches(key, _KNOWN_KEYS, n=1)
    return f"is not a known key; did you mean “{near[0]}”?" if near else "is not a known key"


def _excerpt(value: object) -> str:
    text = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _spelt(path: Path) -> str:
    spelt = ""
    for step in path:
        spelt += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return spelt.removeprefix(".")
