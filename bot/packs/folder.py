"""A pack as a folder: `pack.yaml` and every Markdown file below it but README.md."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.domain.question import Pack, Question
from bot.errors import PackError, PackProblem
from bot.packs.question_file import LocatedQuestion, read_question, write_question
from bot.packs.records import Manifest
from bot.packs.validation import Place, validate
from bot.packs.yaml_text import read_yaml, write_yaml

MANIFEST = "pack.yaml"
QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack and where its parts stand."""

    pack: Pack
    manifest: Place
    #: By the question's id.
    places: Mapping[str, Place]

    def located(self) -> Iterator[tuple[Question, Place]]:
        """Give each question with its place."""
        for question in self.pack.questions:
            yield question, self.places[question.id]


def read_pack(folder: Path) -> LoadedPack:
    """Read a pack's folder.

    Raises:
        PackError: with everything that is wrong in any of its files.
    """
    problems: list[PackProblem] = []
    manifest = _read_manifest(folder / MANIFEST, problems)
    name, vocabulary = (manifest[0].name, manifest[0].topics) if manifest else ("", ())
    located: list[LocatedQuestion] = []
    files = list(question_files(folder))
    for file in files:
        try:
            text = read_text(file)
            located.append(read_question(text, str(file), name=file.stem, pack=name, vocabulary=vocabulary))
        except PackError as error:
            problems += error.problems
    problems += _repeated_ids(located)
    if folder.is_dir() and not files:
        problems.append(PackProblem(str(folder), None, "holds no questions (files *.md below it, README.md aside)"))
    if problems or manifest is None:
        raise PackError(problems)
    pack = manifest[0].pack(tuple(one.question for one in located))
    return LoadedPack(pack, manifest[1], {one.question.id: one.place for one in located})


def pack_folders(folder: Path) -> list[Path]:
    """Give the packs of a folder: itself, or those directly below it.

    Raises:
        PackError: there is none.
    """
    found = [folder] if (folder / MANIFEST).exists() else sorted(file.parent for file in folder.glob(f"*/{MANIFEST}"))
    if not found:
        reason = f"holds no pack (a folder with {MANIFEST})" if folder.is_dir() else "is no folder"
        raise PackError([PackProblem(str(folder), None, reason)])
    return found


def question_files(folder: Path) -> Iterator[Path]:
    """Give the question files of a pack in order; hidden files and folders are passed over."""
    for file in sorted(folder.rglob("*.md")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.name.lower() != "readme.md" and not hidden and file.is_file():
            yield file


def read_text(file: Path) -> str:
    r"""Read a text file with `\n` line ends.

    Raises:
        PackError: it cannot be read, or is not UTF-8.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise PackError([PackProblem(str(file), None, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackError([PackProblem(str(file), line, "is not UTF-8 text; save it as UTF-8")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_pack(pack: Pack, folder: Path, *, extra: Iterable[tuple[str, str]] = ()) -> None:
    """Write a pack into a new or empty folder, all of it or nothing; `extra` names further files and their texts.

    Raises:
        PackError: the folder holds something already, or cannot be written.
        pydantic.ValidationError: the pack is not one that a folder may hold.
    """
    refuse_occupied(folder)
    try:
        with _replacing(folder) as partial:
            (partial / QUESTIONS).mkdir()
            _write(partial / MANIFEST, write_yaml(Manifest.of(pack).plain()))
            for question in pack.questions:
                _write(partial / QUESTIONS / f"{question.id}.md", write_question(question))
            for name, text in extra:
                _write(partial / name, text)
    except OSError as error:
        raise PackError([PackProblem(str(folder), None, f"cannot be written: {error.strerror}")]) from None


def refuse_occupied(folder: Path) -> None:
    """Make sure that a pack may be written there.

    Raises:
        PackError: there is a file, or a folder that is not empty.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise PackError([PackProblem(str(folder), None, "is not empty; name a new folder, or empty this one first")])
    if folder.exists() and not folder.is_dir():
        raise PackError([PackProblem(str(folder), None, "is a file; name a folder")])


def _read_manifest(file: Path, problems: list[PackProblem]) -> tuple[Manifest, Place] | None:
    if not file.exists():
        problems.append(PackProblem(str(file), None, "is missing"))
        return None
    try:
        read = read_yaml(read_text(file))
        place = Place(str(file), {(): 1, **read.lines})
        problems += (PackProblem(str(file), line, reason) for line, reason in read.problems)
        if read.value is None and read.problems:
            return None
        return validate(Manifest, read.value, place), place
    except PackError as error:
        problems += error.problems
        return None


def _repeated_ids(located: Iterable[LocatedQuestion]) -> Iterator[PackProblem]:
    first: dict[str, Place] = {}
    for one in located:
        earlier = first.setdefault(one.question.id, one.place)
        if earlier is not one.place:
            yield one.place.problem(("id",), f"“{one.question.id}” is the id of {earlier.file} too")


@contextmanager
def _replacing(folder: Path) -> Iterator[Path]:
    """Give a folder beside the target that takes its place when all went well and vanishes otherwise."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.parent / f".{folder.name}.{os.getpid()}.partial"
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
