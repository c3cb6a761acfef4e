"""The use case: a file of another form becomes a pack, with a report of what was guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.question import Pack, Question
from bot.domain.text import count, one_line
from bot.errors import InputError, PackError, PackProblem
from bot.packs.importing.documents import drafts_of_json, drafts_of_yaml
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.importing.guessing import GRACE, Guesser, slug
from bot.packs.importing.page import drafts_of_page
from bot.packs.importing.pages.blocks import markdown
from bot.packs.importing.source import Form, guess_form, read_source
from bot.packs.importing.spreadsheet import drafts_of_csv
from bot.packs.records import Manifest, QuestionRecord
from bot.packs.texts import NAME_HINT, is_name
from bot.packs.validation import validate

#: Passes drafts through while showing how far it is.
Track = Callable[[Sequence[Draft]], Iterable[Draft]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be imported."""

    #: The new pack's name; None: as the file or `fallback_name` says.
    name: str | None = None
    fallback_name: str = "imported"
    #: None: told by the file.
    form: Form | None = None
    #: Column titles → fields; "" leaves a column out.
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    pack: Pack
    #: Questions that could not be taken.
    problems: tuple[PackProblem, ...]
    #: What was understood and guessed, as plain text.
    report: str


def import_file(file: Path, wanted: Wanted, today: date, track: Track = iter) -> Imported:
    """Make a pack of a file; nothing is written.

    Raises:
        PackError: the file cannot be read, no question of it can be taken, or its manifest cannot be used.
        InputError: the wanted name cannot be one, or the column mapping names what is not there.
    """
    if wanted.name is not None and not is_name(wanted.name):
        raise InputError(f"“{one_line(wanted.name)}” cannot be a pack's name.", hint=NAME_HINT)
    text = read_source(file)
    form = wanted.form or guess_form(file, text)
    drafts = _drafts(form, text, str(file), wanted.columns)
    manifest, assumed = _manifest(drafts, wanted, file, today)
    taken = {str(draft.fields["id"]) for draft in drafts.questions if draft.fields.get("id")}
    guesser = Guesser(today, manifest.topics, taken)
    questions: dict[str, Question] = {}
    problems = list(drafts.problems)
    guessed: list[str] = []
    for draft in track(drafts.questions):
        try:
            question, names = _question(draft, guesser, manifest)
        except PackError as error:
            problems += error.problems
            continue
        if question.id in questions:
            problems.append(draft.place.problem(("id",), f"“{question.id}” is the id of an earlier question too"))
            continue
        questions[question.id] = question
        if names:
            guessed.append(f"  {question.id} ({draft.place.prefix.removesuffix(': ')}): {', '.join(names)}")
    if not questions:
        raise PackError(problems or [PackProblem(str(file), None, "holds no questions")])
    heading = [
        f"Imported {file.name} as {form} on {today}: {count(len(questions), 'question')}.",
        *drafts.remarks,
        *assumed,
    ]
    return Imported(manifest.pack(tuple(questions.values())), tuple(problems), _report(heading, guessed))


def _drafts(form: Form, text: str, file: str, columns: Mapping[str, str]) -> Drafts:
    if form is Form.CSV:
        return drafts_of_csv(text, file, columns)
    readers = {Form.PAGE: drafts_of_page, Form.JSON: drafts_of_json, Form.YAML: drafts_of_yaml}
    return readers[form](text, file)


def _manifest(drafts: Drafts, wanted: Wanted, file: Path, today: date) -> tuple[Manifest, list[str]]:
    assumed: dict[str, Any] = {
        "name": slug(wanted.fallback_name)[:40].strip("-") or "imported",
        "title": file.stem,
        "description": f"Imported from {file.name} on {today}.",
        "version": f"{today.year}.{today.month}.0",
        "licence": "unknown",
        "language": "en",
    }
    given = {key: value for key, value in drafts.manifest.items() if value not in (None, "")}
    if wanted.name is not None:
        given["name"] = wanted.name
    manifest = validate(Manifest, {**assumed, **given}, drafts.manifest_place)
    remarks = [f"{key} of the pack: assumed to be “{value}”" for key, value in assumed.items() if key not in given]
    return manifest, remarks


def _question(draft: Draft, guesser: Guesser, manifest: Manifest) -> tuple[Question, list[str]]:
    # Lines of a page become Markdown here, inside the loop that shows progress: it is the slow part.
    texts = {
        key: markdown(value, titles=key != "prompt")
        for key, value in draft.fields.items()
        if key in ("prompt", "model_answer") and isinstance(value, tuple)
    }
    fields, guessed = guesser.complete({**draft.fields, **texts})
    record = validate(QuestionRecord, fields, draft.place, vocabulary=manifest.topics)
    return record.to_question(manifest.name), guessed


def _report(heading: Sequence[str], guessed: Sequence[str]) -> str:
    if not guessed:
        return "\n".join(heading) + "\n"
    notes = [
        "Imported content is unchecked. Where a question came without dates, verified",
        f"is the day of the import and review_by is {GRACE.days} days later: check its facts",
        "before then. Guessed key points, topics and levels are starting points.",
        "",
        "Guessed by question:",
    ]
    return "\n".join([*heading, "", *notes, *guessed]) + "\n"
