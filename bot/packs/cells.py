"""The cells of CSV files: one column per field, formulas defused, lists one entry per line or as JSON."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.packs.formulas import defuse, restore
from bot.packs.records import Manifest, QuestionRecord

#: The columns of a question, in order.
COLUMNS: Final = tuple(QuestionRecord.model_fields)
#: The columns of the pack itself, repeated in every row, and the fields of the manifest they hold.
MANIFEST_COLUMNS: Final[Mapping[str, str]] = {f"pack.{field}": field for field in Manifest.model_fields}

_LISTS = {
    *("topics", "services", "exam", "key_points", "hints", "choices", "references"),
    *("pack.topics", "pack.reference_domains"),
}
_NUMBERS = {"minutes", "at_least", "pack.form"}
_TRUTHS = {"draft": {"true": True, "false": False}}
_ADDRESS = re.compile(r"https?://(?=\S)")


def write_cell(column: str, value: Any) -> str:
    """Give the cell of a plain value, which reads back as the same value."""
    text = "" if value is None else _list_text(column, value) if isinstance(value, list) else str(value)
    return defuse(text)


def read_cell(column: str, cell: str) -> Any:
    """Give the plain value of a cell; what cannot be understood stays text for validation to judge."""
    text = restore(cell)
    if column in _LISTS:
        return _entries(column, text)
    if column in _NUMBERS and re.fullmatch(r"\s*\d{1,9}\s*", text):
        return int(text)
    return _TRUTHS.get(column, {}).get(text.strip().casefold(), text)


def _list_text(column: str, values: list[Any]) -> str:
    texts = [value["text"] if column == "key_points" and list(value) == ["text"] else value for value in values]
    if all(isinstance(text, str) for text in texts):
        joined = "\n".join(texts)
        if _entries(column, joined) == values:
            return joined
    return json.dumps(values, ensure_ascii=False)


def _entries(column: str, text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            found = None
        if isinstance(found, list):
            return found
    parts = text.split("\n" if "\n" in text else "|")
    return [_entry(column, part.strip()) for part in parts if part.strip()]


def _entry(column: str, text: str) -> Any:
    if column == "key_points":
        return {"text": text}
    # An address is the end of the last word.
    found = _ADDRESS.search(text, len(text) - len(text.rsplit(maxsplit=1)[-1])) if column == "references" else None
    if found is None:
        return text
    url = text[found.start() :]
    return {"title": text[: found.start()].rstrip() or url, "url": url}
