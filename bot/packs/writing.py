"""Writing a pack as a folder: all of it, or nothing."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.domain.question import Pack, Question
from bot.errors import PackError, PackProblem
from bot.packs.folder import MANIFEST
from bot.packs.question_file import write_question
from bot.packs.records import Manifest
from bot.packs.yaml_text import write_yaml

QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class NewPack:
    """A pack that is being written."""

    folder: Path
    #: Where it stands until all of it is there.
    partial: Path

    def add(self, question: Question) -> None:
        """Write a question.

        Raises:
            PackError: it cannot be written.
            pydantic.ValidationError: it is not one that a pack may hold.
        """
        self._write(f"{QUESTIONS}/{question.id}.md", write_question(question))

    def finish(self, manifest: Manifest, extra: Iterable[tuple[str, str]] = ()) -> None:
        """Write what stands beside the questions; `extra` names further files and their texts.

        Raises:
            PackError: it cannot be written.
        """
        for name, text in ((MANIFEST, write_yaml(manifest.plain())), *extra):
            self._write(name, text)

    def _write(self, name: str, text: str) -> None:
        with _refused(self.folder):
            (self.partial / name).write_bytes(text.encode("utf-8"))


def write_pack(pack: Pack, folder: Path, *, extra: Iterable[tuple[str, str]] = ()) -> None:
    """Write a pack into a new or empty folder, all of it or nothing; `extra` names further files and their texts.

    Raises:
        PackError: the folder holds something already, or cannot be written.
        pydantic.ValidationError: the pack is not one that a folder may hold.
    """
    with new_pack(folder) as new:
        for question in pack.questions:
            new.add(question)
        new.finish(Manifest.of(pack), extra)


@contextmanager
def new_pack(folder: Path) -> Iterator[NewPack]:
    """Give what a pack is written with, into a new or empty folder: all that was written is there, or nothing.

    Raises:
        PackError: the folder holds something already, or cannot be written.
    """
    refuse_occupied(folder)
    made = [parent for parent in folder.absolute().parents if not parent.exists()]
    partial = folder.parent / f".{folder.name}.{os.getpid()}.partial"
    try:
        with _refused(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            # A process of this number that was ended over it has left it: in containers the number is always the same.
            shutil.rmtree(partial, ignore_errors=True)
            (partial / QUESTIONS).mkdir(parents=True)
        yield NewPack(folder, partial)
        with _refused(folder):
            if folder.exists():
                folder.rmdir()
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        for parent in made:
            with suppress(OSError):  # one in which something stands stays
                parent.rmdir()


@contextmanager
def _refused(folder: Path) -> Iterator[None]:
    try:
        yield
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
