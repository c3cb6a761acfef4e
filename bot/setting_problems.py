"""What is wrong with settings in plain words, instead of what libraries say."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from dotenv.parser import Binding, parse_stream
from pydantic.fields import FieldInfo

from bot.errors import SettingProblem

_COMMAND = "a command has 1 to 31 small letters, digits, hyphens or underscores"
#: By field, what its pattern means.
_PATTERNS = {
    "command": _COMMAND,
    "quiz_command": _COMMAND,
    "discord_api": "an address begins with https:// and has no slash at its end",
    "discord_shards": "the numbers of shards, separated by commas, a slash, and how many there are in all",
    "public_url": "an address begins with https://",
    "slack_api": "an address begins with https:// and ends with a slash",
    "slack_reaction": "an emoji's name has small letters, digits and _ + - ' alone",
}


def reason_of(name: str, field: FieldInfo, detail: Mapping[str, Any]) -> str:
    """Say what a field wants, from an entry of pydantic's `ValidationError.errors()`."""
    kind = str(detail["type"])
    if kind.startswith("int_") or kind in ("greater_than_equal", "less_than_equal"):
        return _range(field)
    if kind == "literal_error":
        return f"it is one of {', '.join(get_args(field.annotation))}"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(name, "this form is not understood")
    return str(detail["msg"]).removeprefix("Value error, ")


def _range(field: FieldInfo) -> str:
    bounds = {name: getattr(bound, name) for bound in field.metadata for name in ("ge", "le") if hasattr(bound, name)}
    return f"a whole number from {bounds['ge']} to {bounds['le']} is needed"


def broken_lines(path: Path) -> list[SettingProblem]:
    """Give the lines of a settings file that set nothing and are no comments; a file that is missing has none.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: it is no UTF-8 text.
    """
    # It warns of the same lines, without saying in which file.
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [_broken(path, binding) for binding in parse_stream(file) if binding.error]


def _broken(path: Path, binding: Binding) -> SettingProblem:
    text = binding.original.string
    blank = len(text) - len(text.lstrip())
    line = binding.original.line + text.count("\n", 0, blank)
    # What comes after the name may be a secret.
    name, equals, _ = text.strip().partition("=")
    saw = f"{name.strip()}=…" if equals else "a line without ="
    reason = "the line cannot be read: it should be NAME=value, with quotes that are closed, or begin with #"
    return SettingProblem(f"{path.absolute()}:{line}", saw, reason, "")
