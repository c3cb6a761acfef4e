"""Excel workbooks, read row by row; what they unpack to is measured before."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any, Final

from bot.errors import PackError, PackProblem
from bot.packs.importing.drafts import Drafts
from bot.packs.importing.forms.table import Row, drafts_of_rows, without_blank
from bot.packs.importing.naming import Naming

#: Bytes. Sheets of text are packed to a fifth of their size; what unpacks to more than these is a trap.
_LARGEST: Final = 600 * 2**20
_MOST_TIMES: Final = 150
_SMALL: Final = 20 * 2**20


def drafts_of_workbook(data: bytes, file: str, naming: Naming, titles: tuple[str, ...] = ()) -> Drafts:
    """Read all sheets whose columns are those of questions.

    Raises:
        PackError: it is no workbook, unpacks to too much, or no sheet has questions.
        InputError: two columns give one field.
    """
    _refuse_traps(data, file)
    names: list[str] = []
    read: list[tuple[str, Drafts]] = []
    refused: list[PackProblem] = []
    for name, rows in _sheets(data, file):
        first = next(rows, None)
        if first is None:
            continue
        names.append(name)
        try:
            # Row by row: all of them would be a second copy.
            read.append((name, drafts_of_rows(chain([first], rows), file, naming, titles)))
        except PackError as error:
            refused += [PackProblem(one.file, one.line, f"sheet “{name}”: {one.reason}") for one in error.problems]
    if not read:
        raise PackError(refused or [PackProblem(file, None, "is empty: no sheet has a row")])
    questions = [one for _, drafts in read for one in drafts.questions]
    remarks = list(dict.fromkeys(remark for _, drafts in read for remark in drafts.remarks))
    remarks += [f"the sheet “{name}” was left out: it has no questions" for name in names if name not in dict(read)]
    problems = [problem for _, drafts in read for problem in drafts.problems]
    manifest = read[0][1].manifest
    return Drafts(questions, manifest, read[0][1].manifest_place, problems, remarks, sum(one.blocks for _, one in read))


def _refuse_traps(data: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise PackError([PackProblem(file, None, "is no workbook, or only a part of one")]) from None
    names = {member.filename for member in members}
    outside = next((name for name in sorted(names) if name.startswith(("/", "\\")) or ".." in name.split("/")), None)
    if outside is not None:
        raise PackError([PackProblem(file, None, f"holds a path that leads outside of it: “{outside[:80]}”")])
    unpacked = sum(member.file_size for member in members)
    if unpacked > _LARGEST or (unpacked > _SMALL and unpacked > _MOST_TIMES * len(data)):
        raise PackError([PackProblem(file, None, f"unpacks to {unpacked // 2**20} MB, which is more than is read")])
    if any(member.flag_bits & 1 for member in members):
        raise PackError([PackProblem(file, None, "has a password; save it without one")])
    if "collection.anki2" in names or "collection.anki21" in names:
        raise PackError([PackProblem(file, None, "is an Anki package; export it as text: “Notes in Plain Text”")])
    if "content.xml" in names:
        raise PackError([PackProblem(file, None, "is an OpenDocument file; save it as .xlsx or CSV")])
    if "xl/workbook.xml" not in names:
        raise PackError(
            [PackProblem(file, None, "is an archive and no workbook; unpack it and import the files in it")]
        )


def _sheets(data: bytes, file: str) -> Iterator[tuple[str, Iterator[Row]]]:
    import openpyxl  # noqa: PLC0415 - slow, and only for who imports a workbook

    with _readable(file):
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
    for sheet in sheets:
        yield sheet.title, without_blank(_rows(sheet, file))
    book.close()


def _rows(sheet: Any, file: str) -> Iterator[Row]:
    with _readable(file):
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, [_cell(value) for value in cells]


@contextmanager
def _readable(file: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a broken workbook makes openpyxl raise whatever it stumbles over
        kinds = [type(one).__name__ for one in (error.__cause__, error) if one is not None]
        reason = "holds XML entities, which are not read" if "EntitiesForbidden" in kinds else f"is broken ({kinds[0]})"
        raise PackError([PackProblem(file, None, reason)]) from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date() if not (value.hour or value.minute or value.second) else value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")
