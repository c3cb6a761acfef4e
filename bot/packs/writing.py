"""Writing a pack as a folder: all of it, or nothing."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.domain.question import Pack, Question
from bot.errors import PackError, PackProblem
from bot.packs.folder import MANIFEST
from bot.packs.question_file import write_question
from bot.packs.records import Manifest
from bot.packs.yaml_text import write_yaml

QUESTIONS = "questions"

#: Passes questions through while showing how far it is.
Track = Callable[[Sequence[Question]], Iterable[Question]]


def write_pack(pack: Pack, folder: Path, *, extra: Iterable[tuple[str, str]] = (), track: Track = iter) -> None:
    """Write a pack into a new or empty folder, all of it or nothing; `extra` names further files and their texts.

    The questions pass through `track`, which may show how far it is.

    Raises:
        PackError: the folder holds something already, or cannot be written.
        pydantic.ValidationError: the pack is not one that a folder may hold.
    """
    refuse_occupied(folder)
    try:
        with _replacing(folder) as partial:
            (partial / QUESTIONS).mkdir()
            _write(partial / MANIFEST, write_yaml(Manifest.of(pack).plain()))
            for question in track(pack.questions):
                _write(partial / QUESTIONS / f"{question.id}.md", write_question(question))
            for name, text in extra:
                _write(partial / name, text)
    except OSError as error:
        raise PackError([PackProblem(str(folder), None, unwritable(error))]) from None


def refuse_occupied(folder: Path) -> None:
    """Make sure that a pack may be written there.

    Raises:
        PackError: there is a file, or a folder that is not empty.
    """
    try:
        reason = _occupied(folder)
    except OSError as error:
        reason = unwritable(error)
    if reason:
        raise PackError([PackProblem(str(folder), None, reason)])


def unwritable(error: OSError) -> str:
    """Say that something cannot be written, and why."""
    return f"cannot be written: {error.strerror or error}"


def _occupied(folder: Path) -> str:
    if folder.is_dir():
        return "is not empty; name a new folder, or empty this one first" if any(folder.iterdir()) else ""
    if folder.exists():
        return "is a file; name a folder"
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    return "" if above.is_dir() else f"cannot be made: {above} is a file"


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Give a folder beside the target that takes its place when all went well and vanishes otherwise."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.parent / f".{folder.name}.{os.getpid()}.partial"
    # A process of this number that was ended over it has left it: in containers the number is always the same.
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        yield partial
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8"))
