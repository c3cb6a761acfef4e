"""`askaday packs`: list, show, check, import and export question packs."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.domain.question import Pack, Question
    from bot.errors import PackProblem
    from bot.packs.importing.importer import Imported, Wanted
    from bot.packs.library import PackLibrary

packs_app = typer.Typer(name="packs", help="List, show, check, import and export question packs.", no_args_is_help=True)


class ImportForm(StrEnum):
    """What can be imported."""

    PAGE = "page"
    CSV = "csv"
    JSON = "json"
    YAML = "yaml"


class ExportForm(StrEnum):
    """What can be exported."""

    JSON = "json"
    YAML = "yaml"
    CSV = "csv"


class SchemaKind(StrEnum):
    """What there is a JSON Schema of."""

    QUESTION = "question"
    PACK = "pack"


@packs_app.command("list")
def list_packs(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the packs at hand: the shipped ones and those of ASKADAY_PACKS."""
    from bot.cli.pack_output import pack_rows, print_packs  # slow import

    rows = pack_rows(_library().packs().values())
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print_packs(rows)


@packs_app.command("show")
def show_question(ref: Annotated[str, typer.Argument(metavar="ID", help="A question: id, or pack/id.")]) -> None:
    """Show a question with its model answer and key points."""
    from bot.cli.pack_output import print_question  # slow import

    print_question(find_question(ref))


@packs_app.command("check")
def check_packs(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Packs, or folders of packs.")],
    graded: Annotated[
        bool, typer.Option("--graded", help="Also try the key points with the project's grader.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take advice as problems, as the shipped packs do.")] = False,
) -> None:
    """Check packs and name every problem with file, line and reason."""
    from bot.bootstrap import DEFAULT_GRADER, graders  # slow import
    from bot.errors import PackError  # slow import
    from bot.packs.checking import check  # slow import
    from bot.packs.folder import pack_folders, read_pack  # slow import

    problems: list[PackProblem] = []
    advice: list[PackProblem] = []
    count = 0
    for folder in folders:
        try:
            for pack in pack_folders(folder):
                loaded = read_pack(pack)
                count += len(loaded.pack.questions)
                findings = check(loaded, graders()[DEFAULT_GRADER] if graded else None)
                problems += findings.errors
                advice += findings.advice
        except PackError as error:
            problems += error.problems
    if strict:
        problems += advice
    else:
        for one in advice:
            typer.echo(f"advice: {one}")
    if problems:
        raise PackError(problems)
    typer.echo(f"{count} questions, no problems")


@packs_app.command("import")
def import_pack(  # noqa: PLR0917 - typer makes each parameter an option
    file: Annotated[Path, typer.Argument(help="A page saved as text, CSV, JSON or YAML.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The new pack's folder; must be new or empty.")
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
    from bot.errors import PackError  # slow import
    from bot.packs.folder import refuse_occupied, write_pack  # slow import
    from bot.packs.importing.importer import Wanted  # slow import
    from bot.packs.importing.source import Form  # slow import

    if out is None and not dry_run:
        raise typer.BadParameter("Name the new pack's folder, or use --dry-run.", param_hint="--out")
    if out is not None:
        refuse_occupied(out)
    fallback = out.resolve().name if out else file.stem
    imported = _imported(file, Wanted(name, fallback, Form(form) if form else None, _mapping(columns or [])))
    if imported.problems and not keep_going:
        raise PackError(imported.problems)
    for problem in imported.problems:
        typer.echo(f"left out: {problem}", err=True)
    if out is not None and not dry_run:
        write_pack(imported.pack, out, extra=[("import-report.txt", imported.report)])
    typer.echo(imported.report, nl=False)
    done, where = "Would write" if dry_run else "Wrote", f" to {out}" if out else ""
    typer.echo(f"{done} {len(imported.pack.questions)} questions{where}.")


@packs_app.command("export")
def export_pack(
    pack: Annotated[str, typer.Argument(metavar="NAME_OR_DIR", help="A pack's name or folder.")],
    form: Annotated[ExportForm, typer.Option("--format", help="The form to write.")] = ExportForm.JSON,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; otherwise standard output.")] = None,
) -> None:
    """Write a pack as one file that imports as the same pack."""
    from bot.packs import exporting  # slow import

    text = exporting.export_text(_pack(pack), exporting.ExportForm(form))
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    else:
        exporting.write_export(text, out)


@packs_app.command("schema")
def print_schema(
    kind: Annotated[SchemaKind, typer.Argument(help="Front matter or manifest.")] = SchemaKind.QUESTION,
) -> None:
    """Print the JSON Schema of a question's front matter or of pack.yaml."""
    from bot.packs.schema import schema_text  # slow import

    typer.echo(schema_text(kind), nl=False)


def _library() -> "PackLibrary":
    from bot.bootstrap import pack_library  # slow import
    from bot.config import read_settings  # slow import

    return pack_library(read_settings())


def find_question(ref: str) -> "Question":
    """Give the question of an id, or of pack/id.

    Raises:
        InputError: there is none, or several packs have one.
    """
    from bot.errors import InputError  # slow import

    everything = [question for pack in _library().packs().values() for question in pack.questions]
    found = [question for question in everything if ref in (question.ref, question.id)]
    if len(found) > 1:
        raise InputError(
            f"Several packs have a question “{ref}”.", hint=f"Say which: {', '.join(one.ref for one in found)}."
        )
    if not found:
        raise InputError(f"There is no question “{ref}”.", hint=_nearest(ref, [one.ref for one in everything]))
    return found[0]


def _pack(name_or_folder: str) -> "Pack":
    from bot.errors import InputError  # slow import
    from bot.packs.folder import read_pack  # slow import

    if Path(name_or_folder).is_dir():
        return read_pack(Path(name_or_folder)).pack
    packs = _library().packs()
    if name_or_folder not in packs:
        raise InputError(f"There is no pack or folder “{name_or_folder}”.", hint=f"Packs: {', '.join(packs)}.")
    return packs[name_or_folder]


def _nearest(ref: str, refs: list[str]) -> str:
    from difflib import get_close_matches  # slow import

    near = get_close_matches(ref, [*refs, *(one.partition("/")[2] for one in refs)], n=1)
    return f"Did you mean {near[0]}?" if near else "`askaday packs list` names the packs."


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise typer.BadParameter(f"“{pair}” must be COLUMN=FIELD, for example Question=prompt.", param_hint="--map")
        mapping[column.strip()] = field.strip()
    return mapping


def _imported(file: Path, wanted: "Wanted") -> "Imported":
    """Import with a progress bar where someone is looking."""
    from rich.console import Console  # slow import
    from rich.progress import track  # slow import

    from bot.packs.importing.importer import import_file  # slow import
    from bot.ports.clock import SystemClock  # slow import

    console = Console(stderr=True)
    return import_file(
        file,
        wanted,
        SystemClock().now().date(),
        lambda drafts: track(drafts, "Importing", console=console, transient=True, disable=not console.is_terminal),
    )
