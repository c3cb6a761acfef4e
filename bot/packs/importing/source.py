"""The file an import reads: its text and its form."""

import re
from enum import StrEnum
from pathlib import Path

from bot.errors import PackError, PackProblem
from bot.packs.folder import read_text, unreadable

_LARGEST_MB = 100


class Form(StrEnum):
    """The forms that can be imported."""

    PAGE = "page"
    CSV = "csv"
    JSON = "json"
    YAML = "yaml"


_ENDINGS = {".csv": Form.CSV, ".tsv": Form.CSV, ".json": Form.JSON, ".yaml": Form.YAML, ".yml": Form.YAML}
_YAML_START = re.compile(
    r"(?:---\s*\n|#[^\n]*\n|\s*\n)*(?:- )?(?:name|title|questions|id|prompt|description):", re.IGNORECASE
)


def read_source(file: Path) -> str:
    r"""Read the text of an import file with `\n` line ends.

    Raises:
        PackError: it is missing, too large, not text, or empty.
    """
    try:
        size = file.stat().st_size
    except OSError as error:
        raise PackError([unreadable(file, error)]) from None
    if size > _LARGEST_MB * 2**20:
        raise PackError([PackProblem(str(file), None, f"is larger than {_LARGEST_MB} MB; split it")])
    text = read_text(file)
    if "\x00" in text:
        raise PackError(
            [PackProblem(str(file), text.count("\n", 0, text.index("\x00")) + 1, "is not text (it holds a zero byte)")]
        )
    if not text.strip():
        raise PackError([PackProblem(str(file), None, "is empty")])
    return text


def guess_form(file: Path, text: str) -> Form:
    """Tell the form by the file's ending, else by how its text begins."""
    ending = _ENDINGS.get(file.suffix.lower())
    if ending:
        return ending
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return Form.JSON
    return Form.YAML if _YAML_START.match(text[:2000]) else Form.PAGE
