"""`askaday packs import`: a file of another form becomes a pack."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated

import typer

from bot.packs.importing.form import Form
from bot.paths import typed_path

if TYPE_CHECKING:
    from rich.progress import Progress

    from bot.domain.question import Pack, Question
    from bot.packs.importing.importer import Bank, Wanted

REPORT = "import-report.txt"
#: Lines of a report that are printed where the rest can be read in its file.
_MOST_LINES = 100
#: Seconds after which it is shown how far it is: what is done sooner needs no bar.
_PATIENCE = 1.0


def import_pack(  # noqa: PLR0917 - typer makes each parameter an option
    file: Annotated[
        Path,
        typer.Argument(
            parser=typed_path,
            metavar="FILE",
            help="A page (text, Markdown, HTML), CSV, TSV, Excel, JSON, YAML, GIFT, XML.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(parser=typed_path, metavar="DIR", help="The new pack's folder; must be new or empty.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The new pack's name; otherwise the file's or the folder's.")] = None,
    form: Annotated[Form | None, typer.Option("--format", help="Otherwise told by the file.")] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="NAME=FIELD", help="Which column or key is which field; no field leaves it out."),
    ] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="NAMES", help="The columns of a table in order: question,answer,category.")
    ] = None,
    delimiter: Annotated[str, typer.Option(help="What parts columns; otherwise found by trying.")] = "",
    encoding: Annotated[str, typer.Option(help="How the text is encoded; otherwise found by trying.")] = "",
    topic: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[NAME=]TOPIC", help="Which topic a category or tag is, or one for questions without any."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show the first questions and say what would be written.")
    ] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Leave out what has problems and write the rest.")
    ] = False,
) -> None:
    """Make a pack of questions in another form; nothing is written unless all is well."""
    table = (columns or "", delimiter, encoding)
    _refuse(file, out)
    if out is None and not dry_run:
        raise typer.BadParameter("Name the new pack's folder, or use --dry-run.", param_hint="--out")
    wanted = _wanted(name or "", _fallback_name(file, out), form, table, _mapping(mapping or []), _topics(topic or []))
    _import(file, wanted, None if dry_run else out, dry_run=dry_run, keep_going=keep_going)


def _wanted(  # noqa: PLR0917 - each is an option of the command
    name: str,
    fallback: str,
    form: Form | None,
    table: tuple[str, str, str],
    mapping: dict[str, str],
    topics: tuple[dict[str, str], str],
) -> "Wanted":
    from bot.packs.importing.forms.separated import delimiter_of  # slow import
    from bot.packs.importing.importer import Wanted  # slow import

    columns, delimiter, encoding = table
    return Wanted(
        name or None,
        fallback,
        form,
        mapping,
        tuple(title.strip() for title in columns.split(",")) if columns else (),
        delimiter_of(delimiter) if delimiter else "",
        encoding,
        *topics,
    )


def _refuse(file: Path, out: Path | None) -> None:
    from bot.cli.packs.output import refuse_missing  # slow import
    from bot.packs.writing import refuse_occupied  # slow import

    refuse_missing([file])
    if out is not None:
        refuse_occupied(out)


def _import(file: Path, wanted: "Wanted", out: Path | None, *, dry_run: bool, keep_going: bool) -> None:
    from bot.cli.packs.output import MOST_SHOWN, end_with_problems, print_as_asked  # slow import
    from bot.domain.text import count  # slow import
    from bot.packs.writing import new_pack  # slow import

    first: list[Question] = []
    with _progress() as progress, new_pack(out) if out else nullcontext() as new:
        bank, questions = _read(file, wanted, progress)
        for question in questions:
            if len(first) < MOST_SHOWN:
                first.append(question)
            # What will not be kept is not written either.
            if new and (keep_going or not bank.has_problems):
                new.add(question)
        problems = bank.problems()
        if problems and not keep_going:
            progress.stop()
            if dry_run:
                print_as_asked(first)
            end_with_problems(problems, "Nothing is written. --keep-going leaves out what has problems.")
        report = bank.report(_installed())
        if new:
            new.finish(bank.manifest, [(REPORT, report)])
    for problem in problems:
        typer.echo(f"left out: {problem}", err=True)
    if dry_run:
        print_as_asked(first)
    _print_report(report, out)
    done, where = "Would write" if dry_run else "Wrote", f" to {out}" if out else ""
    typer.echo(f"{done} {count(len(bank.making.asked), 'question')}{where}.")


def _fallback_name(file: Path, out: Path | None) -> str:
    return out.absolute().name if out else file.stem


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise typer.BadParameter(f"“{pair}” must be NAME=FIELD, for example Question=prompt.", param_hint="--map")
        mapping[column.strip()] = field.strip()
    return mapping


def _topics(said: Sequence[str]) -> tuple[dict[str, str], str]:
    """Give topics by what the file calls them, in small letters, and the one for questions without any.

    What names a file is a table: a line "Name=topic" for each.
    """
    lines: list[str] = []
    for one in said:
        path = Path(one)
        lines += path.read_text(encoding="utf-8").splitlines() if "=" not in one and path.is_file() else [one]
    topics, fallback = {}, ""
    for line in filter(None, map(str.strip, lines)):
        category, equals, topic = line.rpartition("=")
        if not topic.strip() or (equals and not category.strip()):
            raise typer.BadParameter(f"“{line}” must be NAME=TOPIC, or a topic.", param_hint="--topic")
        if equals:
            topics[" ".join(category.casefold().split())] = topic.strip()
        else:
            fallback = topic.strip()
    return topics, fallback


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Show how far it is where someone is looking, once it has taken a second."""
    from rich.console import Console  # slow import
    from rich.progress import Progress  # slow import

    console = Console(stderr=True)
    progress = Progress(console=console, transient=True, disable=not console.is_terminal)
    begin = Timer(_PATIENCE, progress.start)
    begin.daemon = True
    begin.start()
    try:
        yield progress
    finally:
        begin.cancel()
        progress.stop()


def _read(file: Path, wanted: "Wanted", progress: "Progress") -> "tuple[Bank, Iterator[Question]]":
    from bot.packs.importing.importer import Bank  # slow import
    from bot.ports.clock import SystemClock  # slow import

    reading = progress.add_task("Reading", total=None)
    bank = Bank.read(file, wanted, SystemClock().now().date())
    progress.remove_task(reading)
    return bank, bank.questions(lambda drafts: progress.track(drafts, description="Importing"))


def _installed() -> "Iterator[Pack]":
    """Give the packs at hand, to find questions that are there already, without what is broken in them.

    They are read when they are asked for: a file that is refused does not wait for them.
    """
    from bot.config.settings import read_settings  # slow import
    from bot.packs.library import pack_library  # slow import

    yield from pack_library(read_settings()).packs().values()


def _print_report(report: str, out: Path | None) -> None:
    """Print a report; of a long one that is kept in a folder, the beginning."""
    lines = report.splitlines()
    cut = _MOST_LINES if out is not None else len(lines)
    for line in lines[:cut]:
        typer.echo(line)
    if out is not None and len(lines) > cut:
        typer.echo(f"… {len(lines) - cut} more lines in {out / REPORT}")
