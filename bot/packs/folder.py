"""A pack as a folder: `pack.yaml` and every Markdown file below it but README.md and FACTS.md."""

import hashlib
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.domain.question import Pack, Question
from bot.errors import PackError, PackProblem
from bot.packs.question_file import LocatedQuestion, read_question
from bot.packs.records import Manifest
from bot.packs.validation import Place, validate
from bot.packs.yaml_text import read_yaml

MANIFEST = "pack.yaml"


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
    loaded = read_what_can_be(folder, problems)
    if problems or loaded is None:
        raise PackError(problems)
    return loaded


def read_what_can_be(folder: Path, problems: list[PackProblem]) -> LoadedPack | None:
    """Read a pack's folder without the questions that are broken, and add what is wrong; None: nothing can be used."""
    before = len(problems)
    manifest = _read_manifest(folder / MANIFEST, problems)
    name, vocabulary = (manifest[0].name, manifest[0].topics) if manifest else ("", ())
    located: list[LocatedQuestion] = []
    files = list(question_files(folder))
    for file in files:
        try:
            located.append(_question_of(file, name, vocabulary))
        except PackError as error:
            problems += error.problems
    problems += _repeated_ids(located)
    located = list({one.question.id: one for one in reversed(located)}.values())[::-1]
    if not files and (folder / MANIFEST).exists():
        problems.append(
            PackProblem(str(folder), None, "holds no questions (files *.md below it, README.md and FACTS.md aside)")
        )
    is_broken = manifest is None or any(one.file == str(folder / MANIFEST) for one in problems[before:])
    if manifest is None or is_broken or not located:
        return None
    pack = manifest[0].pack(tuple(one.question for one in located))
    return LoadedPack(pack, manifest[1], {one.question.id: one.place for one in located})


def _question_of(file: Path, pack: str, vocabulary: tuple[str, ...]) -> LocatedQuestion:
    """Read a question's file, or give what it says if it is as it was.

    Packs are read again for each change in them, and to parse hundreds of questions takes a second or two.
    """
    text = read_text(file)
    known = _known(hashlib.sha256(text.encode()).digest(), str(file), pack, vocabulary)
    if not known:
        known.append(read_question(text, str(file), name=file.stem, pack=pack, vocabulary=vocabulary))
    return known[0]


@lru_cache(maxsize=4096)
def _known(_digest: bytes, _file: str, _pack: str, _vocabulary: tuple[str, ...]) -> list[LocatedQuestion]:
    """Give where a question that was read is kept, by the digest of its file: texts would take as much once more."""
    return []


def pack_folders(folder: Path) -> list[Path]:
    """Give the packs of a folder: itself, or those directly below it.

    Raises:
        PackError: there is none.
    """
    try:
        is_pack = (folder / MANIFEST).exists()
        found = [folder] if is_pack else sorted(file.parent for file in folder.glob(f"*/{MANIFEST}"))
        reason = f"holds no pack (a folder with {MANIFEST})" if folder.is_dir() else _no_folder(folder)
    except OSError as error:
        raise PackError([unreadable(folder, error)]) from None
    if not found:
        raise PackError([PackProblem(str(folder), None, reason)])
    return found


def _no_folder(path: Path) -> str:
    return "is a file; name the folder of a pack" if path.exists() else "is no folder"


def question_files(folder: Path) -> Iterator[Path]:
    """Give the question files of a pack in order; hidden files and folders are passed over."""
    for file in sorted(folder.rglob("*.md")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        # In capitals it is the name of no question: ids are written small.
        beside = file.name.lower() == "readme.md" or file.name == "FACTS.md"
        if not beside and not hidden and file.is_file():
            yield file


def read_text(file: Path) -> str:
    r"""Read a text file with `\n` line ends.

    Raises:
        PackError: it cannot be read, is a pipe or device, or is not UTF-8.
    """
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackError([PackProblem(str(file), line, "is not UTF-8 text; save it as UTF-8")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(file: Path) -> bytes:
    """Read a file.

    Raises:
        PackError: it cannot be read, or is a pipe or device.
    """
    try:
        _refuse_special(file)
        return file.read_bytes()
    except OSError as error:
        raise PackError([unreadable(file, error)]) from None


def _refuse_special(file: Path) -> None:
    # Reading a pipe waits for ever, and some devices never end.
    mode = file.stat().st_mode
    if not stat.S_ISREG(mode):
        reason = "is a folder" if stat.S_ISDIR(mode) else "is no ordinary file; copy what it gives into one"
        raise PackError([PackProblem(str(file), None, reason)])


def unreadable(path: Path, error: OSError) -> PackProblem:
    """Say that something cannot be read, and why."""
    return PackProblem(str(path), None, f"cannot be read: {error.strerror or error}")


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
