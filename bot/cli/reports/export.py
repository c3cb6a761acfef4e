"""`askaday export`: everything that is kept of a workspace, a file for each table."""

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.reports.printing import write_csv, write_json
from bot.cli.reports.reading import Reader, read
from bot.errors import InputError
from bot.paths import typed_path

if TYPE_CHECKING:
    from bot.ports.store import Transaction


class FileFormat(StrEnum):
    """What the files are."""

    JSON = "json"
    CSV = "csv"


def export(
    folder: Annotated[
        Path, typer.Argument(parser=typed_path, metavar="FOLDER", help="The folder to make; it must not exist.")
    ],
    workspace: Annotated[str | None, typer.Option(help="Which workspace, such as slack:T024BE7LD.")] = None,
    output: Annotated[FileFormat, typer.Option("--format", help="What the files are.")] = FileFormat.JSON,
) -> None:
    """Write everything that is kept of a workspace, a file for each table, but for tokens. It holds private answers."""
    if folder.exists():
        raise InputError(f"{folder} exists already.", hint="Name a folder that does not exist yet.")
    if not folder.parent.is_dir():
        raise InputError(f"There is no folder {folder.parent}.", hint="Make it first, or name another one.")

    def rows(reader: Reader) -> "Mapping[str, Sequence[Mapping[str, object]]]":
        return reader.tx.upkeep.export(_meant(reader.tx, workspace))

    found = read(None, rows)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as made:
        whole = Path(made) / "export"
        whole.mkdir(mode=0o700)
        for table, there in found.items():
            _write(whole / f"{table}.{output}", there, output)
        # Only what is whole takes the name.
        whole.rename(folder)
    counted = sum(map(len, found.values()))
    sys.stdout.write(f"{counted} rows of {len(found)} tables are in {folder}. Private answers are among them.\n")


def _meant(tx: "Transaction", workspace: str | None) -> str:
    there_are = sorted({one.workspace for one in tx.series.all()})
    if workspace is None and len(there_are) == 1:
        return there_are[0]
    if workspace in there_are and workspace is not None:
        return workspace
    if not there_are:
        raise InputError("There is no workspace.", hint="`/qotd setup` begins a series in one.")
    said = "Which workspace?" if workspace is None else f"There is no workspace {workspace!r}."
    raise InputError(said, hint=f"Add `--workspace NAME`: {', '.join(there_are)}.")


def _write(file: Path, rows: "Sequence[Mapping[str, object]]", output: FileFormat) -> None:
    with file.open("w", encoding="utf-8", newline="") as written:
        if output is FileFormat.JSON:
            write_json(rows, written)
        else:
            write_csv(list(rows[0]), rows, written)
