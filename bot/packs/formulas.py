"""Formulas in CSV: what a spreadsheet would run is defused, whichever separator it takes, and can be restored.

A file that is written with commas may be opened with semicolons or tabs, and then a cell begins inside of another one.
See https://owasp.org/www-community/attacks/CSV_Injection
"""

import re
from typing import Final

#: What formulas begin with, also as East Asian keyboards write it.
_SIGNS: Final = r"=+\-@\uff1d\uff0b\uff0d\uff20"
#: What can part cells or lines, and what may stand before the formula: blanks and quotes.
_BEFORE: Final = r"\s\x1c-\x1f,;:|\""
#: Stands before a formula inside of a cell: an apostrophe, and an invisible word joiner by which it is known from the
#: apostrophes of a text.
_MARK: Final = "'\u2060"

_AT_START = re.compile(rf"'*+(?:[\s\"]*+[{_SIGNS}]|[\t\r])")
_DEFUSED_AT_START = re.compile(rf"'++(?:[\s\"]*+[{_SIGNS}]|[\t\r])")
# Only where such a run begins, and the run as a whole: texts of blanks alone are read once.
_INSIDE = re.compile(rf"(?<![{_BEFORE}])([{_BEFORE}]++)((?:{_MARK})*+)(?=[{_SIGNS}](\S?))")


def defuse(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet would run; `restore` takes it off again."""
    inside = _INSIDE.sub(_marked, text)
    return f"'{inside}" if _AT_START.match(inside) else inside


def restore(cell: str) -> str:
    """Undo `defuse`."""
    text = cell[1:] if _DEFUSED_AT_START.match(cell) else cell
    return _INSIDE.sub(_unmarked, text)


def _marked(found: re.Match[str]) -> str:
    return found[1] + _MARK + found[2] if _may_begin(found) else found[0]


def _unmarked(found: re.Match[str]) -> str:
    return found[1] + found[2].removeprefix(_MARK) if _may_begin(found) else found[0]


def _may_begin(found: re.Match[str]) -> bool:
    """Say whether a cell may begin there; a lone sign between blanks, as in "a - b", runs nowhere."""
    if found.start() == 0:
        # Behind blanks and quotes alone the apostrophe before the whole text is enough.
        return bool(found[1].strip(' "\u00a0\u3000'))
    return bool(found[1].strip(" ")) or bool(found[3])
