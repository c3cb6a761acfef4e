"""The use case: a file of another form becomes a pack, with a report of what was guessed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.question import Pack, Question
from bot.domain.text import count, one_line
from bot.errors import InputError, PackError, PackProblem
from bot.packs.importing import likeness, reading, report
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.importing.form import Form
from bot.packs.importing.guessing import Guesser, number_of, slug
from bot.packs.importing.language import language_of
from bot.packs.importing.naming import Naming, field_of, misspelt
from bot.packs.importing.options import numbers_in, options_of
from bot.packs.importing.problems import Problems
from bot.packs.importing.settling import settle
from bot.packs.importing.source import read_source
from bot.packs.records import Manifest, QuestionRecord
from bot.packs.texts import NAME_HINT, is_name
from bot.packs.validation import Place, validate

#: Passes drafts through while showing how far it is.
Track = Callable[[Sequence[Draft]], Iterable[Draft]]
_DONE = Draft({}, Place(""))
#: Of the pieces that look like questions so many have to become some.
_FEWEST = 0.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be imported."""

    #: The new pack's name; None: as the file or `fallback_name` says.
    name: str | None = None
    fallback_name: str = "imported"
    #: None: told by the file.
    form: Form | None = None
    #: Names of the file → fields; "" leaves one out.
    columns: Mapping[str, str] = field(default_factory=dict)
    #: The names of the columns of a table, whatever its first row says.
    titles: tuple[str, ...] = ()
    #: What parts its columns; empty: found by trying.
    delimiter: str = ""
    #: Empty: found by trying.
    encoding: str = ""
    #: What the file calls topics, in small letters → topics.
    topics: Mapping[str, str] = field(default_factory=dict)
    #: The topic of questions that have none; empty: told by what they speak of.
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    pack: Pack
    #: Questions that could not be taken, one problem a kind.
    problems: tuple[PackProblem, ...]
    #: What was understood and guessed, as plain text.
    report: str


def import_file(
    file: Path, wanted: Wanted, today: date, track: Track = iter, installed: Iterable[Pack] = ()
) -> Imported:
    """Make a pack of a file; nothing is written.

    Raises:
        PackError: the file cannot be read, no question of it can be taken, or its manifest cannot be used.
        InputError: the wanted name cannot be one, or the mapping names what is not there.
    """
    if wanted.name is not None and not is_name(wanted.name):
        raise InputError(f"“{one_line(wanted.name)}” cannot be a pack's name.", hint=NAME_HINT)
    source = read_source(file, wanted.form, wanted.encoding)
    drafts = reading.drafts_of(source, Naming(wanted.columns), wanted.titles, wanted.delimiter)
    form, encoding = source.form, source.encoding
    del source  # of a large file what was read from it is enough
    language = language_of(_prompts(drafts.questions))
    manifest, assumed = _manifest(drafts, wanted, file, today, language)
    taken = {str(draft.fields["id"]) for draft in drafts.questions if is_name(str(draft.fields.get("id", "")))}
    hardest = max((number_of(draft.fields.get("level")) or 0 for draft in drafts.questions), default=0)
    guesser = Guesser(today, manifest.topics, wanted.topics, wanted.topic, hardest, taken)
    making = _Making(guesser, manifest, _first_number(drafts.questions))
    making.problems.add(drafts.problems)
    for place, draft in enumerate(track(drafts.questions)):
        making.add(draft)
        # What is made of it is enough: two copies of a large file are one too many.
        drafts.questions[place] = _DONE
    if not making.questions:
        raise PackError([*making.problems.told()] or [PackProblem(str(file), None, "holds no questions")])
    if len(making.questions) < _FEWEST * drafts.blocks and not making.problems.kinds:
        found = f"only {count(len(making.questions), 'question')} could be made of {count(drafts.blocks, 'piece')}"
        making.problems.add(
            [PackProblem(str(file), None, f"{found} that look like some; is the form the right one? (--format)")]
        )
    pack = manifest.pack(tuple(making.questions.values()))
    problems, understood = tuple(making.problems.told()), making.remarks()
    guessed, without_dates = making.guessed, making.without_dates
    # Three tables by id, which would stand beside those that likeness makes.
    del making, guesser, taken
    heading = [
        f"Imported {file.name} as {form} on {today}: {count(len(pack.questions), 'question')}{_kinds(pack)}.",
        *([f"encoding: {encoding} (--encoding says it otherwise)"] if encoding else []),
        *drafts.remarks,
        *understood,
        *assumed,
        *likeness.remarks(pack, installed),
    ]
    return Imported(pack, problems, report.text(heading, guessed, without_dates))


def _kinds(pack: Pack) -> str:
    with_choices = sum(bool(one.choices) for one in pack.questions)
    return f", {with_choices} with choices" if with_choices else ""


@dataclass(slots=True)
class _Making:
    """Questions as they are made of drafts, one after another."""

    guesser: Guesser
    manifest: Manifest
    first: int
    problems: Problems = field(default_factory=Problems)
    questions: dict[str, Question] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)
    without_dates: int = 0
    #: Names that stand in questions and that nothing was made of, with their number.
    unknown: dict[str, int] = field(default_factory=dict)

    def add(self, draft: Draft) -> None:
        named = dict(draft.fields)
        strange = [name[1:] for name in named if name.startswith("?")]
        for name in strange:
            del named[f"?{name}"]
        settled = settle(named, first=self.first)
        found = [*settled.problems, *self._misspelt(strange, named)]
        if found:
            self.problems.add((draft.place.problem(path, reason) for path, reason in found), draft.place)
            return
        fields, names = self.guesser.complete(settled.fields)
        try:
            record = validate(QuestionRecord, fields, draft.place, vocabulary=self.manifest.topics)
        except PackError as error:
            # Key points are proposed from the answer: where that is missing, it is enough to say so.
            is_enough = "model_answer" in fields
            told = [one for one in error.problems if is_enough or "key_points: is missing" not in one.reason]
            self.problems.add(told, draft.place)
            return
        question = record.to_question(self.manifest.name)
        if question.id in self.questions:
            twice = draft.place.problem(("id",), f"“{question.id}” is the id of an earlier question too")
            self.problems.add([twice], draft.place)
            return
        self.questions[question.id] = question
        if names:
            self.without_dates += "verified" in names or "review_by" in names
            self.guessed.append(f"  {question.id} ({draft.place.prefix.removesuffix(': ')}): {', '.join(names)}")

    def _misspelt(self, strange: Sequence[str], named: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], str]]:
        for name in strange:
            meant = misspelt(name)
            if meant and field_of(meant) not in named:
                yield (name,), f"is not a known key; did you mean “{meant}”? If not, leave it out with --map {name}="
            else:
                self.unknown[name] = self.unknown.get(name, 0) + 1

    def remarks(self) -> list[str]:
        """Give what was left out, and what was understood of numbers."""
        names = list(self.unknown)
        shown = ", ".join(f"“{one_line(name)[:40]}”" for name in names[:10]) + (" …" if len(names) > 10 else "")  # noqa: PLR2004 - so many fit in a line
        left_out = (
            [f"left out, for no field is meant by {'it' if len(names) == 1 else 'them'}: {shown}"] if names else []
        )
        return left_out + (["numbers of right options were taken as counted from 0"] if self.first == 0 else [])


def _prompts(drafts: Sequence[Draft]) -> Iterable[str]:
    for draft in drafts:
        for name in ("prompt", "model_answer"):
            value = draft.fields.get(name, "")
            yield (
                " ".join(value)
                if isinstance(value, tuple) and all(isinstance(one, str) for one in value)
                else str(value)
            )


def _first_number(drafts: Sequence[Draft]) -> int:
    """Give what numbers of right options begin with: 0 if some key is 0, and none is the number of its options."""
    zero = False
    for draft in drafts:
        numbers = numbers_in(draft.fields.get("correct", draft.fields.get("model_answer", "")))
        if not numbers:
            continue
        options = options_of(draft.fields.get("options", draft.fields.get("choices", draft.fields.get("answers", ()))))
        if options and any(str(number) in {one.text for one in options} for number in numbers):
            continue
        if options and max(numbers) >= len(options):
            return 1
        zero = zero or 0 in numbers
    return 0 if zero else 1


def _manifest(drafts: Drafts, wanted: Wanted, file: Path, today: date, language: str) -> tuple[Manifest, list[str]]:
    assumed: dict[str, Any] = {
        "name": slug(wanted.fallback_name)[:40].strip("-") or "imported",
        "title": file.stem,
        "description": f"Imported from {file.name} on {today}.",
        "version": f"{today.year}.{today.month}.0",
        "licence": "unknown",
        "language": language,
    }
    given = {key: value for key, value in drafts.manifest.items() if value not in (None, "")}
    if wanted.name is not None:
        given["name"] = wanted.name
    manifest = validate(Manifest, {**assumed, **given}, drafts.manifest_place)
    remarks = [f"{key} of the pack: assumed to be “{value}”" for key, value in assumed.items() if key not in given]
    return manifest, [*remarks, *report.on_language(manifest.language)]
