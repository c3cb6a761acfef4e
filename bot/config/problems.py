"""What is wrong with settings in plain words, instead of what libraries say."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from dotenv.parser import Binding, parse_stream
from pydantic.fields import FieldInfo

from bot.errors import SettingProblem

_LINES = "a file of lines NAME=value"
_COMMAND = "a command has 1 to 31 small letters, digits, hyphens or underscores"
#: By field, what its pattern means.
_PATTERNS = {
    "command": _COMMAND,
    "quiz_command": _COMMAND,
    "manage_command": _COMMAND,
    "discord_api": "an address begins with https:// or http:// and has no slash at its end",
    "discord_shards": "the numbers of shards, separated by commas, a slash, and how many there are in all",
    "public_url": "an address begins with https:// or http://",
    "slack_api": "an address begins with https:// or http:// and ends with a slash",
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
    if kind == "string_too_long":
        return f"it has at most {detail['ctx']['max_length']} characters"
    return str(detail["msg"]).removeprefix("Value error, ")


def _range(field: FieldInfo) -> str:
    bounds = {name: getattr(bound, name) for bound in field.metadata for name in ("ge", "le") if hasattr(bound, name)}
    return f"a whole number from {bounds['ge']} to {bounds['le']} is needed"


def file_problems(path: Path) -> list[SettingProblem]:
    """Give what is wrong with a settings file as a whole, or with its lines; one that is missing has nothing wrong.

    A line is wrong that sets nothing and is no comment.
    """
    # It warns of the same lines, without saying in which file.
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)
    if reason := unreadable(path, _LINES):
        return [SettingProblem(str(path), reason[0], reason[1], "")]
    return [_broken(path, binding) for binding in _bindings(path) if binding.error]


def repeated_names(path: Path) -> list[str]:
    """Say which names a settings file that can be read sets more than once, a sentence each."""
    lines: dict[str, list[int]] = {}
    for binding in _bindings(path) if not unreadable(path) else ():
        if binding.key:
            lines.setdefault(binding.key.upper(), []).append(_line(binding))
    return [
        f"{name} stands in {path} more than once (lines {', '.join(map(str, found))}): the last one counts."
        for name, found in lines.items()
        if len(found) > 1
    ]


def _bindings(path: Path) -> list[Binding]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig") as file:
        return list(parse_stream(file))


def unreadable(path: Path, wanted: str = "a file") -> tuple[str, str] | None:
    """Give what a file of settings is, and why it cannot be read; None where it can, or is missing.

    A pipe is not opened: reading it could wait for ever.
    """
    try:
        if path.is_symlink() and not path.exists():
            return "a link", "it leads to no file"
        if not path.exists() or path.is_char_device():  # such as /dev/null
            return None
        if not path.is_file():
            return "a folder" if path.is_dir() else "a pipe", f"it has to be {wanted}"
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return f"line {line}", "it is not UTF-8 text; save it as UTF-8"
    except OSError as error:
        return error.strerror or str(error), "the file cannot be read"
    return None


def _line(binding: Binding) -> int:
    text = binding.original.string
    return binding.original.line + text.count("\n", 0, len(text) - len(text.lstrip()))


def _broken(path: Path, binding: Binding) -> SettingProblem:
    # What comes after the name may be a secret.
    name, equals, _ = binding.original.string.strip().partition("=")
    saw = f"{name.strip()}=…" if equals else "a line without ="
    reason = "the line cannot be read: it should be NAME=value, with quotes that are closed, or begin with #"
    return SettingProblem(f"{path.absolute()}:{_line(binding)}", saw, reason, "")
