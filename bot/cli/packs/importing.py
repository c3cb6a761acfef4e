"""`askaday packs import`: a file of another form becomes a pack."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.paths import typed_path

if TYPE_CHECKING:
    from rich.progress import Progress

    from bot.packs.importing.drafts import Draft
    from bot.packs.importing.importer import Imported, Wanted

REPORT = "import-report.txt"
#: Lines of a report that are printed where the rest can be read in its file.
_MOST_LINES = 100


class ImportForm(StrEnum):
    """What can be imported."""

    PAGE = "page"
    CSV = "csv"
    JSON = "json"
    YAML = "yaml"


def import_pack(  # noqa: PLR0917 - typer makes each parameter an option
    file: Annotated[
        Path, typer.Argument(parser=typed_path, metavar="FILE", help="A page saved as text, CSV, JSON or YAML.")
    ],
    out: Annotated[
        Path | None, typer.Option(parser=typed_path, metavar="DIR", help="The new pack's folder; must be new or empty.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The new pack's name; otherwise the file's or the folder's.")] = None,
    form: Annotated[ImportForm | None, typer.Option("--format", help="Otherwise told by the file.")] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="Which CSV column is which field; no field leaves it out."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Leave out what has problems and write the rest.")
    ] = False,
) -> None:
    """Make a pack of questions in another form; nothing is written unless all is well."""
    from bot.cli.packs.output import end_with_problems, refuse_missing  # slow import
    from bot.domain.text import count  # slow import
    from bot.packs.importing.importer import Wanted  # slow import
    from bot.packs.importing.source import Form  # slow import
    from bot.packs.writing import refuse_occupied, write_pack  # slow import

    if out is None and not dry_run:
        raise typer.BadParameter("Name the new pack's folder, or use --dry-run.", param_hint="--out")
    wanted = Wanted(name, _fallback_name(file, out), Form(form) if form else None, _mapping(columns or []))
    refuse_missing([file])
    if out is not None:
        refuse_occupied(out)
    with _progress() as progress:
        imported = _imported(file, wanted, progress)
        if imported.problems and not keep_going:
            progress.stop()
            end_with_problems(imported.problems, "Nothing is written. --keep-going leaves out what has problems.")
        if out is not None and not dry_run:
            write_pack(
                imported.pack,
                out,
                extra=[(REPORT, imported.report)],
                track=lambda questions: progress.track(questions, description="Writing"),
            )
    for problem in imported.problems:
        typer.echo(f"left out: {problem}", err=True)
    _print_report(imported.report, None if dry_run else out)
    done, where = "Would write" if dry_run else "Wrote", f" to {out}" if out else ""
    typer.echo(f"{done} {count(len(imported.pack.questions), 'question')}{where}.")


def _fallback_name(file: Path, out: Path | None) -> str:
    return out.absolute().name if out else file.stem


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise typer.BadParameter(f"“{pair}” must be COLUMN=FIELD, for example Question=prompt.", param_hint="--map")
        mapping[column.strip()] = field.strip()
    return mapping


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Show how far it is where someone is looking."""
    from rich.console import Console  # slow import
    from rich.progress import Progress  # slow import

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield progress


def _imported(file: Path, wanted: "Wanted", progress: "Progress") -> "Imported":
    from bot.packs.importing.importer import import_file  # slow import
    from bot.ports.clock import SystemClock  # slow import

    reading = progress.add_task("Reading", total=None)

    def track(drafts: "Sequence[Draft]") -> "Iterable[Draft]":
        progress.remove_task(reading)
        return progress.track(drafts, description="Importing")

    return import_file(file, wanted, SystemClock().now().date(), track)


def _print_report(report: str, out: Path | None) -> None:
    """Print a report; of a long one that is kept in a folder, the beginning."""
    lines = report.splitlines()
    cut = _MOST_LINES if out is not None else len(lines)
    for line in lines[:cut]:
        typer.echo(line)
    if out is not None and len(lines) > cut:
        typer.echo(f"… {len(lines) - cut} more lines in {out / REPORT}")
