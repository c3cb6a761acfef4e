"""A pack as one file that imports as the same pack."""

import csv
import io
import json
import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from bot.domain.question import Pack, Question
from bot.domain.text import count
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
    ANKI = "anki"


def export_text(pack: Pack, form: ExportForm) -> str:
    """Give the pack as text of a form.

    Raises:
        pydantic.ValidationError: the pack is not one that a folder may hold.
    """
    manifest = Manifest.of(pack).plain()
    questions = [QuestionRecord.of(question).plain() for question in pack.questions]
    if form is ExportForm.CSV:
        return _csv(manifest, questions)
    if form is ExportForm.ANKI:
        return anki_text(pack)
    document = {**manifest, "questions": questions}
    if form is ExportForm.YAML:
        return write_yaml(document)
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def lost_in(pack: Pack, form: ExportForm) -> list[str]:
    """Say what a form cannot hold of a pack: Anki's notes have two sides and tags."""
    if form is not ExportForm.ANKI:
        return []
    plain = (
        "key_points",
        "hint",
        "references",
        "services",
        "short_answer",
        "title",
        "author",
        "family",
        "exam",
        "minutes",
    )
    held = [name for name in plain if any(getattr(question, name) for question in pack.questions)]
    said = [
        f"{count(sum(bool(getattr(one, name)) for one in pack.questions), 'question')} with {name}" for name in held
    ]
    whys = sum(any(one.why for one in question.choices) for question in pack.questions)
    said += [f"{count(whys, 'question')} with reasons for choices"] if whys else []
    return [*said, "ids, levels and dates of all questions, and pack.yaml but its name"]


def anki_text(pack: Pack) -> str:
    """Write notes as Anki reads them: `#` lines, then front, back and tags, parted by tabs."""
    written = io.StringIO(newline="")
    written.write(f"#separator:tab\n#html:false\n#deck:{pack.title}\n#columns:Front\tBack\tTags\n#tags column:3\n")
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    for question in pack.questions:
        tags = " ".join("-".join(topic.split()) for topic in question.topics)
        writer.writerow([_front(question), _back(question), tags])
    return written.getvalue()


def _front(question: Question) -> str:
    if not question.choices:
        return question.prompt
    lettered = (f"{letter}. {one.text}" for letter, one in zip(ascii_uppercase, question.choices, strict=False))
    return "\n".join([question.prompt, "", *lettered])


def _back(question: Question) -> str:
    """Give the letters of what is right, and the model answer below them."""
    pairs = zip(ascii_uppercase, question.choices, strict=False)
    right = ", ".join(letter for letter, one in pairs if one.right)
    return f"{right}\n\n{question.model_answer}" if right else question.model_answer


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
