"""The use case: a file of another form becomes a pack, with a report of what was guessed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self

from bot.domain.question import Pack, Question
from bot.domain.text import count, one_line
from bot.errors import InputError, PackError, PackProblem
from bot.packs.importing import likeness, reading, report
from bot.packs.importing.drafts import Draft, Drafts
from bot.packs.importing.form import Form
from bot.packs.importing.guessing import Guesser, number_of, slug
from bot.packs.importing.language import language_of
from bot.packs.importing.making import Making
from bot.packs.importing.naming import Naming
from bot.packs.importing.options import numbers_in, options_of
from bot.packs.importing.source import read_source
from bot.packs.records import Manifest
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


def import_file(file: Path, wanted: Wanted, today: date, installed: Iterable[Pack] = ()) -> Imported:
    """Make a pack of a file; nothing is written.

    Raises:
        PackError: the file cannot be read, no question of it can be taken, or its manifest cannot be used.
        InputError: the wanted name cannot be one, or the mapping names what is not there.
    """
    bank = Bank.read(file, wanted, today)
    questions = tuple(bank.questions())
    return Imported(bank.manifest.pack(questions), bank.problems(), bank.report(installed))


@dataclass(frozen=True, slots=True)
class Bank:
    """A file that was read, and what is made of it question by question; the questions themselves are not held."""

    file: Path
    manifest: Manifest
    drafts: Drafts
    making: Making
    #: Its form and the day, as the report says them.
    read_as: str
    #: How the file was understood, and what was assumed of the pack.
    remarks: Sequence[str]
    assumed: Sequence[str]

    @classmethod
    def read(cls, file: Path, wanted: Wanted, today: date) -> Self:
        """Read a file.

        Raises:
            PackError: the file or its manifest cannot be used.
            InputError: the wanted name cannot be one, or the mapping names what is not there.
        """
        if wanted.name is not None and not is_name(wanted.name):
            raise InputError(f"“{one_line(wanted.name)}” cannot be a pack's name.", hint=NAME_HINT)
        source = read_source(file, wanted.form, wanted.encoding)
        drafts = reading.drafts_of(source, Naming(wanted.columns), wanted.titles, wanted.delimiter)
        language = language_of(_prompts(drafts.questions))
        manifest, assumed = _manifest(drafts, wanted, file, today, language)
        taken = {str(draft.fields["id"]) for draft in drafts.questions if is_name(str(draft.fields.get("id", "")))}
        hardest = max((number_of(draft.fields.get("level")) or 0 for draft in drafts.questions), default=0)
        guesser = Guesser(today, manifest.topics, wanted.topics, wanted.topic, hardest, taken)
        making = Making(guesser, manifest, _first_number(drafts.questions))
        making.problems.add(drafts.problems)
        encoding = f"encoding: {source.encoding} (--encoding says it otherwise)"
        remarks = [*([encoding] if source.encoding else []), *drafts.remarks]
        return cls(file, manifest, drafts, making, f"{source.form} on {today}", remarks, assumed)

    def questions(self, track: Track = iter) -> Iterator[Question]:
        """Give the questions one after another, once, in the order of the file.

        Raises:
            PackError: there is none.
        """
        drafts = self.drafts.questions
        for place, draft in enumerate(track(drafts)):
            question = self.making.made(draft)
            # What is made of it is enough: two copies of a large file are one too many.
            drafts[place] = _DONE
            if question is not None:
                yield question
        made, kinds = len(self.making.asked), self.making.problems
        if not made:
            raise PackError([*kinds.told()] or [PackProblem(str(self.file), None, "holds no questions")])
        if made < _FEWEST * self.drafts.blocks and not kinds.kinds:
            found = f"only {count(made, 'question')} could be made of {count(self.drafts.blocks, 'piece')}"
            reason = f"{found} that look like some; is the form the right one? (--format)"
            kinds.add([PackProblem(str(self.file), None, reason)])

    @property
    def has_problems(self) -> bool:
        """Say whether something could not be taken up to now."""
        return bool(self.making.problems.kinds)

    def problems(self) -> tuple[PackProblem, ...]:
        """Give what could not be taken, one problem a kind."""
        return tuple(self.making.problems.told())

    def report(self, installed: Iterable[Pack] = ()) -> str:
        """Say what was understood and guessed, once the questions are made."""
        made = self.making
        chosen = f", {made.with_choices} with choices" if made.with_choices else ""
        heading = [
            f"Imported {self.file.name} as {self.read_as}: {count(len(made.asked), 'question')}{chosen}.",
            *self.remarks,
            *made.remarks(),
            *self.assumed,
            *likeness.remarks(made.asked, self.manifest, installed),
        ]
        return report.text(heading, made.guessed, made.without_dates)


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
