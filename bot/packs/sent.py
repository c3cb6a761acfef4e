"""A file that somebody sent: a pack as an archive, or a bank in any form that can be imported. Nothing of it is run."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from bot.domain.question import Pack
from bot.domain.text import one_line
from bot.errors import AskadayError, PackError, PackProblem
from bot.packs.folder import MANIFEST, read_what_can_be
from bot.packs.importing.guessing import slug

#: Of a file, of all that is packed in one, and how many files that may be.
MOST_BYTES: Final = 5 * 2**20
MOST_UNPACKED: Final = 20 * 2**20
MOST_FILES: Final = 2000
_ZIP: Final = b"PK\x03\x04"
#: What a workbook has, which is packed as well.
_WORKBOOK: Final = "[Content_Types].xml"
#: What of an archive is read; all else in it stays where it is.
_READ: Final = (".md", ".yaml", ".yml")
_LONGEST_SUFFIX: Final = 9
#: In bytes: file systems take 255.
_LONGEST_NAME: Final = 200
#: Of other ways to pack hardly any zip file makes use; one of them lets a file say how much memory it takes.
_PACKED_AS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a file that was sent holds."""

    #: None: nothing of it can be used.
    pack: Pack | None
    #: What is left out of it or stands in its way, for people.
    problems: tuple[str, ...]


def read_sent(name: str, data: bytes, today: date, installed: Iterable[Pack]) -> Sent:
    """Read a file; what is wrong with it is said, and nothing of it stays on the disk."""
    if len(data) > MOST_BYTES:
        return Sent(None, (f"It is larger than {MOST_BYTES // 2**20} MB.",))
    with TemporaryDirectory(prefix="askaday-sent-") as made:
        folder = Path(made)
        try:
            return _read(name, data, folder, today, installed)
        except PackError as error:
            return Sent(None, tuple(_said(error.problems, folder)))
        except AskadayError as error:
            return Sent(None, (str(error),))


def _read(name: str, data: bytes, folder: Path, today: date, installed: Iterable[Pack]) -> Sent:
    if data.startswith(_ZIP):
        unpacked = _unpacked(data)
        if _WORKBOOK not in unpacked:
            return _archive(unpacked, folder)
    suffix = PurePosixPath(name).suffix.lower()
    is_usual = suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= _LONGEST_SUFFIX
    stem = slug(PurePosixPath(name).stem)[:40].strip("-") or "sent"
    file = folder / f"{stem}{suffix if is_usual else ''}"
    file.write_bytes(data)
    # A slow import: what reads all forms of banks, for a file that hardly any workspace ever sends.
    from bot.packs.importing.importer import Wanted, import_file  # noqa: PLC0415 - see above

    imported = import_file(file, Wanted(fallback_name=stem), today, installed)
    return Sent(imported.pack, tuple(_said(imported.problems, folder)))


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Give what is packed in an archive, by its path.

    Raises:
        PackError: it is damaged, has too much in it, or leads out of its folder.
    """
    held: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES:
                raise _problem(f"holds {len(entries)} files; {MOST_FILES} are taken")
            for one in entries:
                _refuse_strange(one)
                with archive.open(one) as opened:
                    # What the archive says of its sizes may be a lie: it is counted as it is read.
                    content = opened.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _problem(f"holds more than {MOST_UNPACKED // 2**20} MB once it is unpacked")
                held[one.filename] = content
    except _DAMAGED as error:
        raise _problem("is damaged, or packed in a way that is not read") from error
    return held


def _refuse_strange(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    leads_out = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
    if leads_out or stat.S_ISLNK(entry.external_attr >> 16):
        raise _problem(f"holds a path that leads out of it: “{one_line(entry.filename)[:80]}”")
    if entry.flag_bits & 1:
        raise _problem("has a password")
    if entry.compress_type not in _PACKED_AS:
        raise _problem("is damaged, or packed in a way that is not read")
    if len(path.name.encode()) > _LONGEST_NAME:
        raise _problem(f"holds a file with a name that is too long: “{one_line(path.name)[:80]}…”")


def _archive(unpacked: dict[str, bytes], folder: Path) -> Sent:
    """Read a pack's folder out of an archive."""
    manifests = sorted(
        (PurePosixPath(path) for path in unpacked if PurePosixPath(path).name == MANIFEST),
        key=lambda one: len(one.parts),
    )
    if not manifests:
        raise _problem(f"holds no pack (a folder with {MANIFEST}); a bank is sent as it is, not packed")
    root = manifests[0].parent
    for number, (path, content) in enumerate(unpacked.items()):
        at = PurePosixPath(path)
        if at.suffix in _READ and at.is_relative_to(root) and not any(part.startswith(".") for part in at.parts):
            # Only the names of files mean something; their folders are numbered.
            target = folder / MANIFEST if at == manifests[0] else folder / str(number) / at.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(content)
    problems: list[PackProblem] = []
    loaded = read_what_can_be(folder, problems)
    return Sent(loaded.pack if loaded else None, tuple(_said(problems, folder)))


def _problem(reason: str) -> PackError:
    return PackError([PackProblem("the archive", None, reason)])


def _said(problems: Iterable[PackProblem], folder: Path) -> Iterator[str]:
    """Say what is wrong without where the file was kept for a moment."""
    for one in problems:
        name = Path(one.file).name if one.file.startswith(str(folder)) else one.file
        where = "The pack" if one.file == str(folder) else name if one.line is None else f"{name}, line {one.line}"
        yield one_line(f"{where}: {one.reason}").replace(str(folder), "the archive")
