"""The words of a text, markup aside: what an import must keep, all of it and in order."""

import re

_FENCE = re.compile(r"(?:`{3,}|~{3,})[ \t]*[a-z]*")
_MARKUP = "*_#>|`\\•◦●▪-"
_INNER = str.maketrans("", "", "*`\\•◦●▪|")


def words(text: str) -> list[str]:
    """Give the words without list marks, emphasis, fences and table rules; list numbers are words."""
    kept = (line for line in text.split("\n") if not _is_markup(line.strip()))
    stripped = (token.translate(_INNER).strip(_MARKUP) for line in kept for token in line.split())
    return [token for token in stripped if token]


def _is_markup(line: str) -> bool:
    return bool(_FENCE.fullmatch(line)) or ("---" in line and not line.strip("|:- \t"))
