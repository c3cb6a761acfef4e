"""`askaday packs`: list, show, check, import and export question packs."""

import json
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.packs.coverage import coverage
from bot.cli.packs.feedback import feedback
from bot.cli.packs.importing import import_pack
from bot.paths import typed_path

if TYPE_CHECKING:
    from bot.domain.question import Pack, Question
    from bot.packs.library import PackLibrary

packs_app = typer.Typer(name="packs", help="List, show, check, import and export question packs.", no_args_is_help=True)


class ExportForm(StrEnum):
    """What can be exported."""

    JSON = "json"
    YAML = "yaml"
    CSV = "csv"
    ANKI = "anki"


class SchemaKind(StrEnum):
    """What there is a JSON Schema of."""

    QUESTION = "question"
    PACK = "pack"


@packs_app.command("list")
def list_packs(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the packs at hand: the shipped ones and those of ASKADAY_PACKS."""
    from bot.cli.packs.output import pack_rows, print_packs  # slow import

    rows = pack_rows(_library().packs().values())
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print_packs(rows)


@packs_app.command("show")
def show(
    ref: Annotated[
        str, typer.Argument(metavar="ID_OR_PACK", help="A question (id, or pack/id), or a pack (name or folder).")
    ],
) -> None:
    """Show a question with its model answer and key points, or the questions of a pack."""
    from bot.cli.packs.output import print_pack, print_question  # slow import

    packs = _library().packs()
    pack = packs.get(ref)
    if pack is None and not _questions(ref, packs.values()) and typed_path(ref).is_dir():
        pack = _read(typed_path(ref))
    if pack is not None:
        print_pack(pack)
    else:
        print_question(_one_question(ref, packs))


@packs_app.command("check")
def check_packs(
    folders: Annotated[
        list[Path], typer.Argument(parser=typed_path, metavar="DIR", help="Packs, or folders of packs.")
    ],
    graded: Annotated[
        bool, typer.Option("--graded", help="Also try the key points with the project's grader.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take advice as problems, as the shipped packs do.")] = False,
) -> None:
    """Check packs and name every problem with file, line and reason."""
    from bot.bootstrap import graders  # slow import
    from bot.cli.packs.output import end_with_problems, print_advice, refuse_missing  # slow import
    from bot.domain.text import count  # slow import
    from bot.packs.checking import check_folders  # slow import

    refuse_missing(folders)
    findings, questions = check_folders(folders, graders()["lexical"] if graded else None)
    advice = findings.counted if strict else (*findings.advice, *findings.counted)
    print_advice(advice)
    problems = (*findings.errors, *findings.advice) if strict else findings.errors
    if problems:
        end_with_problems(problems)
    worth = f", {count(sum(one.stands_for for one in advice), 'piece')} of advice" if advice else ""
    typer.echo(f"{count(questions, 'question')}, no problems{worth}")


@packs_app.command("draft")
def draft(
    pack: Annotated[Path, typer.Argument(parser=typed_path, metavar="DIR", help="The folder of a pack.")],
) -> None:
    """Propose key points for questions that have none; a person has to finish them."""
    from bot.cli.packs.output import end_with_problems, refuse_missing  # slow import
    from bot.domain.text import count  # slow import
    from bot.packs.drafting import draft_pack  # slow import

    refuse_missing([pack])
    drafted = draft_pack(pack)
    for name in drafted.changed:
        typer.echo(name)
    typer.echo(f"Proposed key points for {count(len(drafted.changed), 'question')}.")
    if drafted.changed:
        typer.echo(
            "They are marked `draft: true`: finish them, and take that line out. `askaday packs check` lists them."
        )
    if drafted.problems:
        end_with_problems(drafted.problems, "These were left as they are.")


packs_app.command("import")(import_pack)
packs_app.command()(feedback)
packs_app.command()(coverage)


@packs_app.command("export")
def export_pack(
    pack: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME_OR_DIR",
            help="A pack's name or folder; with --workspace, the pack of its approved questions unless one is named.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[ExportForm | None, typer.Option("--format", help="The form to write.", show_default="json")] = None,
    out: Annotated[
        Path | None, typer.Option(parser=typed_path, metavar="FILE", help="Where to; otherwise standard output.")
    ] = None,
    workspace: Annotated[
        str | None,
        typer.Option(
            metavar="WORKSPACE",
            help="With what reviewers there accepted as wordings: a copy of the pack, in a new folder (--out).",
        ),
    ] = None,
) -> None:
    """Write a pack as one file that imports as the same pack, or with --workspace as a folder."""
    from bot.cli.packs.accepted import with_accepted, write_copy  # slow import
    from bot.packs import exporting  # slow import

    exported = _exported(pack, workspace)
    if workspace is not None and form is None:
        write_copy(exported, out, workspace)
        return
    if workspace is not None:
        exported = with_accepted(exported, workspace)
    chosen = exporting.ExportForm(form or ExportForm.JSON)
    text = exporting.export_text(exported, chosen)
    for lost in exporting.lost_in(exported, chosen):
        typer.echo(f"left out: {lost}", err=True)
    if out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
    else:
        exporting.write_export(text, out)


@packs_app.command("reload")
def reload_packs() -> None:
    """Tell the Askaday that serves this database to read its packs anew; what is broken is left out."""
    from bot.cli.packs.output import end_with_problems  # slow import
    from bot.cli.play.reading_anew import tell_running  # slow import
    from bot.config.settings import read_settings  # slow import
    from bot.domain.text import count  # slow import
    from bot.packs.library import pack_library  # slow import

    settings = read_settings()
    number = tell_running(settings.file)
    library = pack_library(settings)
    questions = sum(len(pack.questions) for pack in library.packs().values())
    typer.echo(f"Told process {number}: {count(len(library.packs()), 'pack')}, {count(questions, 'question')}.")
    if problems := [one for found in library.problems().values() for one in found]:
        end_with_problems(problems, "These are left out.")


@packs_app.command("schema")
def print_schema(
    kind: Annotated[SchemaKind, typer.Argument(help="Front matter or manifest.")] = SchemaKind.QUESTION,
) -> None:
    """Print the JSON Schema of a question's front matter or of pack.yaml."""
    from bot.packs.schema import schema_text  # slow import

    typer.echo(schema_text(kind), nl=False)


def _exported(name_or_folder: str | None, workspace: str | None) -> "Pack":
    from bot.cli.packs.own import own_pack  # slow import

    found = own_pack(workspace, name_or_folder) if workspace is not None else None
    if found is not None:
        return found
    if name_or_folder is None:
        raise typer.BadParameter("Name a pack, or a workspace whose own questions are meant (--workspace).")
    return _pack(name_or_folder)


def _library() -> "PackLibrary":
    from bot.config.settings import read_settings  # slow import
    from bot.packs.library import pack_library  # slow import

    library = pack_library(read_settings())
    library.require_sound()
    return library


def find_question(ref: str) -> "Question":
    """Give the question of an id, or of pack/id.

    Raises:
        InputError: there is none, or several packs have one.
    """
    return _one_question(ref, _library().packs())


def _one_question(ref: str, packs: "Mapping[str, Pack]") -> "Question":
    from bot.errors import InputError  # slow import

    found = _questions(ref, packs.values())
    if not found:
        raise InputError(f"There is no question or pack “{ref}”.", hint=_nearest(ref, packs))
    if len(found) > 1:
        raise InputError(
            f"Several packs have a question “{ref}”.", hint=f"Say which: {', '.join(one.ref for one in found)}."
        )
    return found[0]


def _questions(ref: str, packs: "Iterable[Pack]") -> "list[Question]":
    return [question for pack in packs for question in pack.questions if ref in (question.ref, question.id)]


def _nearest(ref: str, packs: "Mapping[str, Pack]") -> str:
    from bot.domain.text import nearest  # slow import

    questions = [question for pack in packs.values() for question in pack.questions]
    known = [*packs, *(question.id for question in questions), *(question.ref for question in questions)]
    return nearest(ref, known) or "`askaday packs list` names the packs."


def _pack(name_or_folder: str) -> "Pack":
    from bot.domain.text import nearest  # slow import
    from bot.errors import InputError  # slow import

    if typed_path(name_or_folder).is_dir():
        return _read(typed_path(name_or_folder))
    packs = _library().packs()
    if name_or_folder not in packs:
        hint = nearest(name_or_folder, list(packs)) or f"Packs: {', '.join(packs)}."
        raise InputError(f"There is no pack or folder “{name_or_folder}”.", hint=hint)
    return packs[name_or_folder]


def _read(folder: Path) -> "Pack":
    from bot.packs.folder import read_pack  # slow import

    return read_pack(folder).pack
