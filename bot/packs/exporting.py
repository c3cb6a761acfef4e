"""A pack as one file that imports as the same pack."""

import csv
import io
import json
import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.domain.question import Pack
from bot.errors import PackError, PackProblem
from bot.packs.cells import COLUMNS, MANIFEST_COLUMNS, write_cell
from bot.packs.records import Manifest, QuestionRecord
from bot.packs.writing import unwritable
from bot.packs.yaml_text import write_yaml


class ExportForm(StrEnum):
    """The forms of an export."""

    JSON = "json"
    YAML = "yaml"
    CSV = "csv"


def export_text(pack: Pack, form: ExportForm) -> str:
    """Give the pack as text of a form.

    Raises:
        pydantic.ValidationError: the pack is not one that a folder may hold.
    """
    manifest = Manifest.of(pack).plain()
    questions = [QuestionRecord.of(question).plain() for question in pack.questions]
    if form is ExportForm.CSV:
        return _csv(manifest, questions)
    document = {**manifest, "questions": questions}
    if form is ExportForm.YAML:
        return write_yaml(document)
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def write_export(text: str, file: Path) -> None:
    """Write an export, all of it or nothing.

    Raises:
        PackError: it cannot be written.
    """
    try:
        reason = _irreplaceable(file)
        if not reason:
            _replace(Path(os.path.realpath(file)), text.encode("utf-8"))  # a link stays one
    except OSError as error:
        reason = unwritable(error)
    if reason:
        raise PackError([PackProblem(str(file), None, reason)])


def _irreplaceable(file: Path) -> str:
    if file.is_dir():
        return "is a folder; name a file in it"
    if file.exists() and not file.is_file():
        return "is no ordinary file; send standard output there instead"
    return ""


def _replace(file: Path, data: bytes) -> None:
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(file)
    except OSError:
        with suppress(OSError):  # where nothing can be written, there is nothing to take away either
            partial.unlink()
        raise


def _csv(manifest: dict[str, Any], questions: list[dict[str, Any]]) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*COLUMNS, *MANIFEST_COLUMNS])
    for question in questions:
        row = [write_cell(column, question.get(column)) for column in COLUMNS]
        row += [write_cell(column, manifest.get(field)) for column, field in MANIFEST_COLUMNS.items()]
        writer.writerow(row)
    return written.getvalue()
