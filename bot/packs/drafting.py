"""Key points for questions that have none: proposed from their model answers, and marked as drafts in their files."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.errors import PackError, PackProblem
from bot.packs.exporting import write_export
from bot.packs.folder import MANIFEST, question_files, read_text
from bot.packs.outline import outline
from bot.packs.question_file import read_question
from bot.packs.rubric import proposed_points
from bot.packs.yaml_text import read_yaml, write_yaml

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of a pack."""

    #: The ids of the questions that got key points.
    changed: tuple[str, ...]
    #: Files in which nothing could be proposed, and why.
    problems: tuple[PackProblem, ...]


def draft_pack(folder: Path) -> Drafted:
    """Propose key points for each question of a pack that has none; all other lines of its file stay as they are.

    Raises:
        PackError: the folder is no pack, or a file cannot be written.
    """
    if not (folder / MANIFEST).exists():
        raise PackError([PackProblem(str(folder), None, f"holds no pack (a folder with {MANIFEST})")])
    changed: dict[Path, str] = {}
    problems: list[PackProblem] = []
    for file in question_files(folder):
        try:
            drafted = _drafted(read_text(file), file)
        except PackError as error:
            problems += error.problems
            continue
        if drafted is not None:
            changed[file] = drafted
    for file, text in changed.items():
        write_export(text, file)
    return Drafted(tuple(file.stem for file in changed), tuple(problems))


def _drafted(text: str, file: Path) -> str | None:
    """Give the text of a question's file with proposed key points; None: it has some, or is no question."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if lines[0].rstrip() != _FENCE or end is None:
        return None
    header = read_yaml("\n".join(lines[1:end])).value
    if not isinstance(header, dict) or header.get("key_points"):
        return None
    points = proposed_points(_answer(lines[end + 1 :]))
    if not points:
        raise PackError(
            [PackProblem(str(file), None, "has a model answer without a sentence to propose key points from")]
        )
    kept = [line for line in lines[1:end] if not re.match(r"(?:key_points|draft)\s{0,9}:", line)]
    proposed = write_yaml({"key_points": points, "draft": True}).rstrip("\n").split("\n")
    written = "\n".join([_FENCE, *kept, *proposed, *lines[end:]])
    read_question(written, str(file), name=file.stem, pack="draft")
    return written


def _answer(body: list[str]) -> str:
    headings = outline("\n".join(body)).headings
    answer = next((heading for heading in headings if heading.title == "Model answer"), None)
    return "\n".join(body[answer.end :]) if answer else ""
